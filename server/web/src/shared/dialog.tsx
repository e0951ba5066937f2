import { type ComponentChildren, createContext } from "preact";
import { useContext, useEffect, useId, useRef } from "preact/hooks";
import { t } from "../copy";

interface DialogProps {
    title: string;
    onClose: () => void;
    children: ComponentChildren;
}

// What leaves the page at once. A modal dialog makes the page's own exit unreachable, so where there is
// one the dialog has it too.
export const Exit = createContext<(() => void) | undefined>(undefined);

// A modal dialog while it is mounted. The browser keeps the focus inside and gives it back.
export function Dialog({ title, onClose, children }: DialogProps) {
    const dialog = useRef<HTMLDialogElement>(null);
    const titleId = useId();
    const exit = useContext(Exit);
    useEffect(() => {
        const before = document.activeElement;
        dialog.current?.showModal();
        // Leaving the document closes it. Closing it by hand as well would tell its owner later, when
        // another dialog may be in its place.
        return () => {
            if (before instanceof HTMLElement && before.isConnected) before.focus();
        };
    }, []);
    return (
        <dialog
            ref={dialog}
            class="dialog"
            aria-labelledby={titleId}
            onClose={onClose}
            onClick={(event) => {
                if (event.target === dialog.current) onClose();
            }}
        >
            <div class="dialog-inside">
                <div class="dialog-head">
                    <h2 id={titleId}>{title}</h2>
                    <p class="dialog-tools">
                        {exit && (
                            <button type="button" class="button exit" onClick={exit}>
                                {t("exit.button")}
                            </button>
                        )}
                        <button type="button" class="button quiet" onClick={onClose}>
                            {t("dialog.close")}
                        </button>
                    </p>
                </div>
                {children}
            </div>
        </dialog>
    );
}

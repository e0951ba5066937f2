import { useEffect, useId, useRef } from "preact/hooks";
import { t, tn } from "../copy";
import { max_text_code_points } from "../protocol";

interface ComposerProps {
    draft: string;
    onDraft: (text: string) => void;
    onSend: (text: string) => void;
    // Lets whoever owns the page put the focus here.
    inputId?: string;
}

// From here on the count is worth knowing.
const nearLimit = 200;

export function codePoints(text: string): number {
    return [...text].length;
}

export function Composer({ draft, onDraft, onSend, inputId }: ComposerProps) {
    const input = useRef<HTMLTextAreaElement>(null);
    const ownId = useId();
    const id = inputId ?? ownId;
    const left = max_text_code_points - codePoints(draft);
    const canSend = draft.trim() !== "" && left >= 0;

    // Grows with its words where the browser does not do that by itself.
    useEffect(() => {
        const area = input.current;
        if (!area || CSS.supports("field-sizing", "content")) return;
        area.style.height = "auto";
        area.style.height = `${area.scrollHeight}px`;
    }, [draft]);

    const send = () => {
        if (!canSend) return;
        onSend(draft);
        input.current?.focus();
    };
    return (
        <form
            class="composer"
            onSubmit={(event) => {
                event.preventDefault();
                send();
            }}
        >
            <label class="hidden" for={id}>
                {t("write.label")}
            </label>
            <div class="composer-row">
                <textarea
                    ref={input}
                    id={id}
                    dir="auto"
                    rows={1}
                    value={draft}
                    enterkeyhint="send"
                    autocomplete="off"
                    placeholder={t("write.placeholder")}
                    aria-describedby={`${id}-hint ${id}-left`}
                    onInput={(event) => onDraft(event.currentTarget.value)}
                    onKeyDown={(event) => {
                        // An Enter that ends an input method's composition chooses a word; it sends nothing.
                        if (
                            event.key !== "Enter" ||
                            event.shiftKey ||
                            event.isComposing ||
                            event.keyCode === 229
                        )
                            return;
                        event.preventDefault();
                        send();
                    }}
                />
                <button type="submit" class="button main" aria-disabled={!canSend}>
                    {t("write.send")}
                </button>
            </div>
            <p id={`${id}-hint`} class="hint">
                {t("write.hint")}
            </p>
            <p id={`${id}-left`} class={left < 0 ? "limit over" : "limit"} role="status">
                {left < 0 ? tn("write.over", -left) : left <= nearLimit ? tn("write.left", left) : ""}
            </p>
        </form>
    );
}

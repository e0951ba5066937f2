import { t } from "../copy";
import { shiftProgress } from "./quick_exit";

// How far the Shift key has come on its way out; the region is there before it speaks.
export function ShiftDots() {
    const progress = shiftProgress.value;
    const done = progress === "press_twice_more" ? 1 : progress === "press_once_more" ? 2 : 0;
    return (
        <div class={done > 0 ? "banner small" : "hidden"} role="status">
            {done > 0 && (
                <span class="dots" aria-hidden="true">
                    {[0, 1, 2].map((dot) => (
                        <span key={dot} class={dot < done ? "dot on" : "dot"} />
                    ))}
                </span>
            )}
            {progress !== "idle" && <p>{t(`exit.${progress}`)}</p>}
        </div>
    );
}

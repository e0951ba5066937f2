// Leaving in a hurry: blank first, then wipe, then a neutral page in this page's place.

import { signal } from "@preact/signals";
import { browserClock } from "../clock";
import { t } from "../copy";
import { tabStorage } from "../tab_storage";

const presses = 3;
const within = 5_000;

export type ShiftProgress = "idle" | "press_twice_more" | "press_once_more" | "expired";

export const shiftProgress = signal<ShiftProgress>("idle");

export function leaveNow(closeSession: () => void): void {
    const address = t("exit.address");
    document.documentElement.classList.add("left");
    document.title = t("exit.neutral_title");
    document.body.replaceChildren();
    closeSession();
    tabStorage.wipe();
    location.replace(address);
}

// Shift three times within five seconds. Shift as a modifier (Shift+A) is typing and does not count.
export function listenForShift(onLeave: () => void): void {
    let count = 0;
    let isAlone = false;
    let cancel = () => {};
    const reset = (to: ShiftProgress) => {
        cancel();
        count = 0;
        shiftProgress.value = to;
    };
    addEventListener("keydown", (event) => {
        if (event.key === "Shift") {
            isAlone = !event.repeat || isAlone;
            return;
        }
        isAlone = false;
        if (count > 0) reset("idle");
    });
    addEventListener("keyup", (event) => {
        if (event.key !== "Shift" || !isAlone) return;
        isAlone = false;
        count += 1;
        if (count === presses) {
            reset("idle");
            onLeave();
            return;
        }
        shiftProgress.value = count === 1 ? "press_twice_more" : "press_once_more";
        if (count === 1) cancel = browserClock.after(within, () => reset("expired"));
    });
    // A page that comes back from the browser's own cache starts anew, with nothing of before.
    addEventListener("pageshow", (event) => {
        if (event.persisted) location.reload();
    });
}

// What a screen reader says besides where the focus is: politely, and bursts as one sentence.

import { signal } from "@preact/signals";
import { browserClock } from "../clock";

const polite = signal("");
const alert = signal("");

export function announce(text: string): void {
    // A repeated text is only spoken again after the region was empty.
    polite.value = "";
    browserClock.after(50, () => {
        polite.value = text;
    });
}

// For what cannot wait: a new urgent case, a lost race.
export function announceNow(text: string): void {
    alert.value = "";
    browserClock.after(50, () => {
        alert.value = text;
    });
}

// Both regions exist before anything is said, or nothing would be.
export function Announcer() {
    return (
        <>
            <div class="hidden" role="status" aria-live="polite">
                {polite}
            </div>
            <div class="hidden" role="alert">
                {alert}
            </div>
        </>
    );
}

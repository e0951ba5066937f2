// One clock for every live time on the page: views that read `second` render again each second.

import { signal } from "@preact/signals";

export const second = signal(Date.now());

export function startTicking(): void {
    setInterval(() => {
        second.value = Date.now();
    }, 1_000);
}

import { signal } from "@preact/signals";
import { browserClock } from "../clock";
import { announceNow } from "../shared/announcer";

interface Toast {
    number: number;
    text: string;
}

const stays = 8_000;
const toasts = signal<readonly Toast[]>([]);
let last = 0;

export function toast(text: string): void {
    last += 1;
    const number = last;
    toasts.value = [...toasts.value, { number, text }];
    announceNow(text);
    browserClock.after(stays, () => {
        toasts.value = toasts.value.filter((one) => one.number !== number);
    });
}

// For eyes; the announcer speaks the same words.
export function Toasts() {
    return (
        <div class="toasts" aria-hidden="true">
            {toasts.value.map(({ number, text }) => (
                <p key={number} class="toast">
                    {text}
                </p>
            ))}
        </div>
    );
}

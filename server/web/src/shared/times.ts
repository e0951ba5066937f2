// How times are written. Formatters are made once: one a row makes a long list slow.

const clockTime = new Intl.DateTimeFormat(undefined, { hour: "2-digit", minute: "2-digit" });
const dayAndTime = new Intl.DateTimeFormat(undefined, {
    weekday: "short",
    day: "numeric",
    month: "short",
    hour: "2-digit",
    minute: "2-digit",
});
const day = new Intl.DateTimeFormat(undefined, { dateStyle: "medium" });

export function timeOfDay(at: number): string {
    return clockTime.format(at);
}

// With the day, where it is not today.
export function momentOf(at: number, now: number): string {
    const sameDay = new Date(at).toDateString() === new Date(now).toDateString();
    return sameDay ? clockTime.format(at) : dayAndTime.format(at);
}

export function dateOf(isoDate: string): string {
    const parsed = Date.parse(isoDate);
    return Number.isNaN(parsed) ? isoDate : day.format(parsed);
}

// "0:07", "12:40", "3:05:00"
export function elapsed(ms: number): string {
    const seconds = Math.max(0, Math.floor(ms / 1000));
    const two = (n: number) => String(n).padStart(2, "0");
    const hours = Math.floor(seconds / 3600);
    const minutes = Math.floor((seconds % 3600) / 60);
    return hours > 0 ? `${hours}:${two(minutes)}:${two(seconds % 60)}` : `${minutes}:${two(seconds % 60)}`;
}

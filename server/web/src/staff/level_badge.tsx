import type { Level } from "../protocol";
import { levelWord } from "./words";

// Word, colour and shape each say the level: a full diamond, a triangle, a circle, a ring.
const shapes: Record<Level, string> = {
    imminent: "M8 0l8 8-8 8-8-8z",
    high: "M8 1l8 14H0z",
    concern: "M8 1a7 7 0 110 14A7 7 0 018 1z",
    low: "M8 1a7 7 0 110 14A7 7 0 018 1zm0 3a4 4 0 100 8 4 4 0 000-8z",
    none: "M1 7h14v2H1z",
};

export function LevelBadge({ level }: { level: Level }) {
    return (
        <span class={`level level-${level}`}>
            <svg viewBox="0 0 16 16" width="14" height="14" aria-hidden="true">
                <path d={shapes[level]} fill="currentColor" fill-rule="evenodd" />
            </svg>
            {levelWord(level)}
        </span>
    );
}

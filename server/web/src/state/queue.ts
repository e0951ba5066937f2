// The cases a moderator sees, each at its newest version, most urgent first.

import type { CaseChanged, CaseHeld, CaseView, Level, Queue } from "../protocol";
import { unreachable } from "../unreachable";

export type QueueState = ReadonlyMap<string, CaseView>;
export type QueueEvent = Queue | CaseChanged | CaseHeld;

export const emptyQueue: QueueState = new Map();

export function reduceQueue(state: QueueState, event: QueueEvent): QueueState {
    switch (event.type) {
        case "queue":
            // The whole truth, except where an event overtook it.
            return event.cases.reduce(
                take,
                new Map([...state].filter(([id]) => event.cases.some((fresh) => fresh.id === id))),
            );
        case "case_changed":
        case "case_held":
            return take(state, event.summary);
        default:
            return unreachable(event, state);
    }
}

function take(state: QueueState, fresh: CaseView): QueueState {
    const known = state.get(fresh.id);
    if (known && known.version >= fresh.version) return state;
    return new Map(state).set(fresh.id, fresh);
}

const urgency: Record<Level, number> = { none: 0, low: 1, concern: 2, high: 3, imminent: 4 };

export function mostUrgentFirst(state: QueueState): CaseView[] {
    return [...state.values()]
        .filter((view) => view.state !== "closed")
        .sort(
            (a, b) =>
                urgency[b.level] - urgency[a.level] ||
                a.level_since - b.level_since ||
                a.id.localeCompare(b.id),
        );
}

export function isAtLeast(level: Level, floor: Level): boolean {
    return urgency[level] >= urgency[floor];
}

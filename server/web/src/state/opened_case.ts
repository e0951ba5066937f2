// The case whose texts this moderator opened. They live here only, and go when another is opened.

import type {
    CaseChanged,
    CaseHeld,
    CaseView,
    Decision,
    FlaggedMessage,
    MessageState,
    OpenedCase,
} from "../protocol";
import { unreachable } from "../unreachable";

export interface OpenedState {
    summary: CaseView;
    messages: readonly FlaggedMessage[];
    flagsRead: number;
    // Flags that came after the opening: their texts are not here before the moderator asks again.
    newer: number;
}

export type OpenedEvent =
    | OpenedCase
    | CaseChanged
    | CaseHeld
    | { type: "decided"; message: string; decision: Decision }
    | { type: "taken_down"; message: string };

export function reduceOpened(state: OpenedState | undefined, event: OpenedEvent): OpenedState | undefined {
    switch (event.type) {
        case "opened_case":
            return {
                summary: event.summary,
                messages: event.messages,
                flagsRead: event.summary.flags,
                newer: 0,
            };
        case "case_changed":
        case "case_held":
            return state ? update(state, event.summary) : state;
        case "decided":
            return state ? become(state, event.message, outcome[event.decision]) : state;
        case "taken_down":
            return state ? become(state, event.message, "removed") : state;
        default:
            return unreachable(event, state);
    }
}

function update(state: OpenedState, fresh: CaseView): OpenedState {
    if (fresh.id !== state.summary.id || fresh.version <= state.summary.version) return state;
    return { ...state, summary: fresh, newer: Math.max(0, fresh.flags - state.flagsRead) };
}

const outcome: Record<Decision, MessageState> = {
    release: "released",
    release_with_note: "released_with_note",
    mask: "masked",
    return: "returned",
    withhold: "withheld",
};

function become(state: OpenedState, id: string, to: MessageState): OpenedState {
    return {
        ...state,
        messages: state.messages.map((flagged) =>
            flagged.message.id === id ? { ...flagged, message: { ...flagged.message, state: to } } : flagged,
        ),
    };
}

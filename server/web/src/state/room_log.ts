// One room as this client has it: the log without holes or doubles, and the member's own messages
// with their true status. Pure: `(state, event) -> state`.

import type {
    Entry,
    EntryView,
    HistoryPage,
    Joined,
    Paused,
    Presence,
    PresenceChanged,
    Said,
    Status,
} from "../protocol";
import { unreachable } from "../unreachable";
import { discard, type OwnItem, sending, settle, type UnsentReason, unsent, waiting } from "./own_messages";

export interface RoomLog {
    room: string;
    me: string;
    joined: boolean;
    epoch: string;
    // Everything up to and including this is in `entries` or was in pages before them.
    seq: number;
    entries: readonly EntryView[];
    // Came early, beyond a hole; waits for what is missing.
    early: readonly EntryView[];
    // A hole was seen: ask for everything since `seq`.
    hasHole: boolean;
    hasOlder: boolean;
    // The server no longer had what was missed while away.
    lostHistory: boolean;
    own: readonly OwnItem[];
    presence: Presence;
    paused: boolean;
}

// What the member does, and what comes of it when the server does not answer.
export type RoomAction =
    | { type: "send"; key: string; text: string; at: number }
    | { type: "send_again"; key: string }
    | { type: "not_sent"; key: string; reason: UnsentReason }
    | { type: "discard"; key: string };

export type RoomEvent = Joined | Said | HistoryPage | Entry | Status | PresenceChanged | Paused | RoomAction;

export function emptyRoom(room: string, me: string): RoomLog {
    return {
        room,
        me,
        joined: false,
        epoch: "",
        seq: 0,
        entries: [],
        early: [],
        hasHole: false,
        hasOlder: false,
        lostHistory: false,
        own: [],
        presence: { members: 0, moderators: 0 },
        paused: false,
    };
}

export function reduceRoom(state: RoomLog, event: RoomEvent): RoomLog {
    switch (event.type) {
        case "joined":
            return join(state, event);
        case "entry":
            return receive(state, event.entry);
        case "said":
        case "status":
            return { ...state, own: settle(state.own, event.message) };
        case "history_page":
            return prepend(state, event);
        case "presence":
            return { ...state, presence: event.presence };
        case "paused":
            return { ...state, paused: event.paused };
        case "send":
            return { ...state, own: sending(state.own, event) };
        case "send_again":
            return { ...state, own: waiting(state.own, event.key) };
        case "not_sent":
            return { ...state, own: unsent(state.own, event.key, event.reason) };
        case "discard":
            return { ...state, own: discard(state.own, event.key) };
        default:
            return unreachable(event, state);
    }
}

// What `join` says to resume where this copy stands; nothing for a first visit.
export function since(state: RoomLog): { epoch: string; seq: number } | undefined {
    return state.joined ? { epoch: state.epoch, seq: state.seq } : undefined;
}

function join(state: RoomLog, joined: Joined): RoomLog {
    const continues = state.joined && joined.epoch === state.epoch && !joined.gap;
    const base: RoomLog = continues
        ? { ...state, hasHole: false, early: [] }
        : {
              ...emptyRoom(state.room, state.me),
              epoch: joined.epoch,
              own: state.own,
              lostHistory: state.joined,
              seq: (joined.entries[0]?.seq ?? joined.seq + 1) - 1,
              hasOlder: (joined.entries[0]?.seq ?? 1) > 1,
          };
    const early = joined.epoch === state.epoch ? state.early.filter((entry) => entry.seq > joined.seq) : [];
    const filled = [...joined.entries, ...early].reduce(receive, base);
    return {
        ...filled,
        joined: true,
        own: joined.own.reduce(settle, filled.own),
        presence: joined.presence,
        paused: joined.paused,
    };
}

// Far more than a resume brings; beyond it the resume itself brings them again.
const maxEarly = 200;

function receive(state: RoomLog, entry: EntryView): RoomLog {
    if (entry.seq <= state.seq) return state;
    if (entry.seq > state.seq + 1) {
        const known = state.early.some((early) => early.seq === entry.seq);
        const early = known || state.early.length >= maxEarly ? state.early : [...state.early, entry];
        return { ...state, early, hasHole: true };
    }
    const appended = append(state, entry);
    const next = appended.early.find((early) => early.seq === appended.seq + 1);
    if (next) return receive(appended, next);
    const early = appended.early.filter((waits) => waits.seq > appended.seq);
    return { ...appended, early, hasHole: early.length > 0 };
}

function append(state: RoomLog, entry: EntryView): RoomLog {
    const { message } = entry;
    const isMine = message.author.id === state.me;
    return {
        ...state,
        seq: entry.seq,
        entries: applyEntry(state.entries, entry),
        own: isMine && entry.kind === "posted" ? shownInRoom(state.own, entry) : state.own,
    };
}

// A message that was taken down keeps its place, without its text; the entry that says so has none.
function applyEntry(entries: readonly EntryView[], entry: EntryView): readonly EntryView[] {
    if (entry.kind === "posted") return [...entries, entry];
    return entries.map((earlier) =>
        earlier.message.id === entry.message.id ? { ...earlier, message: entry.message } : earlier,
    );
}

// The room's copy of one's own message may come before the answer to the send. Its key is not in it,
// so the oldest send with these words is taken for it; the answer will say for certain.
function shownInRoom(own: readonly OwnItem[], entry: EntryView): readonly OwnItem[] {
    const { message } = entry;
    const known = own.find((item) => item.id === message.id);
    const match = known ?? own.find((item) => item.status === "sending" && item.text === message.text);
    if (!match) return own;
    return own.map((item) =>
        item === match ? { ...item, id: message.id, status: message.state, seq: entry.seq } : item,
    );
}

function prepend(state: RoomLog, page: HistoryPage): RoomLog {
    const first = state.entries[0]?.seq ?? state.seq + 1;
    const older = page.entries
        .filter((entry) => entry.seq < first)
        .reduce<readonly EntryView[]>(applyEntry, []);
    return { ...state, entries: [...older, ...state.entries], hasOlder: page.more };
}

// ---- what a view shows -------------------------------------------------------------------------

export type Line =
    | { kind: "message"; key: string; entry: EntryView; own?: OwnItem }
    // Seen by nobody else: being sent, held, returned, not sent.
    | { kind: "own"; key: string; own: OwnItem };

// The log with the member's own unseen messages between, where their time puts them.
export function lines(state: RoomLog): Line[] {
    const ownById = new Map(state.own.filter((item) => item.id).map((item) => [item.id, item]));
    const inLog = new Set(state.entries.map((entry) => entry.message.id));
    const unseen = state.own.filter((item) => !(item.id && inLog.has(item.id)));
    const result: Line[] = [];
    let next = 0;
    const ownBefore = (at: number) => {
        for (let own = unseen[next]; own && own.at < at; own = unseen[next]) {
            result.push({ kind: "own", key: own.key, own });
            next += 1;
        }
    };
    for (const entry of state.entries) {
        ownBefore(entry.message.at);
        const own = ownById.get(entry.message.id);
        result.push({ kind: "message", key: entry.message.id, entry, ...(own ? { own } : {}) });
    }
    ownBefore(Number.POSITIVE_INFINITY);
    return result;
}

export function oldestSeq(state: RoomLog): number {
    return state.entries[0]?.seq ?? state.seq + 1;
}

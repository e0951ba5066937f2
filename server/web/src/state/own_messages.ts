// The member's own messages of one room, by send key: being sent, failed, or what the server says
// became of them. Ordered by time.

import type { Errc, MessageState, OwnMessage } from "../protocol";

export type UnsentReason = "no_answer" | Errc;

export interface OwnItem {
    key: string;
    text: string;
    at: number;
    status: "sending" | "unsent" | MessageState;
    reason?: UnsentReason;
    id?: string;
    seq?: number;
    // What the room sees, where that differs from `text`.
    shown?: string;
    card?: string;
}

export function sending(
    own: readonly OwnItem[],
    send: { key: string; text: string; at: number },
): readonly OwnItem[] {
    if (own.some((item) => item.key === send.key)) return own;
    return [...own, { key: send.key, text: send.text, at: send.at, status: "sending" }];
}

// The server's word replaces whatever was believed.
export function settle(own: readonly OwnItem[], message: OwnMessage): readonly OwnItem[] {
    const settled: OwnItem = {
        key: message.key,
        text: message.text,
        at: message.at,
        status: message.state,
        id: message.id,
        ...(message.seq === undefined ? {} : { seq: message.seq }),
        ...(message.shown === undefined ? {} : { shown: message.shown }),
        ...(message.card === undefined ? {} : { card: message.card }),
    };
    // A wrong guess (room_log's shownInRoom) is taken back: only one item may have this id.
    const others = own
        .filter((item) => item.key !== message.key)
        .map((item) => (item.id === message.id ? guessedWrong(item) : item));
    return [...others, settled].sort((a, b) => a.at - b.at || a.key.localeCompare(b.key));
}

function guessedWrong(item: OwnItem): OwnItem {
    return { key: item.key, text: item.text, at: item.at, status: "sending" };
}

export function waiting(own: readonly OwnItem[], key: string): readonly OwnItem[] {
    return own.map((item) =>
        item.key === key && item.status === "unsent"
            ? { key: item.key, text: item.text, at: item.at, status: "sending" }
            : item,
    );
}

// An answer that came in the meantime wins over a time-out.
export function unsent(own: readonly OwnItem[], key: string, reason: UnsentReason): readonly OwnItem[] {
    return own.map((item) =>
        item.key === key && item.status === "sending" && !item.id
            ? { ...item, status: "unsent", reason }
            : item,
    );
}

export function discard(own: readonly OwnItem[], key: string): readonly OwnItem[] {
    return own.filter((item) => item.key !== key);
}

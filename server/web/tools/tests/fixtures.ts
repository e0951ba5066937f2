import type { Clock } from "../../src/clock";
import type { OpenSocket, SocketHandlers } from "../../src/connection";
import type {
    CaseView,
    EntryView,
    FlaggedMessage,
    Joined,
    MessageView,
    OwnMessage,
    Person,
} from "../../src/protocol";

export const me: Person = { id: "me", name: "Quiet Otter", role: "member" };
export const other: Person = { id: "other", name: "Mossy Hare", role: "member" };
export const moderator: Person = { id: "mod", name: "Rowan", role: "moderator" };

export function posted(seq: number, more: Partial<MessageView> = {}): EntryView {
    const message: MessageView = {
        id: `m${seq}`,
        author: other,
        text: `words ${seq}`,
        at: seq * 1000,
        state: "delivered",
        ...more,
    };
    return { seq, kind: "posted", message };
}

export function joined(seq: number, entries: EntryView[], more: Partial<Joined> = {}): Joined {
    return {
        type: "joined",
        ref: "c1",
        room: "harbour",
        epoch: "e1",
        seq,
        gap: false,
        entries,
        own: [],
        presence: { members: 2, moderators: 1 },
        paused: false,
        ...more,
    };
}

export function ownMessage(more: Partial<OwnMessage> = {}): OwnMessage {
    return { room: "harbour", id: "m9", key: "k1", text: "mine", at: 5000, state: "delivered", ...more };
}

export function caseView(more: Partial<CaseView> = {}): CaseView {
    return {
        id: "case-1",
        version: 1,
        state: "offered",
        level: "high",
        category: "suicide",
        about: other,
        room: "harbour",
        opened_at: 1000,
        level_since: 1000,
        flags: 1,
        care_open: false,
        care_room: "care.case-1",
        ...more,
    };
}

export function flaggedMessage(id: string): FlaggedMessage {
    return {
        message: { id, author: other, text: "words", at: 1000, state: "held" },
        room: "harbour",
        reasons: [],
        ruleset: "r1",
        policy: "p1",
        before: [],
        after: [],
    };
}

// Stands still until told.
export class ManualClock implements Clock {
    private time = 0;
    private waiting: { at: number; run: () => void }[] = [];

    now(): number {
        return this.time;
    }

    after(ms: number, run: () => void): () => void {
        const entry = { at: this.time + ms, run };
        this.waiting.push(entry);
        return () => {
            this.waiting = this.waiting.filter((other) => other !== entry);
        };
    }

    async advance(ms: number): Promise<void> {
        const end = this.time + ms;
        for (;;) {
            await settled();
            const next = this.waiting.toSorted((a, b) => a.at - b.at)[0];
            if (!next || next.at > end) break;
            this.time = Math.max(this.time, next.at);
            this.waiting = this.waiting.filter((entry) => entry !== next);
            next.run();
        }
        this.time = end;
        await settled();
    }
}

// Lets every promise that can go on do so.
export async function settled(): Promise<void> {
    for (let i = 0; i < 20; i += 1) await Promise.resolve();
}

// The far end of each socket that was opened, newest last.
export class FakeServer {
    readonly sockets: { handlers: SocketHandlers; sent: Record<string, unknown>[]; isClosed: boolean }[] = [];

    readonly open: OpenSocket = (handlers) => {
        const socket = { handlers, sent: [] as Record<string, unknown>[], isClosed: false };
        this.sockets.push(socket);
        return {
            send: (text) => socket.sent.push(JSON.parse(text) as Record<string, unknown>),
            close: () => {
                socket.isClosed = true;
            },
        };
    };

    get last() {
        const socket = this.sockets.at(-1);
        if (!socket) throw new Error("no socket was opened");
        return socket;
    }

    take(type: string): Record<string, unknown> {
        const found = this.last.sent.findLast((frame) => frame.type === type);
        if (!found) throw new Error(`no ${type} was sent`);
        return found;
    }

    tell(frame: object): void {
        this.last.handlers.received(JSON.stringify(frame));
    }

    async welcome(): Promise<void> {
        this.last.handlers.opened();
        await settled();
        const { ref } = this.take("hello");
        this.tell({ type: "welcome", ref, you: me, permissions: ["talk"], care_rooms: [], now: 0 });
        await settled();
    }
}

// The same numbers on every run.
export function seededRandom(seed: number): () => number {
    let state = seed;
    return () => {
        state = (state * 1664525 + 1013904223) % 4294967296;
        return state / 4294967296;
    };
}

// Rooms over a connection: joins, resumes after every reconnect, fills holes, sends what is unsent.

import { type Signal, signal } from "@preact/signals";
import type { Clock } from "./clock";
import type { Answer, Request } from "./connection";
import type { Errc, Event, Person } from "./protocol";
import type { UnsentReason } from "./state/own_messages";
import { oldestSeq, type RoomAction, since } from "./state/room_log";
import { type Rooms, type RoomsEvent, reduceRooms } from "./state/rooms";

export interface ChatOptions {
    clock: Clock;
    request: (request: Request) => Promise<Answer>;
    newKey: () => string;
}

// Why something was not done; nothing where it was.
export type Problem = Errc | "no_answer" | undefined;

const pageSize = 50;
const pauseBetweenJoins = 1_000;
// Refusals that time mends.
const passing: ReadonlySet<Errc> = new Set(["too_fast", "store_unavailable", "bus_unavailable", "conflict"]);

export function problemOf(answer: Answer): Problem {
    if (answer.type === "refused") return answer.code;
    return answer.type === "unanswered" ? "no_answer" : undefined;
}

export class Chat {
    readonly rooms: Signal<Rooms> = signal(new Map());
    // Rooms that the server refused, and why.
    readonly refused: Signal<ReadonlyMap<string, Errc>> = signal(new Map());
    private readonly options: ChatOptions;
    private me = "";
    private wanted = new Set<string>();
    private joining = new Set<string>();
    private filling = new Set<string>();
    private inFlight = new Set<string>();

    constructor(options: ChatOptions) {
        this.options = options;
    }

    // After every hello, the first and those that follow a lost connection.
    welcome(you: Person): void {
        this.me = you.id;
        for (const room of this.wanted) void this.join(room);
    }

    hear(event: Event): void {
        this.apply(event);
    }

    async join(room: string): Promise<void> {
        this.wanted.add(room);
        if (this.joining.has(room)) return;
        this.joining.add(room);
        const known = this.rooms.value.get(room);
        const from = known && since(known);
        const answer = await this.options.request({ type: "join", room, ...(from ? { since: from } : {}) });
        this.joining.delete(room);
        if (answer.type === "joined") {
            this.note(room, undefined);
            this.apply(answer);
            this.sendUnsettled(room);
        } else if (answer.type === "refused" && !passing.has(answer.code)) {
            this.wanted.delete(room);
            this.note(room, answer.code);
        } else if (answer.type !== "unanswered" || answer.why === "timeout") {
            this.options.clock.after(pauseBetweenJoins, () => {
                if (this.wanted.has(room)) void this.join(room);
            });
        }
        // Lost with the connection: the next welcome joins again.
    }

    private note(room: string, problem: Errc | undefined): void {
        const refused = new Map(this.refused.value);
        refused.delete(room);
        if (problem) refused.set(room, problem);
        this.refused.value = refused;
    }

    leave(room: string): void {
        this.wanted.delete(room);
        const rooms = new Map(this.rooms.value);
        rooms.delete(room);
        this.rooms.value = rooms;
        void this.options.request({ type: "leave", room });
    }

    say(room: string, text: string): void {
        const key = this.options.newKey();
        this.act(room, { type: "send", key, text, at: this.options.clock.now() });
        void this.deliver(room, key, text);
    }

    sayAgain(room: string, key: string): void {
        this.act(room, { type: "send_again", key });
        this.sendUnsettled(room);
    }

    discard(room: string, key: string): void {
        this.act(room, { type: "discard", key });
    }

    async retract(room: string, message: string): Promise<Problem> {
        return problemOf(await this.options.request({ type: "retract", room, message }));
    }

    async readOlder(room: string): Promise<Problem> {
        const known = this.rooms.value.get(room);
        if (!known) return undefined;
        const answer = await this.options.request({
            type: "read_history",
            room,
            before: oldestSeq(known),
            limit: pageSize,
        });
        if (answer.type === "history_page") this.apply(answer);
        return problemOf(answer);
    }

    // A retry carries the same key and is the same message, so sending once more is always safe.
    private sendUnsettled(room: string): void {
        for (const item of this.rooms.value.get(room)?.own ?? []) {
            if (item.status === "sending" && !item.id) void this.deliver(room, item.key, item.text);
        }
    }

    private async deliver(room: string, key: string, text: string): Promise<void> {
        if (this.inFlight.has(key)) return;
        this.inFlight.add(key);
        const answer = await this.options.request({ type: "say", room, key, text });
        this.inFlight.delete(key);
        if (answer.type === "said") {
            this.apply(answer);
        } else if (answer.type === "refused" && answer.code === "not_joined" && this.wanted.has(room)) {
            void this.join(room);
        } else if (answer.type === "refused") {
            this.notSent(room, key, answer.code);
        } else if (answer.type === "unanswered" && answer.why === "timeout") {
            this.notSent(room, key, "no_answer");
        }
        // Else it stays "sending" and goes out again after the next join.
    }

    private notSent(room: string, key: string, reason: UnsentReason): void {
        this.act(room, { type: "not_sent", key, reason });
    }

    private act(room: string, action: RoomAction): void {
        this.apply({ type: "in_room", room, action });
    }

    private apply(event: RoomsEvent): void {
        this.rooms.value = reduceRooms(this.rooms.value, this.me, event);
        for (const log of this.rooms.value.values()) {
            if (log.hasHole) void this.fillHole(log.room);
        }
    }

    // At once, and then at most once a second: a server that cannot fill a hole is not stormed.
    private async fillHole(room: string): Promise<void> {
        if (this.filling.has(room)) return;
        this.filling.add(room);
        await this.join(room);
        this.options.clock.after(pauseBetweenJoins, () => {
            this.filling.delete(room);
            if (this.rooms.value.get(room)?.hasHole) void this.fillHole(room);
        });
    }
}

// The one connection to the server: hello, references and replies, heartbeat, reconnecting.
// It knows nothing of rooms or cases; whoever owns it joins again in `onWelcome`.

import type { Clock } from "./clock";
import type { Command, Event, Reply, Welcome } from "./protocol";

export type ConnectionState =
    // `lostAt` where it is not the first time.
    | { name: "connecting"; lostAt: number | undefined }
    | { name: "connected" }
    // Waits for its next try; `offline` where the browser says that there is no network at all.
    | { name: "reconnecting" | "offline"; retryAt: number; lostAt: number }
    // The server said not to come back (close codes from 4500), or refused the token.
    | { name: "ended"; reason: EndReason };

export type EndReason = "signed_out" | "removed" | "too_many_connections" | "not_understood" | "stopped";

// A command without its ref, which the connection gives.
export type Request = Command extends infer C ? (C extends Command ? Omit<C, "ref"> : never) : never;

export type Answer = Reply | { type: "unanswered"; why: "timeout" | "lost" };

export interface Socket {
    send(text: string): void;
    close(): void;
}

export interface SocketHandlers {
    opened(): void;
    received(text: string): void;
    closed(code: number): void;
}

export type OpenSocket = (handlers: SocketHandlers) => Socket;

export interface ConnectionOptions {
    clock: Clock;
    openSocket: OpenSocket;
    random: () => number;
    token: string;
    onState: (state: ConnectionState) => void;
    onWelcome: (welcome: Welcome) => void;
    onEvent: (event: Event) => void;
}

export const timing = {
    watch: 1_000,
    // Quiet for this long, and a ping goes out.
    heartbeat: 3_000,
    // Nothing heard for this long is a lost connection, whatever the socket says.
    silence: 9_000,
    reply: 8_000,
    firstRetry: 500,
    longestRetry: 10_000,
};

interface Pending {
    resolve: (answer: Answer) => void;
    cancelTimeout: () => void;
}

const replyTypes: Record<Reply["type"], true> = {
    welcome: true,
    joined: true,
    said: true,
    history_page: true,
    queue: true,
    opened_case: true,
    case_held: true,
    done: true,
    refused: true,
};

function isReply(frame: Reply | Event): frame is Reply {
    return Object.hasOwn(replyTypes, frame.type);
}

function endReason(code: number): EndReason | undefined {
    if (code < 4500 || code > 4999) return undefined;
    if (code === 4500) return "signed_out";
    if (code === 4503) return "removed";
    if (code === 4504) return "too_many_connections";
    return "not_understood";
}

export class Connection {
    private readonly options: ConnectionOptions;
    private state: ConnectionState = { name: "connecting", lostAt: undefined };
    private socket: Socket | undefined;
    // Tells the handlers of a socket that was given up from those of the present one.
    private generation = 0;
    private attempts = 0;
    private lastRef = 0;
    private heardAt = 0;
    // Of this socket: when it was opened or last heard.
    private quietSince = 0;
    private askedAt = 0;
    private lostAt: number | undefined;
    private online = true;
    private pending = new Map<string, Pending>();
    private cancelTimer = () => {};

    constructor(options: ConnectionOptions) {
        this.options = options;
    }

    start(): void {
        this.connect();
    }

    // For good: nothing reconnects afterwards.
    stop(): void {
        this.end("stopped");
    }

    retryNow(): void {
        if (this.state.name !== "reconnecting" && this.state.name !== "offline") return;
        this.cancelTimer();
        this.connect();
    }

    // What the browser believes about the network. It only changes words and hurries a retry: a
    // server on this very machine is there without any network.
    setOnline(online: boolean): void {
        this.online = online;
        if (online) {
            this.retryNow();
        } else if (this.state.name === "reconnecting") {
            this.become({ ...this.state, name: "offline" });
        }
    }

    // 0 before the first word.
    lastHeardAt(): number {
        return this.heardAt;
    }

    // Resolves with the reply, or with why there is none; never rejects.
    request(request: Request): Promise<Answer> {
        if (this.state.name !== "connected") return Promise.resolve({ type: "unanswered", why: "lost" });
        return this.transmit(request);
    }

    private transmit(request: Request): Promise<Answer> {
        this.lastRef += 1;
        const ref = `c${this.lastRef}`;
        return new Promise((resolve) => {
            const cancelTimeout = this.options.clock.after(timing.reply, () => {
                this.pending.delete(ref);
                resolve({ type: "unanswered", why: "timeout" });
            });
            this.pending.set(ref, { resolve, cancelTimeout });
            this.socket?.send(JSON.stringify({ ...request, ref }));
        });
    }

    private connect(): void {
        this.generation += 1;
        const generation = this.generation;
        const isCurrent = () => generation === this.generation;
        this.become({ name: "connecting", lostAt: this.lostAt });
        this.quietSince = this.options.clock.now();
        this.socket = this.options.openSocket({
            opened: () => {
                if (isCurrent()) void this.greet(generation);
            },
            received: (text) => {
                if (isCurrent()) this.receive(text);
            },
            closed: (code) => {
                if (isCurrent()) this.lose(code);
            },
        });
        this.watchSilence();
    }

    private async greet(generation: number): Promise<void> {
        const answer = await this.transmit({ type: "hello", token: this.options.token });
        if (generation !== this.generation) return;
        if (answer.type === "welcome") {
            this.attempts = 0;
            this.lostAt = undefined;
            this.become({ name: "connected" });
            this.options.onWelcome(answer);
        } else if (
            answer.type === "refused" &&
            (answer.code === "bad_token" || answer.code === "not_signed_in")
        ) {
            this.end("signed_out");
        } else if (answer.type !== "unanswered" || answer.why !== "lost") {
            this.lose(1006);
        }
    }

    private receive(text: string): void {
        this.heardAt = this.options.clock.now();
        this.quietSince = this.heardAt;
        const frame = JSON.parse(text) as Reply | Event;
        if (!isReply(frame)) {
            this.options.onEvent(frame);
            return;
        }
        const pending = this.pending.get(frame.ref);
        if (!pending) return;
        this.pending.delete(frame.ref);
        pending.cancelTimeout();
        pending.resolve(frame);
    }

    // Asks "are you there?" when it has been quiet, and gives up where that stays unanswered.
    private watchSilence(): void {
        this.cancelTimer = this.options.clock.after(timing.watch, () => {
            const silent = this.options.clock.now() - this.quietSince;
            if (silent >= timing.silence) {
                this.lose(1006);
                return;
            }
            const asked = this.askedAt > this.quietSince;
            if (this.state.name === "connected" && silent >= timing.heartbeat && !asked) {
                this.askedAt = this.options.clock.now();
                void this.transmit({ type: "ping" });
            }
            this.watchSilence();
        });
    }

    private lose(code: number): void {
        const reason = endReason(code);
        if (reason) {
            this.end(reason);
            return;
        }
        this.drop();
        const { clock, random } = this.options;
        const longest = Math.min(timing.longestRetry, timing.firstRetry * 2 ** this.attempts);
        this.attempts += 1;
        const delay = longest * (0.5 + random() / 2);
        this.lostAt ??= clock.now();
        this.become({
            name: this.online ? "reconnecting" : "offline",
            retryAt: clock.now() + delay,
            lostAt: this.lostAt,
        });
        this.cancelTimer = clock.after(delay, () => this.connect());
    }

    private end(reason: EndReason): void {
        this.drop();
        this.become({ name: "ended", reason });
    }

    // Gives the socket up at once: a half-open one may not say "closed" for minutes.
    private drop(): void {
        this.generation += 1;
        this.cancelTimer();
        this.cancelTimer = () => {};
        this.socket?.close();
        this.socket = undefined;
        const unanswered = [...this.pending.values()];
        this.pending.clear();
        for (const pending of unanswered) {
            pending.cancelTimeout();
            pending.resolve({ type: "unanswered", why: "lost" });
        }
    }

    private become(state: ConnectionState): void {
        this.state = state;
        this.options.onState(state);
    }
}

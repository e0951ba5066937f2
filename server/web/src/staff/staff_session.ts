// The moderator's side of everything that outlives a view: token, connection, queue, the opened case.

import { computed, type Signal, signal } from "@preact/signals";
import { type Outcome, type SignedIn, signIn, signOut } from "../api";
import { openBrowserSocket } from "../browser_socket";
import { Chat } from "../chat";
import { browserClock } from "../clock";
import { type Answer, Connection, type ConnectionState, type Request } from "../connection";
import type { CaseView, Decision, Event, Permission, Person, Welcome } from "../protocol";
import { type OpenedEvent, type OpenedState, reduceOpened } from "../state/opened_case";
import { emptyQueue, mostUrgentFirst, type QueueEvent, type QueueState, reduceQueue } from "../state/queue";
import { tabStorage } from "../tab_storage";

const tokenKey = "staff.token";

export interface StaffNews {
    onCase: (before: CaseView | undefined, now: CaseView) => void;
    onRefused: (answer: Answer) => void;
}

export class StaffSession {
    readonly you: Signal<Person | undefined> = signal(undefined);
    readonly permissions: Signal<readonly Permission[]> = signal([]);
    readonly connection: Signal<ConnectionState | undefined> = signal(undefined);
    readonly queue: Signal<QueueState> = signal(emptyQueue);
    readonly cases = computed(() => mostUrgentFirst(this.queue.value));
    readonly selected: Signal<string | undefined> = signal(undefined);
    readonly opened: Signal<OpenedState | undefined> = signal(undefined);
    // What is asked of the server now: buttons say so and do not ask twice.
    readonly asking: Signal<Request["type"] | undefined> = signal(undefined);
    readonly drafts: Signal<ReadonlyMap<string, string>> = signal(new Map());
    // The server's clock less this device's, which may be wrong by a day.
    readonly ahead: Signal<number> = signal(0);
    readonly chat: Chat;
    private readonly news: StaffNews;
    private link: Connection | undefined;
    private talking = new Set<string>();

    constructor(news: StaffNews) {
        this.news = news;
        this.chat = new Chat({
            clock: { ...browserClock, now: () => browserClock.now() + this.ahead.value },
            request: (request) => this.request(request),
            newKey: () => crypto.randomUUID(),
        });
        addEventListener("online", () => this.link?.setOnline(true));
        addEventListener("offline", () => this.link?.setOnline(false));
    }

    resume(): void {
        const token = tabStorage.get(tokenKey);
        if (token) this.connect(token);
    }

    async signIn(code: string): Promise<Outcome<SignedIn>> {
        const signed = await signIn(code);
        if (signed.ok) {
            tabStorage.set(tokenKey, signed.value.token);
            this.connect(signed.value.token);
        }
        return signed;
    }

    signOut(): void {
        const token = tabStorage.get(tokenKey);
        if (token) signOut(token);
        this.link?.stop();
        this.link = undefined;
        tabStorage.wipe();
    }

    tryNow(): void {
        this.link?.retryNow();
    }

    lastHeardAt(): number {
        return this.link?.lastHeardAt() ?? 0;
    }

    may(permission: Permission): boolean {
        return this.permissions.value.includes(permission);
    }

    // The texts of the case before are let go: they are here only while somebody looks at them.
    select(id: string): void {
        if (this.selected.value === id) return;
        this.selected.value = id;
        this.opened.value = undefined;
    }

    async open(id: string): Promise<void> {
        const answer = await this.ask({ type: "open_case", id });
        if (answer?.type !== "opened_case" || this.selected.value !== id) return;
        this.takeOpened(answer);
        this.takeCase({ type: "case_changed", summary: answer.summary });
    }

    async claim(id: string): Promise<void> {
        const answer = await this.ask({ type: "claim_case", id });
        if (answer?.type === "case_held") this.takeCase(answer);
    }

    async giveBack(id: string): Promise<void> {
        const answer = await this.ask({ type: "release_case", id });
        if (answer?.type === "case_held") this.takeCase(answer);
    }

    async decide(id: string, room: string, message: string, decision: Decision): Promise<boolean> {
        const answer = await this.ask({ type: "decide", id, room, message, decision });
        if (answer?.type !== "done") return false;
        this.takeOpened({ type: "decided", message, decision });
        return true;
    }

    async takeDown(room: string, message: string): Promise<void> {
        const answer = await this.ask({ type: "remove", room, message });
        if (answer?.type === "done") this.takeOpened({ type: "taken_down", message });
    }

    draft(room: string): string {
        return this.drafts.value.get(room) ?? "";
    }

    setDraft(room: string, text: string): void {
        this.drafts.value = new Map(this.drafts.value).set(room, text);
    }

    private request(request: Request): Promise<Answer> {
        return this.link?.request(request) ?? Promise.resolve({ type: "unanswered", why: "lost" });
    }

    private async ask(request: Request): Promise<Answer | undefined> {
        if (this.asking.value) return undefined;
        this.asking.value = request.type;
        const answer = await this.request(request);
        this.asking.value = undefined;
        if (answer.type === "refused" || answer.type === "unanswered") this.news.onRefused(answer);
        return answer;
    }

    private connect(token: string): void {
        this.link = new Connection({
            clock: browserClock,
            openSocket: openBrowserSocket,
            random: Math.random,
            token,
            onState: (state) => {
                this.connection.value = state;
            },
            onWelcome: (welcome) => void this.welcome(welcome),
            onEvent: (event) => this.hear(event),
        });
        this.link.start();
    }

    private async welcome(welcome: Welcome): Promise<void> {
        this.you.value = welcome.you;
        this.permissions.value = welcome.permissions;
        this.ahead.value = welcome.now - browserClock.now();
        this.chat.welcome(welcome.you);
        if (!this.may("see_queue")) return;
        const answer = await this.request({ type: "watch_queue" });
        if (answer.type === "queue") this.takeCase(answer);
    }

    private hear(event: Event): void {
        this.chat.hear(event);
        if (event.type === "case_changed") this.takeCase(event);
    }

    private takeCase(event: QueueEvent): void {
        const before = this.queue.value;
        this.queue.value = reduceQueue(before, event);
        if (event.type !== "queue") this.takeOpened(event);
        for (const [id, view] of this.queue.value) {
            if (before.get(id) !== view) this.news.onCase(before.get(id), view);
        }
        this.followTalks();
    }

    private takeOpened(event: OpenedEvent): void {
        this.opened.value = reduceOpened(this.opened.value, event);
    }

    // The holder of a case hears its private talk.
    private followTalks(): void {
        for (const view of this.queue.value.values()) {
            const isMine = view.holder?.id === this.you.value?.id && view.state !== "closed";
            if (isMine && !this.talking.has(view.care_room)) {
                this.talking.add(view.care_room);
                void this.chat.join(view.care_room);
            } else if (!isMine && this.talking.delete(view.care_room)) {
                this.chat.leave(view.care_room);
            }
        }
    }
}

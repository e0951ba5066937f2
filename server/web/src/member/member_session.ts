// The member's side of everything that outlives a view: the token, the connection, the rooms.

import { type Signal, signal } from "@preact/signals";
import { becomeGuest, type Outcome, type SignedIn, signOut } from "../api";
import { openBrowserSocket } from "../browser_socket";
import { Chat } from "../chat";
import { browserClock } from "../clock";
import { Connection, type ConnectionState } from "../connection";
import type { Event, Person, Welcome } from "../protocol";
import { reduceCare } from "../state/care";
import { tabStorage } from "../tab_storage";

const tokenKey = "member.token";
const roomKey = "member.room";

export class MemberSession {
    readonly you: Signal<Person | undefined> = signal(undefined);
    readonly connection: Signal<ConnectionState | undefined> = signal(undefined);
    readonly careRooms: Signal<readonly string[]> = signal([]);
    readonly room: Signal<string | undefined> = signal(tabStorage.get(roomKey));
    // Unsent words, by room. In memory only.
    readonly drafts: Signal<ReadonlyMap<string, string>> = signal(new Map());
    readonly chat: Chat;
    private link: Connection | undefined;
    // The server's clock less this device's, which may be wrong by a day.
    private ahead = 0;

    constructor() {
        this.chat = new Chat({
            clock: { ...browserClock, now: () => this.now() },
            request: async (request) => this.link?.request(request) ?? { type: "unanswered", why: "lost" },
            newKey: () => crypto.randomUUID(),
        });
        addEventListener("online", () => this.link?.setOnline(true));
        addEventListener("offline", () => this.link?.setOnline(false));
    }

    now(): number {
        return browserClock.now() + this.ahead;
    }

    // Comes back after a reload of this tab.
    resume(): void {
        const token = tabStorage.get(tokenKey);
        if (!token) return;
        this.connect(token);
        if (this.room.value) void this.chat.join(this.room.value);
    }

    // The guest is made at this moment, not before: who only looks leaves nothing behind.
    async enter(room: string): Promise<Outcome<SignedIn> | { ok: true }> {
        if (!this.link) {
            const guest = await becomeGuest();
            if (!guest.ok) return guest;
            tabStorage.set(tokenKey, guest.value.token);
            this.you.value = guest.value.you;
            this.connect(guest.value.token);
        }
        if (this.room.value && this.room.value !== room) this.chat.leave(this.room.value);
        this.room.value = room;
        tabStorage.set(roomKey, room);
        void this.chat.join(room);
        return { ok: true };
    }

    leaveRoom(): void {
        if (this.room.value) this.chat.leave(this.room.value);
        this.room.value = undefined;
        tabStorage.remove(roomKey);
    }

    draft(room: string): string {
        return this.drafts.value.get(room) ?? "";
    }

    setDraft(room: string, text: string): void {
        this.drafts.value = new Map(this.drafts.value).set(room, text);
    }

    tryNow(): void {
        this.link?.retryNow();
    }

    // Ends this stay: the token is of no use afterwards. The page is as it was before the first room.
    end(): void {
        const token = tabStorage.get(tokenKey);
        if (token) signOut(token);
        this.link?.stop();
        this.link = undefined;
        tabStorage.remove(tokenKey);
        tabStorage.remove(roomKey);
        this.drafts.value = new Map();
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
            onWelcome: (welcome) => this.welcome(welcome),
            onEvent: (event) => this.hear(event),
        });
        this.link.start();
    }

    private welcome(welcome: Welcome): void {
        this.you.value = welcome.you;
        this.ahead = welcome.now - browserClock.now();
        this.chat.welcome(welcome.you);
        this.careRooms.value = reduceCare(this.careRooms.value, welcome);
        this.joinCareRooms();
    }

    private hear(event: Event): void {
        this.chat.hear(event);
        this.careRooms.value = reduceCare(this.careRooms.value, event);
        if (event.type === "care_opened") this.joinCareRooms();
    }

    private joinCareRooms(): void {
        for (const room of this.careRooms.value) void this.chat.join(room);
    }
}

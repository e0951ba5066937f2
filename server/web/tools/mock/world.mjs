// Rooms, members and cases in memory: what the real server keeps, without durability or permissions.

import { randomUUID } from "node:crypto";
import { hideSpan, screen } from "./screen.mjs";

const visible = new Set(["delivered", "delivered_with_note", "masked", "released", "released_with_note"]);
const staffPermissions = ["talk", "enter_closed", "see_queue", "open_text", "claim", "decide", "remove"];
const decided = {
    release: "released",
    release_with_note: "released_with_note",
    mask: "masked",
    return: "returned",
    withhold: "withheld",
};

class Refusal extends Error {
    constructor(code, more = {}) {
        super(code);
        this.reply = { type: "refused", code, ...more };
    }
}

export class World {
    constructor() {
        this.people = new Map(); // token -> person
        this.rooms = new Map(); // id -> {epoch, entries, messages, listeners}
        this.cases = new Map();
        this.clients = new Set();
    }

    addPerson(name, role = "member") {
        const person = { id: randomUUID(), name, role };
        const token = randomUUID();
        this.people.set(token, person);
        return { token, you: person };
    }

    room(id) {
        if (!this.rooms.has(id)) {
            this.rooms.set(id, {
                id,
                epoch: randomUUID(),
                entries: [],
                messages: new Map(),
                listeners: new Set(),
                paused: false,
            });
        }
        return this.rooms.get(id);
    }

    moderators() {
        return new Set([...this.clients].filter((c) => c.watches).map((c) => c.you.id)).size;
    }

    presence(room) {
        const members = [...room.listeners].filter((c) => c.you.role === "member").map((c) => c.you.id);
        return { members: new Set(members).size, moderators: this.moderators() };
    }

    viewForMembers(message) {
        return {
            id: message.id,
            author: message.author,
            text: message.shown,
            at: message.at,
            state: message.state,
            ...(message.note ? { note: message.note } : {}),
        };
    }

    viewForAuthor(message) {
        return {
            room: message.room,
            id: message.id,
            key: message.key,
            text: message.text,
            at: message.at,
            state: message.state,
            ...(message.seq ? { seq: message.seq } : {}),
            ...(message.shown && message.shown !== message.text ? { shown: message.shown } : {}),
            ...(message.card ? { card: message.card } : {}),
        };
    }

    append(room, kind, message) {
        const seq = room.entries.length + 1;
        if (kind === "posted") message.seq = seq;
        room.entries.push({ seq, kind, message });
        const entry = { seq, kind, message: this.viewForMembers(message) };
        for (const client of room.listeners) client.send({ type: "entry", room: room.id, entry });
    }

    tellAuthor(message) {
        for (const client of this.clients) {
            if (client.you?.id === message.author.id)
                client.send({ type: "status", message: this.viewForAuthor(message) });
        }
    }

    tellPresence(room) {
        for (const client of room.listeners) {
            client.send({ type: "presence", room: room.id, presence: this.presence(room) });
        }
    }

    tellCase(view) {
        view.version += 1;
        for (const client of this.clients) {
            if (client.watches)
                client.send({ type: "case_changed", summary: { ...view.summary(), version: view.version } });
        }
    }

    say(person, { room: roomId, key, text }, at = Date.now()) {
        const room = this.room(roomId);
        if (room.paused) throw new Refusal("store_unavailable", { retry_after: 2000 });
        const known = [...room.messages.values()].find((m) => m.key === key && m.author.id === person.id);
        if (known) return known;
        const verdict = roomId.startsWith("care.") ? { state: "delivered", level: "none" } : screen(text);
        const message = {
            id: randomUUID(),
            room: roomId,
            author: person,
            key,
            text,
            at,
            state: verdict.state,
            verdict,
        };
        message.card = verdict.card;
        message.note = verdict.note;
        message.shown = "";
        if (visible.has(message.state)) {
            message.shown = message.state === "masked" ? hideSpan(text, verdict.reason.span) : text;
        }
        room.messages.set(message.id, message);
        if (["concern", "high", "imminent"].includes(verdict.level)) this.flag(message);
        if (visible.has(message.state)) this.append(room, "posted", message);
        if (roomId.startsWith("care.") && person.role !== "member") this.openCare(roomId.slice(5));
        return message;
    }

    flag(message) {
        const order = ["none", "low", "concern", "high", "imminent"];
        const { level, category } = message.verdict;
        let view = [...this.cases.values()].find((c) => c.about.id === message.author.id);
        if (!view) {
            const id = randomUUID();
            view = {
                id,
                version: 0,
                about: message.author,
                level: "none",
                flagged: [],
                careOpen: false,
                openedAt: message.at,
            };
            view.summary = () => ({
                id,
                version: view.version,
                state: view.holder ? (view.engaged ? "engaged" : "claimed") : "offered",
                level: view.level,
                category: view.category,
                about: view.about,
                room: view.flagged.at(-1).room,
                opened_at: view.openedAt,
                level_since: view.levelSince,
                flags: view.flagged.length,
                ...(view.holder ? { holder: view.holder } : {}),
                care_open: view.careOpen,
                care_room: `care.${id}`,
            });
            this.cases.set(id, view);
        }
        view.flagged.push(message);
        if (order.indexOf(level) > order.indexOf(view.level)) {
            Object.assign(view, { level, category, levelSince: message.at });
        }
        if (message.verdict.care) this.openCare(view.id);
        this.tellCase(view);
    }

    openCare(id) {
        const view = this.cases.get(id);
        if (!view) return;
        if (view.holder) view.engaged = true;
        const wasOpen = view.careOpen;
        view.careOpen = true;
        if (wasOpen) return;
        for (const client of this.clients) {
            if (client.you?.id === view.about.id) client.send({ type: "care_opened", room: `care.${id}` });
        }
        this.tellCase(view);
    }

    caseOf(id) {
        const view = this.cases.get(id);
        if (!view) throw new Refusal("no_such_case");
        return view;
    }

    // Every command's reply, without its ref.
    serve(client, command) {
        if (command.type === "hello") return this.hello(client, command);
        if (!client.you) throw new Refusal("not_signed_in");
        switch (command.type) {
            case "ping":
                return { type: "done" };
            case "join":
                return this.join(client, command);
            case "leave":
                this.room(command.room).listeners.delete(client);
                this.tellPresence(this.room(command.room));
                return { type: "done" };
            case "say":
                return { type: "said", message: this.viewForAuthor(this.say(client.you, command)) };
            case "retract":
                return this.takeDown(command, "retracted");
            case "remove":
                return this.takeDown(command, "removed");
            case "read_history": {
                const entries = this.room(command.room).entries.filter((entry) => entry.seq < command.before);
                const page = entries
                    .slice(-command.limit)
                    .map((e) => ({ ...e, message: this.viewForMembers(e.message) }));
                return {
                    type: "history_page",
                    room: command.room,
                    entries: page,
                    more: entries.length > command.limit,
                };
            }
            case "watch_queue":
                client.watches = true;
                for (const room of this.rooms.values()) this.tellPresence(room);
                return { type: "queue", cases: [...this.cases.values()].map((view) => view.summary()) };
            case "open_case":
                return this.openCase(command);
            case "claim_case":
                return this.claim(client, command);
            case "release_case": {
                const view = this.caseOf(command.id);
                if (view.holder?.id !== client.you.id) throw new Refusal("not_holder");
                view.holder = undefined;
                this.tellCase(view);
                return { type: "case_held", summary: view.summary() };
            }
            case "decide":
                return this.decide(client, command);
            default:
                throw new Refusal("unknown_command");
        }
    }

    hello(client, { token }) {
        const you = this.people.get(token);
        if (!you) throw new Refusal("bad_token");
        client.you = you;
        const care = [...this.cases.values()].filter((view) => view.about.id === you.id && view.careOpen);
        return {
            type: "welcome",
            you,
            permissions: you.role === "member" ? ["talk"] : staffPermissions,
            care_rooms: care.map((view) => `care.${view.id}`),
            now: Date.now(),
        };
    }

    join(client, { room: id, since }) {
        const room = this.room(id);
        room.listeners.add(client);
        const continues = since?.epoch === room.epoch;
        const missed = continues
            ? room.entries.filter((entry) => entry.seq > since.seq)
            : room.entries.slice(-50);
        const own = [...room.messages.values()].filter((m) => m.author.id === client.you.id && !m.seq);
        this.tellPresence(room);
        return {
            type: "joined",
            room: id,
            epoch: room.epoch,
            seq: room.entries.length,
            gap: since !== undefined && !continues,
            entries: missed.map((entry) => ({ ...entry, message: this.viewForMembers(entry.message) })),
            own: own.map((message) => this.viewForAuthor(message)),
            presence: this.presence(room),
            paused: room.paused,
        };
    }

    takeDown({ room: id, message: messageId }, state) {
        const room = this.room(id);
        const message = room.messages.get(messageId);
        if (!message) throw new Refusal("no_such_message");
        const wasVisible = visible.has(message.state);
        message.state = state;
        message.shown = "";
        if (state === "removed") message.card = "removed";
        if (wasVisible) this.append(room, "taken_down", message);
        this.tellAuthor(message);
        return { type: "done" };
    }

    openCase({ id }) {
        const view = this.caseOf(id);
        const messages = view.flagged.map((message) => {
            const others = [...this.room(message.room).messages.values()].filter((m) => visible.has(m.state));
            const asView = (m) => this.viewForMembers(m);
            return {
                message: { ...this.viewForMembers(message), text: message.text },
                room: message.room,
                reasons: [message.verdict.reason],
                ruleset: "en.2026-11",
                policy: "default.1",
                before: others
                    .filter((m) => m.at < message.at)
                    .slice(-10)
                    .map(asView),
                after: others
                    .filter((m) => m.at > message.at && m !== message)
                    .slice(0, 10)
                    .map(asView),
            };
        });
        return { type: "opened_case", summary: view.summary(), messages };
    }

    claim(client, { id }) {
        const view = this.caseOf(id);
        if (view.holder && view.holder.id !== client.you.id)
            throw new Refusal("held_by_other", { holder: view.holder });
        view.holder = client.you;
        this.tellCase(view);
        return { type: "case_held", summary: view.summary() };
    }

    decide(client, { id, room: roomId, message: messageId, decision }) {
        const view = this.caseOf(id);
        if (view.holder?.id !== client.you.id) throw new Refusal("not_holder");
        const room = this.room(roomId);
        const message = room.messages.get(messageId);
        if (message?.state !== "held") throw new Refusal("wrong_state");
        message.state = decided[decision];
        message.card = message.state;
        message.note = decision === "release_with_note" ? "heavy" : undefined;
        if (visible.has(message.state)) {
            message.shown =
                decision === "mask" ? hideSpan(message.text, message.verdict.reason.span) : message.text;
            this.append(room, "posted", message);
        }
        this.tellAuthor(message);
        this.openCare(id);
        this.tellCase(view);
        return { type: "done" };
    }

    gone(client) {
        this.clients.delete(client);
        for (const room of this.rooms.values()) {
            if (room.listeners.delete(client)) this.tellPresence(room);
        }
        if (client.watches) for (const room of this.rooms.values()) this.tellPresence(room);
    }
}

export { Refusal };

import { describe, expect, test } from "vitest";
import type { EntryView } from "../../src/protocol";
import { emptyRoom, lines, type RoomEvent, type RoomLog, reduceRoom, since } from "../../src/state/room_log";
import { joined, me, ownMessage, posted, seededRandom } from "./fixtures";

const entry = (view: EntryView): RoomEvent => ({ type: "entry", room: "harbour", entry: view });
const play = (events: RoomEvent[], from: RoomLog = emptyRoom("harbour", me.id)) =>
    events.reduce(reduceRoom, from);
const seqs = (log: RoomLog) => log.entries.map((view) => view.seq);

describe("a room's log", () => {
    test("takes the next entry and drops one it has", () => {
        const log = play([
            joined(2, [posted(1), posted(2)]),
            entry(posted(3)),
            entry(posted(2)),
            entry(posted(3)),
        ]);

        expect(seqs(log)).toEqual([1, 2, 3]);
        expect(log.hasHole).toBe(false);
    });

    test("sees a hole, asks from before it, and closes it with what came early", () => {
        const withHole = play([joined(1, [posted(1)]), entry(posted(4))]);
        expect(withHole.hasHole).toBe(true);
        expect(seqs(withHole)).toEqual([1]);
        expect(since(withHole)).toEqual({ epoch: "e1", seq: 1 });

        const filled = play([joined(3, [posted(2), posted(3)])], withHole);

        expect(seqs(filled)).toEqual([1, 2, 3, 4]);
        expect(filled.hasHole).toBe(false);
    });

    test("closes a hole by late entries alone", () => {
        const log = play([joined(0, []), entry(posted(2)), entry(posted(3)), entry(posted(1))]);

        expect(seqs(log)).toEqual([1, 2, 3]);
        expect(log.hasHole).toBe(false);
    });

    test("replaces everything at a gap and says that history was lost", () => {
        const log = play([
            joined(2, [posted(1), posted(2)]),
            joined(90, [posted(89), posted(90)], { gap: true }),
        ]);

        expect(seqs(log)).toEqual([89, 90]);
        expect(log.lostHistory).toBe(true);
        expect(log.hasOlder).toBe(true);
        expect(log.seq).toBe(90);
    });

    test("takes the room afresh when its epoch is another", () => {
        const log = play([joined(2, [posted(1), posted(2)]), joined(1, [posted(1)], { epoch: "e2" })]);

        expect(log.entries).toHaveLength(1);
        expect(log.epoch).toBe("e2");
        expect(log.lostHistory).toBe(true);
    });

    test("keeps the place of a message that was taken down, without its words", () => {
        const gone: EntryView = {
            ...posted(2, { id: "m1", text: "", state: "removed" }),
            kind: "taken_down",
        };

        const log = play([joined(1, [posted(1)]), entry(gone), entry(posted(3))]);

        expect(seqs(log)).toEqual([1, 3]);
        expect(log.entries[0]?.message).toMatchObject({ id: "m1", text: "", state: "removed" });
        expect(log.seq).toBe(3);
    });

    test("puts older pages before, without doubles", () => {
        const log = play([
            joined(3, [posted(3)]),
            {
                type: "history_page",
                ref: "c2",
                room: "harbour",
                entries: [posted(1), posted(2), posted(3)],
                more: false,
            },
        ]);

        expect(seqs(log)).toEqual([1, 2, 3]);
        expect(log.hasOlder).toBe(false);
    });

    test("follows presence and pause", () => {
        const log = play([
            joined(0, []),
            { type: "presence", room: "harbour", presence: { members: 7, moderators: 0 } },
            { type: "paused", room: "harbour", paused: true },
        ]);

        expect(log.presence).toEqual({ members: 7, moderators: 0 });
        expect(log.paused).toBe(true);
    });
});

describe("own messages", () => {
    const send: RoomEvent = { type: "send", key: "k1", text: "mine", at: 5000 };

    test("go from sending to what the server says", () => {
        const held = play([
            joined(0, []),
            send,
            { type: "said", ref: "c2", message: ownMessage({ state: "held", card: "high" }) },
        ]);
        expect(held.own).toMatchObject([{ key: "k1", status: "held", card: "high" }]);
        expect(lines(held)).toMatchObject([{ kind: "own" }]);

        const released = play(
            [
                entry(posted(1, { id: "m9", author: me, text: "mine", state: "released" })),
                { type: "status", message: ownMessage({ state: "released", seq: 1 }) },
            ],
            held,
        );

        expect(released.own).toMatchObject([{ key: "k1", status: "released", seq: 1 }]);
        expect(lines(released)).toMatchObject([{ kind: "message", own: { status: "released" } }]);
    });

    test("are one line when the room's copy comes before the answer", () => {
        const early = play([joined(0, []), send, entry(posted(1, { id: "m9", author: me, text: "mine" }))]);
        expect(lines(early)).toHaveLength(1);

        const answered = play([{ type: "said", ref: "c2", message: ownMessage({ seq: 1 }) }], early);

        expect(lines(answered)).toHaveLength(1);
        expect(answered.own).toMatchObject([{ key: "k1", id: "m9", status: "delivered" }]);
    });

    test("that were guessed wrong are put right by the answers", () => {
        const twice = play([
            joined(0, []),
            send,
            { type: "send", key: "k2", text: "mine", at: 5001 },
            entry(posted(1, { id: "m10", author: me, text: "mine" })),
            { type: "said", ref: "c3", message: ownMessage({ key: "k2", id: "m10", at: 5001, seq: 1 }) },
        ]);

        expect(twice.own).toMatchObject([
            { key: "k1", status: "sending" },
            { key: "k2", id: "m10", status: "delivered" },
        ]);
        expect(lines(twice)).toHaveLength(2);
    });

    test("fail in place, go out again under the same key, or are let go", () => {
        const failed = play([joined(0, []), send, { type: "not_sent", key: "k1", reason: "no_answer" }]);
        expect(failed.own).toMatchObject([
            { key: "k1", status: "unsent", reason: "no_answer", text: "mine" },
        ]);

        expect(play([{ type: "send_again", key: "k1" }], failed).own).toMatchObject([
            { key: "k1", status: "sending" },
        ]);
        expect(play([{ type: "discard", key: "k1" }], failed).own).toEqual([]);
    });

    test("are not failed by a time-out after the answer came", () => {
        const log = play([
            joined(0, []),
            send,
            { type: "said", ref: "c2", message: ownMessage({ state: "held" }) },
            { type: "not_sent", key: "k1", reason: "no_answer" },
        ]);

        expect(log.own).toMatchObject([{ status: "held" }]);
    });

    test("come back after a reload, unseen ones too", () => {
        const log = play([joined(0, [], { own: [ownMessage({ state: "held" })] })]);

        expect(lines(log)).toMatchObject([{ kind: "own", own: { status: "held", text: "mine" } }]);
    });

    test("stay while the room is taken afresh", () => {
        const log = play([joined(0, []), send, joined(0, [], { epoch: "e2" })]);

        expect(log.own).toMatchObject([{ key: "k1", status: "sending" }]);
    });

    test("written before the room was joined are kept", () => {
        const log = play([send, joined(1, [posted(1)])]);

        expect(log.own).toMatchObject([{ key: "k1", status: "sending" }]);
        expect(log.lostHistory).toBe(false);
    });
});

// What a server's log of `length` entries looks like: messages, some of them taken down later.
function serverLog(length: number, random: () => number): EntryView[] {
    const log: EntryView[] = [];
    for (let seq = 1; seq <= length; seq += 1) {
        const target = random() < 0.2 ? log[Math.floor(random() * log.length)] : undefined;
        if (target?.kind === "posted" && target.message.state === "delivered") {
            const message = { ...target.message, text: "", state: "removed" as const };
            log.push({ seq, kind: "taken_down", message });
        } else {
            log.push(posted(seq));
        }
    }
    return log;
}

// The log as a page shows it at `upTo`: each message as it was by then.
function pageOf(log: EntryView[], from: number, upTo: number): EntryView[] {
    const known = log.slice(0, upTo);
    return known.slice(from).map((view) => {
        const takenDown = known.find(
            (later) => later.kind === "taken_down" && later.message.id === view.message.id,
        );
        return takenDown ? { ...view, message: takenDown.message } : view;
    });
}

test("any order of entries, doubles, losses and resumes ends as a fresh join does", () => {
    for (let seed = 1; seed <= 400; seed += 1) {
        const random = seededRandom(seed);
        const length = 1 + Math.floor(random() * 40);
        const log = serverLog(length, random);
        let told = Math.floor(random() * length);
        let state = play([joined(told, pageOf(log, 0, told))]);
        const late: EntryView[] = [];

        while (told < length || late.length > 0 || state.hasHole || state.seq < length) {
            const dice = random();
            const next = log[told];
            if (dice < 0.6 && next) {
                told += 1;
                if (random() < 0.15) late.push(next);
                else if (random() > 0.1) state = play([entry(next)], state);
            } else if (dice < 0.75 && late.length > 0) {
                const view = late.splice(Math.floor(random() * late.length), 1)[0];
                if (view) state = play([entry(view)], state);
            } else if (dice < 0.85) {
                const seen = log[Math.floor(random() * told)];
                if (seen && told > 0) state = play([entry(seen)], state);
            } else {
                const from = since(state)?.seq ?? 0;
                state = play([joined(told, pageOf(log, from, told))], state);
            }
            expect(new Set(seqs(state)).size).toBe(state.entries.length);
        }

        const fresh = play([joined(length, pageOf(log, 0, length))]);
        expect(state.entries).toEqual(fresh.entries);
        expect(state.seq).toBe(fresh.seq);
    }
});

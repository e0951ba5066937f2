import { expect, test } from "vitest";
import { reduceCare } from "../../src/state/care";
import { type Rooms, reduceRooms } from "../../src/state/rooms";
import { joined, me, ownMessage, posted } from "./fixtures";

const none: Rooms = new Map();

test("events go to their room only", () => {
    const two = [joined(0, []), joined(0, [], { room: "everyday" })].reduce(
        (rooms, event) => reduceRooms(rooms, me.id, event),
        none,
    );

    const after = reduceRooms(two, me.id, { type: "entry", room: "everyday", entry: posted(1) });

    expect(after.get("everyday")?.entries).toHaveLength(1);
    expect(after.get("harbour")).toBe(two.get("harbour"));
});

test("what comes for a room that was left is dropped", () => {
    const after = reduceRooms(none, me.id, { type: "entry", room: "harbour", entry: posted(1) });

    expect(after.size).toBe(0);
});

test("a status finds its room", () => {
    const rooms = reduceRooms(none, me.id, joined(0, []));

    const after = reduceRooms(rooms, me.id, { type: "status", message: ownMessage({ state: "withheld" }) });

    expect(after.get("harbour")?.own).toMatchObject([{ status: "withheld" }]);
});

test("private places are those of the welcome and those opened since, once each", () => {
    const welcome = {
        type: "welcome",
        ref: "c1",
        you: me,
        permissions: [],
        care_rooms: ["care.a"],
        now: 0,
    } as const;
    const start = reduceCare([], { ...welcome, permissions: [], care_rooms: ["care.a"] });

    const more = reduceCare(start, { type: "care_opened", room: "care.b" });

    expect(reduceCare(more, { type: "care_opened", room: "care.b" })).toEqual(["care.a", "care.b"]);
    expect(reduceCare(more, { ...welcome, permissions: [], care_rooms: [] })).toEqual([]);
});

import { describe, expect, test } from "vitest";
import { type Answer, Connection, type ConnectionState, timing } from "../../src/connection";
import type { Event } from "../../src/protocol";
import { FakeServer, ManualClock, settled } from "./fixtures";

function begin() {
    const clock = new ManualClock();
    const server = new FakeServer();
    const states: ConnectionState[] = [];
    const events: Event[] = [];
    let welcomes = 0;
    const connection = new Connection({
        clock,
        openSocket: server.open,
        random: () => 0.5,
        token: "secret",
        onState: (state) => states.push(state),
        onWelcome: () => {
            welcomes += 1;
        },
        onEvent: (event) => events.push(event),
    });
    connection.start();
    return { clock, server, states, events, connection, welcomes: () => welcomes };
}

describe("a connection", () => {
    test("says hello first and is connected by the welcome", async () => {
        const { server, states, welcomes } = begin();

        await server.welcome();

        expect(server.last.sent[0]).toMatchObject({ type: "hello", token: "secret" });
        expect(states.map((state) => state.name)).toEqual(["connecting", "connected"]);
        expect(welcomes()).toBe(1);
    });

    test("gives each reply to the command with its ref, in any order", async () => {
        const { server, connection } = begin();
        await server.welcome();
        const first = connection.request({ type: "ping" });
        const second = connection.request({ type: "watch_queue" });
        const refs = server.last.sent.slice(-2).map((frame) => frame.ref);

        server.tell({ type: "queue", ref: refs[1], cases: [] });
        server.tell({ type: "done", ref: refs[0] });

        expect((await first).type).toBe("done");
        expect((await second).type).toBe("queue");
    });

    test("passes events on", async () => {
        const { server, events } = begin();
        await server.welcome();

        server.tell({ type: "care_opened", room: "care.x" });

        expect(events).toEqual([{ type: "care_opened", room: "care.x" }]);
    });

    test("ends a command that nobody answers", async () => {
        const { server, connection, clock } = begin();
        await server.welcome();
        let answer: Answer | undefined;
        void connection.request({ type: "watch_queue" }).then((got) => {
            answer = got;
        });

        for (let i = 0; i < 9; i += 1) {
            await clock.advance(1_000);
            server.tell({ type: "presence", room: "x", presence: { members: 1, moderators: 0 } });
        }

        expect(answer).toEqual({ type: "unanswered", why: "timeout" });
    });

    test("tries again later each time, until a welcome", async () => {
        const { server, states, clock } = begin();
        await server.welcome();

        const delays: number[] = [];
        for (let i = 0; i < 7; i += 1) {
            server.last.handlers.closed(1006);
            const state = states.at(-1);
            if (state?.name !== "reconnecting") throw new Error("not reconnecting");
            delays.push(state.retryAt - clock.now());
            await clock.advance(state.retryAt - clock.now());
        }
        expect(delays).toEqual([375, 750, 1500, 3000, 6000, 7500, 7500]);

        await server.welcome();
        server.last.handlers.closed(4001);
        expect(states.at(-1)).toMatchObject({ name: "reconnecting", retryAt: clock.now() + 375 });
    });

    test("keeps the moment it was lost through several tries", async () => {
        const { server, states, clock } = begin();
        await server.welcome();
        server.last.handlers.closed(1006);
        const lost = states.at(-1);

        await clock.advance(400);
        server.last.handlers.closed(1006);

        expect(states.at(-1)).toMatchObject({ lostAt: lost && "lostAt" in lost ? lost.lostAt : -1 });
    });

    test.each([4001, 4008, 4010, 4499, 1006])("comes back after close code %i", async (code) => {
        const { server, states } = begin();
        await server.welcome();

        server.last.handlers.closed(code);

        expect(states.at(-1)?.name).toBe("reconnecting");
    });

    test.each([
        [4500, "signed_out"],
        [4501, "not_understood"],
        [4503, "removed"],
        [4504, "too_many_connections"],
        [4999, "not_understood"],
    ])("stays away after close code %i", async (code, reason) => {
        const { server, states, clock } = begin();
        await server.welcome();

        server.last.handlers.closed(code);
        await clock.advance(120_000);

        expect(states.at(-1)).toEqual({ name: "ended", reason });
        expect(server.sockets).toHaveLength(1);
    });

    test("ends when the token is refused", async () => {
        const { server, states } = begin();
        server.last.handlers.opened();
        await settled();

        server.tell({ type: "refused", ref: server.take("hello").ref, code: "bad_token" });
        await settled();

        expect(states.at(-1)).toEqual({ name: "ended", reason: "signed_out" });
    });

    test("shows within ten seconds that nothing is heard any more", async () => {
        const { server, states, clock, connection } = begin();
        await server.welcome();
        await clock.advance(10_000);

        expect(states.at(-1)?.name).not.toBe("connected");
        expect(server.sockets[0]?.isClosed).toBe(true);
        expect(connection.lastHeardAt()).toBe(0);
    });

    test("stays while its pings are answered", async () => {
        const { server, states, clock } = begin();
        await server.welcome();

        for (let i = 0; i < 60; i += 1) {
            await clock.advance(1_000);
            const last = server.last.sent.at(-1);
            if (last?.type === "ping") server.tell({ type: "done", ref: last.ref });
        }

        expect(states.at(-1)?.name).toBe("connected");
        expect(server.sockets).toHaveLength(1);
    });

    test("hears nothing more from a socket it gave up", async () => {
        const { server, states, events, clock } = begin();
        await server.welcome();
        const old = server.last;
        await clock.advance(timing.silence + timing.watch);
        await clock.advance(1_000);
        await server.welcome();

        old.handlers.received(JSON.stringify({ type: "care_opened", room: "care.x" }));
        old.handlers.closed(1006);

        expect(events).toEqual([]);
        expect(states.at(-1)?.name).toBe("connected");
    });

    test("answers what was under way with 'lost', and asks nothing while away", async () => {
        const { server, connection } = begin();
        await server.welcome();
        const underWay = connection.request({ type: "watch_queue" });

        server.last.handlers.closed(1006);

        expect(await underWay).toEqual({ type: "unanswered", why: "lost" });
        expect(await connection.request({ type: "ping" })).toEqual({ type: "unanswered", why: "lost" });
    });

    test("says offline where the browser does, and hurries when the network is back", async () => {
        const { server, states, connection } = begin();
        await server.welcome();
        connection.setOnline(false);
        server.last.handlers.closed(1006);
        expect(states.at(-1)?.name).toBe("offline");

        connection.setOnline(true);

        expect(states.at(-1)?.name).toBe("connecting");
        expect(server.sockets).toHaveLength(2);
    });

    test("tries at once when asked to", async () => {
        const { server, connection } = begin();
        await server.welcome();
        server.last.handlers.closed(1006);

        connection.retryNow();
        connection.retryNow();

        expect(server.sockets).toHaveLength(2);
    });
});

import { describe, expect, test } from "vitest";
import { Chat } from "../../src/chat";
import type { Answer, Request } from "../../src/connection";
import type { Reply } from "../../src/protocol";
import { joined, ManualClock, me, ownMessage, posted, settled } from "./fixtures";

type Reaction = (request: Request) => Answer | Promise<Answer>;
type ReplyBody = Reply extends infer R ? (R extends Reply ? Omit<R, "ref"> : never) : never;

const lost: Answer = { type: "unanswered", why: "lost" };
const reply = (body: ReplyBody): Answer => ({ ...body, ref: "c1" }) as Reply;

function begin(react: Reaction) {
    const clock = new ManualClock();
    const asked: Request[] = [];
    let keys = 0;
    let reaction = react;
    const chat = new Chat({
        clock,
        request: async (request) => {
            asked.push(request);
            return reaction(request);
        },
        newKey: () => {
            keys += 1;
            return `k${keys}`;
        },
    });
    return {
        chat,
        clock,
        asked,
        react: (next: Reaction) => {
            reaction = next;
        },
        log: () => chat.rooms.value.get("harbour"),
        saysFor: (key: string) =>
            asked.filter((request) => request.type === "say" && request.key === key).length,
    };
}

const server: Reaction = (request) => {
    if (request.type === "join") return joined(0, [], { room: request.room });
    if (request.type === "say")
        return reply({ type: "said", message: ownMessage({ key: request.key, text: request.text }) });
    return reply({ type: "done" });
};

describe("chat", () => {
    test("joins again with what it has after every welcome", async () => {
        const { chat, asked } = begin((request) =>
            request.type === "join" ? joined(2, request.since ? [] : [posted(1), posted(2)]) : lost,
        );
        chat.welcome(me);
        await chat.join("harbour");

        chat.welcome(me);
        await settled();

        expect(asked).toEqual([
            { type: "join", room: "harbour" },
            { type: "join", room: "harbour", since: { epoch: "e1", seq: 2 } },
        ]);
    });

    // Written in the second between coming in and the server's answer, words used to vanish.
    test("keeps and sends what was written before the room was joined", async () => {
        const { chat, react, log } = begin(() => lost);
        void chat.join("harbour");
        chat.say("harbour", "hello");
        await settled();
        expect(log()?.own).toMatchObject([{ text: "hello", status: "sending" }]);

        react(server);
        chat.welcome(me);
        await settled();

        expect(log()?.own).toMatchObject([{ text: "hello", status: "delivered" }]);
    });

    test("sends again under the same key what was lost with the connection", async () => {
        const { chat, react, log, saysFor } = begin(server);
        chat.welcome(me);
        await chat.join("harbour");
        react(() => lost);
        chat.say("harbour", "hello");
        await settled();

        react(server);
        chat.welcome(me);
        await settled();

        expect(saysFor("k1")).toBe(2);
        expect(log()?.own).toMatchObject([{ key: "k1", status: "delivered" }]);
    });

    test("says that a send failed, and tries again when asked", async () => {
        const { chat, react, log } = begin(server);
        chat.welcome(me);
        await chat.join("harbour");
        react(() => reply({ type: "refused", code: "too_fast" }));
        chat.say("harbour", "hello");
        await settled();
        expect(log()?.own).toMatchObject([{ status: "unsent", reason: "too_fast" }]);

        react(server);
        chat.sayAgain("harbour", "k1");
        await settled();

        expect(log()?.own).toMatchObject([{ key: "k1", status: "delivered" }]);
    });

    test("fills a hole by joining since the last it has", async () => {
        const { chat, react, asked, log } = begin(() => joined(1, [posted(1)]));
        chat.welcome(me);
        await chat.join("harbour");
        react(() => joined(3, [posted(2), posted(3)]));

        chat.hear({ type: "entry", room: "harbour", entry: posted(3) });
        await settled();

        expect(asked.at(-1)).toEqual({ type: "join", room: "harbour", since: { epoch: "e1", seq: 1 } });
        expect(log()?.entries.map((entry) => entry.seq)).toEqual([1, 2, 3]);
    });

    test("does not storm a server that cannot fill the hole", async () => {
        const { chat, react, asked, clock } = begin(() => joined(1, [posted(1)]));
        chat.welcome(me);
        await chat.join("harbour");
        react(() => joined(1, []));
        chat.hear({ type: "entry", room: "harbour", entry: posted(9) });
        chat.hear({ type: "entry", room: "harbour", entry: posted(9) });

        await clock.advance(5_000);

        expect(asked.length).toBeLessThanOrEqual(8);
    });

    test("remembers a room that refused it, and does not ask for it again", async () => {
        const { chat, asked } = begin(() => reply({ type: "refused", code: "forbidden" }));
        chat.welcome(me);
        await chat.join("safe-again");
        chat.welcome(me);
        await settled();

        expect(chat.refused.value.get("safe-again")).toBe("forbidden");
        expect(asked).toHaveLength(1);
    });

    test("asks again where a refusal passes with time", async () => {
        const { chat, react, clock, log } = begin(() =>
            reply({ type: "refused", code: "store_unavailable" }),
        );
        chat.welcome(me);
        await chat.join("harbour");
        expect(chat.refused.value.size).toBe(0);

        react(server);
        await clock.advance(1_000);

        expect(log()?.joined).toBe(true);
    });
});

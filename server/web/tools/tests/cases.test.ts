import { describe, expect, test } from "vitest";
import type { CaseView, Level } from "../../src/protocol";
import { type OpenedState, reduceOpened } from "../../src/state/opened_case";
import { emptyQueue, mostUrgentFirst, type QueueState, reduceQueue } from "../../src/state/queue";
import { caseView, flaggedMessage, moderator, seededRandom } from "./fixtures";

const queue = (cases: CaseView[], from: QueueState = emptyQueue) =>
    reduceQueue(from, { type: "queue", ref: "c1", cases });
const changed = (state: QueueState, summary: CaseView) =>
    reduceQueue(state, { type: "case_changed", summary });

describe("the queue", () => {
    test("puts the most urgent first, then the one that waits longest", () => {
        const state = queue([
            caseView({ id: "young", level: "high", level_since: 9000 }),
            caseView({ id: "old", level: "high", level_since: 1000 }),
            caseView({ id: "worst", level: "imminent", level_since: 9500 }),
            caseView({ id: "done", level: "imminent", state: "closed" }),
        ]);

        expect(mostUrgentFirst(state).map((view) => view.id)).toEqual(["worst", "old", "young"]);
    });

    test("keeps the newest version, whatever comes late", () => {
        const claimed = caseView({ version: 3, holder: moderator, state: "claimed" });
        const state = changed(changed(emptyQueue, claimed), caseView({ version: 2 }));

        expect(state.get("case-1")).toBe(claimed);
    });

    test("forgets what a fresh queue does not hold", () => {
        const state = queue([caseView({ id: "new" })], queue([caseView({ id: "old" })]));

        expect([...state.keys()]).toEqual(["new"]);
    });

    test("ends as a fresh queue does after any order of changes", () => {
        const levels: Level[] = ["concern", "high", "imminent"];
        for (let seed = 1; seed <= 300; seed += 1) {
            const random = seededRandom(seed);
            const newest = new Map<string, CaseView>();
            const events: CaseView[] = [];
            for (let i = 0; i < 30; i += 1) {
                const id = `case-${Math.floor(random() * 6)}`;
                const version = (newest.get(id)?.version ?? 0) + 1;
                const level = levels[Math.floor(random() * 3)] ?? "high";
                const view = caseView({ id, version, level, level_since: Math.floor(random() * 9000) });
                newest.set(id, view);
                events.push(view);
            }
            const shuffled = events.toSorted(() => random() - 0.5);

            const state = shuffled.reduce(changed, emptyQueue);

            expect(mostUrgentFirst(state)).toEqual(mostUrgentFirst(queue([...newest.values()])));
        }
    });
});

describe("the opened case", () => {
    const opened: OpenedState | undefined = reduceOpened(undefined, {
        type: "opened_case",
        ref: "c1",
        summary: caseView({ flags: 2 }),
        messages: [flaggedMessage("a"), flaggedMessage("b")],
    });

    test("counts flags that came after, and holds none of their texts", () => {
        const later = reduceOpened(opened, {
            type: "case_changed",
            summary: caseView({ version: 2, flags: 3 }),
        });

        expect(later?.newer).toBe(1);
        expect(later?.messages).toHaveLength(2);
    });

    test("ignores other cases and older versions", () => {
        expect(
            reduceOpened(opened, { type: "case_changed", summary: caseView({ id: "x", version: 9 }) }),
        ).toBe(opened);
        expect(reduceOpened(opened, { type: "case_changed", summary: caseView({ version: 1 }) })).toBe(
            opened,
        );
    });

    test("shows a decision on its message only", () => {
        const decided = reduceOpened(opened, { type: "decided", message: "b", decision: "return" });

        expect(decided?.messages.map((one) => one.message.state)).toEqual(["held", "returned"]);
    });

    test("shows a message that was taken down", () => {
        const down = reduceOpened(opened, { type: "taken_down", message: "a" });

        expect(down?.messages.map((one) => one.message.state)).toEqual(["removed", "held"]);
    });

    test("makes nothing of changes before any opening", () => {
        expect(reduceOpened(undefined, { type: "case_changed", summary: caseView() })).toBeUndefined();
    });
});

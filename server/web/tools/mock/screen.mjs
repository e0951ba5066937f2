// A few words that stand for the real pipeline, so that every state can be seen in a browser.

const rules = [
    {
        find: /I have the pills here|going to do it tonight/i,
        state: "held",
        level: "imminent",
        category: "suicide",
        rule: "suicide.plan.means_and_time",
        cues: ["means at hand", "a time"],
        card: "imminent",
        care: true,
    },
    {
        find: /want to end (my life|it)/i,
        state: "held",
        level: "high",
        category: "suicide",
        rule: "suicide.active.end_life",
        cues: ["first person", "present"],
        card: "high",
    },
    {
        find: /don't want to be here/i,
        state: "delivered_with_note",
        level: "concern",
        category: "suicide",
        rule: "suicide.passive.not_be_here",
        cues: ["first person"],
        card: "concern",
        note: "heavy",
    },
    {
        find: /\b0\d{9,10}\b/,
        state: "masked",
        level: "none",
        category: "personal_data",
        rule: "personal_data.phone",
        cues: [],
        card: "personal_data",
    },
    {
        find: /you are (an? )?(idiot|stupid|worthless)/i,
        state: "returned",
        level: "none",
        category: "harassment",
        rule: "harassment.insult",
        cues: ["second person"],
        card: "returned_harassment",
    },
];

export function screen(text) {
    const rule = rules.find(({ find }) => find.test(text));
    if (!rule) return { state: "delivered", level: "none" };
    const match = rule.find.exec(text);
    const begin = [...text.slice(0, match.index)].length;
    const end = begin + [...match[0]].length;
    const reason = {
        category: rule.category,
        level: rule.level,
        rule: rule.rule,
        span: { begin, end },
        cues: rule.cues,
    };
    return { ...rule, reason };
}

export function hideSpan(text, { begin, end }) {
    const points = [...text];
    return [...points.slice(0, begin), "\u2588\u2588\u2588\u2588", ...points.slice(end)].join("");
}

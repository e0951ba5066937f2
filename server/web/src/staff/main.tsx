import { effect } from "@preact/signals";
import { render } from "preact";
import { t } from "../copy";
import { loadContent } from "../load_content";
import type { CaseView } from "../protocol";
import { announce, announceNow } from "../shared/announcer";
import { startTicking } from "../shared/ticking";
import { isAtLeast } from "../state/queue";
import { App } from "./app";
import { StaffSession } from "./staff_session";
import { toast } from "./toasts";
import { categoryWord, levelWord, refusalWords } from "./words";

// Speaks a case when it is new or got worse: at once from "high", politely below.
function speakOf(before: CaseView | undefined, now: CaseView): void {
    const gotWorse = before !== undefined && now.level !== before.level && isAtLeast(now.level, before.level);
    if (now.state === "closed" || now.holder?.id === session.you.value?.id || (before && !gotWorse)) return;
    const words = t(before ? "staff.raised" : "staff.new_case", {
        level: levelWord(now.level),
        category: categoryWord(now.category),
        name: now.about.name,
    });
    if (isAtLeast(now.level, "high")) announceNow(words);
    else announce(words);
}

const session = new StaffSession({
    onCase: speakOf,
    onRefused: (answer) => toast(refusalWords(answer)),
});

await loadContent();
startTicking();
session.resume();

effect(() => {
    const waiting = session.cases.value.filter((view) => !view.holder).length;
    const title = t("staff.page_title");
    document.title = waiting > 0 ? t("staff.title_badge", { count: waiting, title }) : title;
});

const root = document.getElementById("app");
if (root) {
    root.replaceChildren();
    render(<App session={session} />, root);
}

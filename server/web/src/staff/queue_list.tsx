import { t, tn } from "../copy";
import type { CaseView } from "../protocol";
import { second } from "../shared/ticking";
import { elapsed } from "../shared/times";
import { LevelBadge } from "./level_badge";
import type { StaffSession } from "./staff_session";
import { categoryWord, roomWord } from "./words";

// Level, category, age, holder: enough to choose. The texts are not in this page.
export function QueueList({ session }: { session: StaffSession }) {
    const cases = session.cases.value;
    return (
        <section class="queue" data-region tabIndex={-1} aria-labelledby="queue-title">
            <h2 id="queue-title">{t("staff.queue")}</h2>
            {cases.length === 0 && <p class="hint">{t("staff.queue_empty")}</p>}
            <ol class="cases">
                {cases.map((view) => (
                    <li key={view.id}>
                        <Row
                            view={view}
                            me={session.you.value?.id}
                            ahead={session.ahead.value}
                            isSelected={view.id === session.selected.value}
                            onSelect={() => {
                                session.select(view.id);
                                if (isOneColumn()) requestAnimationFrame(focusCase);
                            }}
                        />
                    </li>
                ))}
            </ol>
        </section>
    );
}

// On a phone the case stands below the whole queue.
const isOneColumn = () => matchMedia("(max-width: 56rem)").matches;
const focusCase = () => document.getElementById("case")?.focus();

interface RowProps {
    view: CaseView;
    me: string | undefined;
    ahead: number;
    isSelected: boolean;
    onSelect: () => void;
}

function Row({ view, me, ahead, isSelected, onSelect }: RowProps) {
    const age = elapsed(second.value + ahead - view.level_since);
    return (
        <button
            type="button"
            id={`case-${view.id}`}
            class={`case-row level-${view.level} ${view.holder ? "held" : ""}`}
            aria-current={isSelected ? "true" : undefined}
            onClick={onSelect}
        >
            <span class="case-top">
                <LevelBadge level={view.level} />
                <span class="age">
                    {view.holder ? t("staff.open_for", { time: age }) : t("staff.waits", { time: age })}
                </span>
            </span>
            <span class="case-category">{categoryWord(view.category)}</span>
            <span class="case-about">
                {view.about.name}, {roomWord(view.room)}, {tn("staff.flags", view.flags)}
            </span>
            <span class="case-holder">{holderWords(view, me)}</span>
        </button>
    );
}

function holderWords(view: CaseView, me: string | undefined): string {
    if (!view.holder) return t("staff.nobody_holds");
    return view.holder.id === me ? t("staff.held_by_you") : t("staff.held_by", { name: view.holder.name });
}

import { useSignal } from "@preact/signals";
import { t, tn } from "../copy";
import type { CaseView } from "../protocol";
import { second } from "../shared/ticking";
import { elapsed } from "../shared/times";
import { chordOf } from "./chords";
import { DecidePanel } from "./decide_panel";
import { Flagged } from "./flagged";
import { LevelBadge } from "./level_badge";
import type { StaffSession } from "./staff_session";
import { TalkPanel } from "./talk_panel";
import { categoryWord, roomWord } from "./words";

interface CaseProps {
    session: StaffSession;
    view: CaseView;
}

export function CasePanel({ session, view }: CaseProps) {
    const opened = session.opened.value;
    const picked = useSignal<string | undefined>(undefined);
    const messages = opened?.messages ?? [];
    // The newest that waits for an answer, until the moderator picks another.
    const flagged =
        messages.find((one) => one.message.id === picked.value) ??
        messages.findLast((one) => one.message.state === "held") ??
        messages.at(-1);
    return (
        <>
            <section class="case" id="case" data-region tabIndex={-1} aria-labelledby="case-title">
                <CaseHead session={session} view={view} />
                {!opened && (
                    <div class="unopened">
                        <p>{t("staff.unopened")}</p>
                        {session.may("open_text") && (
                            <button
                                type="button"
                                class="button main"
                                aria-keyshortcuts={chordOf("open")}
                                onClick={() => void session.open(view.id)}
                            >
                                {session.asking.value === "open_case" ? t("staff.opening") : t("staff.open")}{" "}
                                <kbd>{chordOf("open")}</kbd>
                            </button>
                        )}
                    </div>
                )}
                {opened && opened.newer > 0 && (
                    <p>
                        <button type="button" class="button main" onClick={() => void session.open(view.id)}>
                            {tn("staff.open_newer", opened.newer)}
                        </button>
                    </p>
                )}
                {messages.length > 1 && (
                    <fieldset class="pick">
                        <legend>{t("staff.messages")}</legend>
                        {messages.map((one, index) => (
                            <label key={one.message.id} class="choice">
                                <input
                                    type="radio"
                                    name="picked"
                                    checked={one === flagged}
                                    onChange={() => {
                                        picked.value = one.message.id;
                                    }}
                                />
                                <span>
                                    {t("staff.pick", {
                                        number: index + 1,
                                        state: t(`staff.state.${one.message.state}`),
                                    })}
                                </span>
                            </label>
                        ))}
                    </fieldset>
                )}
                {flagged && (
                    <>
                        <Flagged key={flagged.message.id} flagged={flagged} />
                        <DecidePanel
                            key={`decide ${flagged.message.id}`}
                            session={session}
                            view={view}
                            flagged={flagged}
                        />
                    </>
                )}
            </section>
            <TalkPanel session={session} view={view} />
        </>
    );
}

function CaseHead({ session, view }: CaseProps) {
    const isMine = view.holder?.id === session.you.value?.id;
    const age = elapsed(second.value + session.ahead.value - view.level_since);
    return (
        <header class="case-head">
            <p class="case-top">
                <LevelBadge level={view.level} />
                <span class="age">
                    {view.holder ? t("staff.open_for", { time: age }) : t("staff.waits", { time: age })}
                </span>
            </p>
            <h2 id="case-title">{categoryWord(view.category)}</h2>
            <p>{t("staff.about", { name: view.about.name, room: roomWord(view.room) })}</p>
            <p class="case-tools">
                {isMine && <span class="tag">{t("staff.held_by_you")}</span>}
                {view.holder && !isMine && (
                    <span class="tag">{t("staff.held_by", { name: view.holder.name })}</span>
                )}
                {!isMine && session.may("claim") && (
                    <button
                        type="button"
                        class="button main"
                        aria-keyshortcuts={chordOf("claim")}
                        onClick={() => void session.claim(view.id)}
                    >
                        {t("staff.claim")} <kbd>{chordOf("claim")}</kbd>
                    </button>
                )}
                {isMine && (
                    <button
                        type="button"
                        class="button"
                        aria-keyshortcuts={chordOf("give_back")}
                        onClick={() => void session.giveBack(view.id)}
                    >
                        {t("staff.release")} <kbd>{chordOf("give_back")}</kbd>
                    </button>
                )}
            </p>
        </header>
    );
}

import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { card, content } from "../content";
import { t } from "../copy";
import type { CaseView, Decision, FlaggedMessage, MessageState } from "../protocol";
import { chordOf, decisions } from "./chords";
import { wordsOf } from "./spans";
import type { StaffSession } from "./staff_session";
import { decisionWord } from "./words";

interface DecideProps {
    session: StaffSession;
    view: CaseView;
    flagged: FlaggedMessage;
}

// The card whose words the author reads after each decision.
const cardFor: Record<Decision, string> = {
    release: "released",
    release_with_note: "released_with_note",
    mask: "masked",
    return: "returned",
    withhold: "withheld",
};

const visible: ReadonlySet<MessageState> = new Set([
    "delivered",
    "delivered_with_note",
    "masked",
    "released",
    "released_with_note",
]);

export function DecidePanel({ session, view, flagged }: DecideProps) {
    const choice = useSignal<Decision | undefined>(undefined);
    const { message, room } = flagged;
    const reason = whyNot(session, view, message.state);
    const isAsking = session.asking.value === "decide";

    const confirm = async (decision: Decision) => {
        const isDone = await session.decide(view.id, room, message.id, decision);
        if (isDone) choice.value = undefined;
    };
    // The same button or chord once more confirms.
    const choose = (decision: Decision) => {
        if (reason || isAsking) return;
        if (choice.value === decision) void confirm(decision);
        else choice.value = decision;
    };
    return (
        <section class="decide" aria-labelledby="decide-title">
            <h3 id="decide-title">{t("staff.decide")}</h3>
            <p id="decide-reason" class="reason" role="status">
                {reason}
            </p>
            <div class="decisions">
                {decisions.map((decision) => (
                    <button
                        key={decision}
                        type="button"
                        id={`decide-${decision}`}
                        class="button decision"
                        aria-disabled={reason !== undefined}
                        aria-pressed={choice.value === decision}
                        aria-describedby="decide-reason"
                        aria-keyshortcuts={chordOf(decision)}
                        title={content.value?.staff.decisions[decision].meaning}
                        onClick={() => choose(decision)}
                    >
                        {decisionWord(decision)} <kbd>{chordOf(decision)}</kbd>
                    </button>
                ))}
            </div>
            {choice.value && !reason && (
                <Preview
                    decision={choice.value}
                    flagged={flagged}
                    isAsking={isAsking}
                    onConfirm={confirm}
                    onCancel={() => {
                        choice.value = undefined;
                    }}
                />
            )}
            {visible.has(message.state) && session.may("remove") && (
                <TakeDown onTakeDown={() => void session.takeDown(room, message.id)} />
            )}
        </section>
    );
}

// Why nothing can be decided now; nothing where it can.
function whyNot(session: StaffSession, view: CaseView, state: MessageState): string | undefined {
    if (state !== "held") return t("staff.decide_not_held", { state: t(`staff.state.${state}`) });
    if (!session.may("decide")) return t("staff.decide_not_allowed");
    if (!view.holder) return t("staff.decide_claim_first");
    if (view.holder.id !== session.you.value?.id)
        return t("staff.decide_held_by", { name: view.holder.name });
    return undefined;
}

interface PreviewProps {
    decision: Decision;
    flagged: FlaggedMessage;
    isAsking: boolean;
    onConfirm: (decision: Decision) => void;
    onCancel: () => void;
}

function Preview({ decision, flagged, isAsking, onConfirm, onCancel }: PreviewProps) {
    const words = card(cardFor[decision]);
    useEffect(() => document.getElementById("confirm-decision")?.focus(), [decision]);
    return (
        <div
            class="preview"
            onKeyDown={(event) => {
                if (event.key !== "Escape") return;
                onCancel();
                document.getElementById(`decide-${decision}`)?.focus();
            }}
        >
            <p class="hint">{content.value?.staff.decisions[decision].meaning}</p>
            {decision === "mask" && (
                <>
                    <h4>{t("staff.preview_hides")}</h4>
                    <ul>
                        {flagged.reasons.map((reason) => (
                            <li key={`${reason.rule} ${reason.span.begin}`}>
                                <mark>{wordsOf(flagged.message.text, reason.span)}</mark>
                            </li>
                        ))}
                    </ul>
                </>
            )}
            <h4>{t("staff.preview")}</h4>
            {words && (
                <div class="card">
                    <p class="card-title">{words.title}</p>
                    <p>{words.body_on_shift}</p>
                </div>
            )}
            <p class="card-actions">
                <button
                    type="button"
                    id="confirm-decision"
                    class="button main"
                    aria-disabled={isAsking}
                    onClick={() => onConfirm(decision)}
                >
                    {isAsking
                        ? t("staff.deciding")
                        : t("staff.confirm", { decision: decisionWord(decision) })}
                </button>
                <button type="button" class="button" onClick={onCancel}>
                    {t("staff.cancel")}
                </button>
            </p>
        </div>
    );
}

function TakeDown({ onTakeDown }: { onTakeDown: () => void }) {
    const isSure = useSignal(false);
    if (!isSure.value) {
        return (
            <p>
                <button
                    type="button"
                    class="button quiet"
                    onClick={() => {
                        isSure.value = true;
                    }}
                >
                    {t("staff.take_down")}
                </button>
            </p>
        );
    }
    return (
        <p class="card-actions">
            <span>{t("staff.take_down_sure")}</span>
            <button type="button" class="button main" ref={(button) => button?.focus()} onClick={onTakeDown}>
                {t("staff.take_down_yes")}
            </button>
            <button
                type="button"
                class="button"
                onClick={() => {
                    isSure.value = false;
                }}
            >
                {t("staff.cancel")}
            </button>
        </p>
    );
}

import { Component } from "preact";
import { useState } from "preact/hooks";
import { card, content } from "../content";
import { t } from "../copy";
import type { MessageView } from "../protocol";
import type { OwnItem } from "../state/own_messages";
import { momentOf } from "./times";

// What a person can do with messages; each is there only where the page offers it.
export interface MessageActions {
    onTakeBack?: (id: string) => void;
    onTryAgain?: (key: string) => void;
    onDiscard?: (key: string) => void;
    onEdit?: (item: OwnItem) => void;
    onHelp?: () => void;
    onSteady?: () => void;
}

export interface RowProps {
    message?: MessageView;
    own?: OwnItem;
    // Begins a group: shows who, and when.
    begins: boolean;
    isMine: boolean;
    isOnline: boolean;
    isPrivate: boolean;
    // The newest own message with this card shows it in full; older ones only say their status.
    showsCard: boolean;
    isStaffed: boolean;
    now: number;
    actions: MessageActions;
}

// A long log renders again with every event; a row only when its own facts changed.
export class MessageRow extends Component<RowProps> {
    override shouldComponentUpdate(next: RowProps): boolean {
        return (Object.keys(next) as (keyof RowProps)[]).some(
            (name) => name !== "now" && name !== "actions" && next[name] !== this.props[name],
        );
    }

    override render({
        message,
        own,
        begins,
        isMine,
        isOnline,
        isPrivate,
        showsCard,
        isStaffed,
        now,
        actions,
    }: RowProps) {
        const at = message?.at ?? own?.at ?? now;
        return (
            <li class={`row ${isMine ? "mine" : ""} ${begins ? "begins" : ""} ${message ? "" : "unseen"}`}>
                {begins && <Heading message={message} isMine={isMine} at={at} now={now} />}
                <Body message={message} own={own} isMine={isMine} />
                {isMine && (
                    <OwnStatus own={own} message={message} isOnline={isOnline} isPrivate={isPrivate} />
                )}
                {isMine && <OwnActions message={message} own={own} actions={actions} />}
                {own && showsCard && <AutomaticCard own={own} isStaffed={isStaffed} actions={actions} />}
            </li>
        );
    }
}

interface HeadingProps {
    message: MessageView | undefined;
    isMine: boolean;
    at: number;
    now: number;
}

function Heading({ message, isMine, at, now }: HeadingProps) {
    const author = message?.author;
    return (
        <p class="row-head">
            {author && !isMine && <Avatar name={author.name} id={author.id} />}
            <span class="author" dir="auto">
                {isMine || !author ? t("message.you") : author.name}
            </span>
            {author && !isMine && author.role !== "member" && <span class="tag">{t("message.staff")}</span>}
            <time dateTime={new Date(at).toISOString()}>{momentOf(at, now)}</time>
        </p>
    );
}

export function Avatar({ name, id }: { name: string; id: string }) {
    let sum = 0;
    for (const char of id) sum = (sum * 31 + (char.codePointAt(0) ?? 0)) % 997;
    return (
        <span class={`avatar hue-${sum % 6}`} aria-hidden="true">
            {[...name][0] ?? ""}
        </span>
    );
}

function Body({
    message,
    own,
    isMine,
}: {
    message: MessageView | undefined;
    own: OwnItem | undefined;
    isMine: boolean;
}) {
    const state = message?.state;
    if (message && (state === "removed" || state === "retracted")) {
        return <p class="gone">{t(`message.${state}`)}</p>;
    }
    const text = own?.text ?? message?.text ?? "";
    const isFolded = !isMine && (state === "delivered_with_note" || state === "released_with_note");
    if (!message || !isFolded) {
        return (
            <>
                <p class="text" dir="auto">
                    {text}
                </p>
                {own?.shown !== undefined && own.shown !== text && own.shown !== "" && (
                    <p class="shown">{t("message.shown", { text: own.shown })}</p>
                )}
            </>
        );
    }
    const label = message.note && content.value?.notes[message.note]?.label;
    return (
        <details class="fold">
            <summary>{label ?? t("message.fold", { name: message.author.name })}</summary>
            <p class="text" dir="auto">
                {text}
            </p>
        </details>
    );
}

interface StatusProps {
    own: OwnItem | undefined;
    message: MessageView | undefined;
    isOnline: boolean;
    isPrivate: boolean;
}

// From a page loaded anew an own message in the room is known by the log alone.
function OwnStatus({ own, message, isOnline, isPrivate }: StatusProps) {
    const status = own?.status ?? message?.state;
    if (!status || (!own && (status === "removed" || status === "retracted"))) return null;
    return <p class={`status is-${status}`}>{statusWords(status, own?.reason, isOnline, isPrivate)}</p>;
}

function statusWords(
    status: OwnItem["status"],
    reason: OwnItem["reason"],
    isOnline: boolean,
    isPrivate: boolean,
): string {
    if (isPrivate && status === "delivered") return t("care.sent");
    if (status === "sending") return isOnline ? t("status.sending") : t("status.waiting");
    if (status !== "unsent") return t(`status.${status}`);
    if (reason === "too_fast" || reason === "too_long") return t(`status.unsent.${reason}`);
    if (reason === "store_unavailable") return t("status.unsent.paused");
    return t("status.unsent.no_answer");
}

interface OwnActionsProps {
    message: MessageView | undefined;
    own: OwnItem | undefined;
    actions: MessageActions;
}

function OwnActions({ message, own, actions }: OwnActionsProps) {
    if (own?.status === "unsent") return <UnsentActions own={own} actions={actions} />;
    const { onEdit } = actions;
    if (onEdit && own && (own.status === "returned" || own.status === "dropped")) {
        return (
            <p class="actions">
                <button type="button" class="link" onClick={() => onEdit(own)}>
                    {t("message.edit")}
                </button>
            </p>
        );
    }
    const id = own?.id ?? message?.id;
    const state = own?.status ?? message?.state;
    const canTakeBack = state === "held" || (message && state !== "removed" && state !== "retracted");
    if (!id || !canTakeBack || !actions.onTakeBack) return null;
    return <TakeBack id={id} onTakeBack={actions.onTakeBack} />;
}

function UnsentActions({ own, actions }: { own: OwnItem; actions: MessageActions }) {
    const [isCopied, setCopied] = useState(false);
    const copy = () => {
        void navigator.clipboard?.writeText(own.text).then(() => setCopied(true));
    };
    return (
        <p class="actions">
            <button type="button" class="link" onClick={() => actions.onTryAgain?.(own.key)}>
                {t("message.try_again")}
            </button>
            <button type="button" class="link" onClick={copy}>
                {isCopied ? t("message.copied") : t("message.copy")}
            </button>
            <button type="button" class="link" onClick={() => actions.onDiscard?.(own.key)}>
                {t("message.delete")}
            </button>
        </p>
    );
}

function TakeBack({ id, onTakeBack }: { id: string; onTakeBack: (id: string) => void }) {
    const [isAsking, setAsking] = useState(false);
    if (!isAsking) {
        return (
            <p class="actions soft">
                <button type="button" class="link" onClick={() => setAsking(true)}>
                    {t("message.take_back")}
                </button>
            </p>
        );
    }
    return (
        <p class="actions">
            <span>{t("message.take_back_sure")}</span>
            <button
                type="button"
                class="link"
                ref={(button) => button?.focus()}
                onClick={() => {
                    setAsking(false);
                    onTakeBack(id);
                }}
            >
                {t("message.take_back_yes")}
            </button>
            <button type="button" class="link" onClick={() => setAsking(false)}>
                {t("message.take_back_no")}
            </button>
        </p>
    );
}

interface CardProps {
    own: OwnItem;
    isStaffed: boolean;
    actions: MessageActions;
}

// What the server's content says beside an own message. Only actions that this page can do are shown;
// the first is the main one.
function AutomaticCard({ own, isStaffed, actions }: CardProps) {
    const words = card(own.card);
    if (!words) return null;
    const { onEdit } = actions;
    const does: Record<string, (() => void) | undefined> = {
        help: actions.onHelp,
        steady: actions.onSteady,
        edit: onEdit && (() => onEdit(own)),
    };
    const offered = words.actions.filter((action): action is KnownAction => does[action] !== undefined);
    return (
        <aside
            class={`card ${own.card === "imminent" || own.card === "high" ? "strong" : ""}`}
            aria-label={words.title}
        >
            <p class="card-title">{words.title}</p>
            <p>{isStaffed ? words.body_on_shift : words.body_off_shift}</p>
            {offered.length > 0 && (
                <p class="card-actions">
                    {offered.map((action, index) => (
                        <button
                            key={action}
                            type="button"
                            class={index === 0 ? "button main" : "button"}
                            onClick={does[action]}
                        >
                            {t(`card.${action}`)}
                        </button>
                    ))}
                </p>
            )}
        </aside>
    );
}

type KnownAction = "help" | "steady" | "edit";

import { useEffect, useRef } from "preact/hooks";
import { t } from "../copy";
import type { FlaggedMessage, MessageView } from "../protocol";
import { timeOfDay } from "../shared/times";
import { LevelBadge } from "./level_badge";
import { pieces, wordsOf } from "./spans";
import { categoryWord } from "./words";

// One flagged message: what stood around it, its words, and why it is here.
export function Flagged({ flagged }: { flagged: FlaggedMessage }) {
    const { message, reasons, before, after } = flagged;
    return (
        <div class="flagged">
            <h3>{t("staff.flagged")}</h3>
            <Context title={t("staff.before")} none={t("staff.before_none")} messages={before} near="end" />
            <blockquote class="flagged-text">
                <p class="row-head">
                    <span class="author" dir="auto">
                        {message.author.name}
                    </span>
                    <time dateTime={new Date(message.at).toISOString()}>{timeOfDay(message.at)}</time>
                    <span class="tag">{t(`staff.state.${message.state}`)}</span>
                </p>
                <p class="text" dir="auto">
                    {pieces(
                        message.text,
                        reasons.map((reason) => reason.span),
                    ).map((piece, index) =>
                        piece.isMarked ? <mark key={index}>{piece.text}</mark> : piece.text,
                    )}
                </p>
            </blockquote>
            <Context title={t("staff.after")} none={t("staff.after_none")} messages={after} near="start" />
            <h3>{t("staff.why")}</h3>
            <ul class="reasons">
                {reasons.map((reason) => (
                    <li key={`${reason.rule} ${reason.span.begin}`}>
                        <p>
                            <LevelBadge level={reason.level} /> {categoryWord(reason.category)}
                        </p>
                        <dl class="facts small">
                            <div>
                                <dt>{t("staff.words")}</dt>
                                <dd dir="auto">
                                    {wordsOf(message.text, reason.span) || t("staff.no_words")}
                                </dd>
                            </div>
                            <div>
                                <dt>{t("staff.rule")}</dt>
                                <dd>
                                    <code>{reason.rule}</code>
                                </dd>
                            </div>
                            {reason.cues.length > 0 && (
                                <div>
                                    <dt>{t("staff.cues")}</dt>
                                    <dd>{reason.cues.join(", ")}</dd>
                                </div>
                            )}
                        </dl>
                    </li>
                ))}
            </ul>
            <p class="hint">{t("staff.versions", { ruleset: flagged.ruleset, policy: flagged.policy })}</p>
        </div>
    );
}

interface ContextProps {
    title: string;
    none: string;
    messages: readonly MessageView[];
    // Which end is next to the flagged message, and so is seen first.
    near: "start" | "end";
}

function Context({ title, none, messages, near }: ContextProps) {
    const box = useRef<HTMLDivElement>(null);
    useEffect(() => {
        if (near === "end" && box.current) box.current.scrollTop = box.current.scrollHeight;
    }, [near]);
    if (messages.length === 0) return <p class="hint">{none}</p>;
    return (
        <div class="context" ref={box} role="group" aria-label={title} tabIndex={0}>
            <p class="hint">{title}</p>
            <ol>
                {messages.map((message) => (
                    <li key={message.id}>
                        <span class="author" dir="auto">
                            {message.author.name}
                        </span>{" "}
                        <time dateTime={new Date(message.at).toISOString()}>{timeOfDay(message.at)}</time>
                        <p class="text" dir="auto">
                            {message.text || t(`staff.state.${message.state}`)}
                        </p>
                    </li>
                ))}
            </ol>
        </div>
    );
}

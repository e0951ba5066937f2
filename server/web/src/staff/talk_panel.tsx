import { content } from "../content";
import { t } from "../copy";
import type { CaseView } from "../protocol";
import { Composer } from "../shared/composer";
import { MessageLog } from "../shared/message_log";
import { emptyRoom } from "../state/room_log";
import type { StaffSession } from "./staff_session";

interface TalkProps {
    session: StaffSession;
    view: CaseView;
}

// The private talk with the case's author, for its holder.
export function TalkPanel({ session, view }: TalkProps) {
    const { chat } = session;
    const room = view.care_room;
    const me = session.you.value?.id ?? "";
    const isMine = view.holder?.id === me;
    const name = view.about.name;
    return (
        <section class="talk" data-region tabIndex={-1} aria-labelledby="talk-title">
            <h2 id="talk-title">{t("staff.talk", { name })}</h2>
            {!isMine && <p class="reason">{t("staff.talk_claim_first", { name })}</p>}
            {isMine && chat.refused.value.has(room) && <p class="reason">{t("staff.talk_refused")}</p>}
            {isMine && !chat.refused.value.has(room) && (
                <>
                    {!view.care_open && <p class="hint">{t("staff.talk_closed", { name })}</p>}
                    <MessageLog
                        key={room}
                        log={chat.rooms.value.get(room) ?? emptyRoom(room, me)}
                        label={t("staff.talk", { name })}
                        emptyText={t("staff.talk_empty")}
                        isOnline={session.connection.value?.name === "connected"}
                        isPrivate
                        now={Date.now() + session.ahead.value}
                        actions={{
                            onTryAgain: (key) => chat.sayAgain(room, key),
                            onDiscard: (key) => chat.discard(room, key),
                        }}
                        onOlder={() => chat.readOlder(room)}
                    />
                    <details class="openers">
                        <summary>{t("staff.openers")}</summary>
                        <ul>
                            {content.value?.staff.openers.map((opener) => (
                                <li key={opener.id}>
                                    <button
                                        type="button"
                                        class="link"
                                        aria-label={t("staff.use_opener", { label: opener.label })}
                                        onClick={() => {
                                            session.setDraft(room, opener.text);
                                            document.getElementById("talk-here")?.focus();
                                        }}
                                    >
                                        {opener.label}
                                    </button>
                                </li>
                            ))}
                        </ul>
                    </details>
                    <Composer
                        key={`write ${room}`}
                        inputId="talk-here"
                        draft={session.draft(room)}
                        onDraft={(text) => session.setDraft(room, text)}
                        onSend={(text) => {
                            session.setDraft(room, "");
                            chat.say(room, text);
                        }}
                    />
                </>
            )}
        </section>
    );
}

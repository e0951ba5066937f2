import { useSignal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import { roomCard } from "../content";
import { t, tn } from "../copy";
import { announce } from "../shared/announcer";
import { Composer } from "../shared/composer";
import { Dialog } from "../shared/dialog";
import { MessageLog } from "../shared/message_log";
import type { MessageActions } from "../shared/message_row";
import { emptyRoom, type RoomLog } from "../state/room_log";
import type { MemberSession } from "./member_session";

interface RoomViewProps {
    room: string;
    session: MemberSession;
    onLeave: () => void;
    onHelp: () => void;
    onSteady: () => void;
}

const inputId = "write-here";

export function RoomView({ room, session, onLeave, onHelp, onSteady }: RoomViewProps) {
    const { chat } = session;
    const careRoom = session.careRooms.value.at(-1);
    const isInCare = useSignal(false);
    const isAboutOpen = useSignal(false);
    const words = roomCard(room);
    const title = words?.title ?? room;
    const here = isInCare.value && careRoom ? careRoom : room;
    const me = session.you.value?.id ?? "";
    const log = chat.rooms.value.get(here) ?? emptyRoom(here, me);
    const care = careRoom ? chat.rooms.value.get(careRoom) : undefined;

    const focusComposer = () => document.getElementById(inputId)?.focus();
    const actions: MessageActions = {
        onHelp,
        onSteady,
        onTryAgain: (key) => chat.sayAgain(here, key),
        onDiscard: (key) => chat.discard(here, key),
        onTakeBack: (id) => {
            focusComposer();
            void chat.retract(here, id).then((problem) => {
                if (problem) announce(t("message.take_back_failed"));
            });
        },
        onEdit: (item) => {
            session.setDraft(here, item.text);
            focusComposer();
        },
    };
    // Each place has a composer of its own; the focus goes to the new one once it is there.
    const lastPlace = useRef(here);
    useEffect(() => {
        if (lastPlace.current !== here) focusComposer();
        lastPlace.current = here;
    }, [here]);
    if (chat.refused.value.has(room)) return <RefusedRoom onLeave={onLeave} />;
    return (
        <div class={here === careRoom ? "room in-care" : "room"}>
            <div class="room-head">
                <h1 tabIndex={-1}>{here === careRoom ? t("care.title") : title}</h1>
                <p class="room-tools">
                    <button
                        type="button"
                        class="link"
                        onClick={() => {
                            isAboutOpen.value = true;
                        }}
                    >
                        {t("room.about")}
                    </button>
                    <button type="button" class="link" onClick={onLeave}>
                        {t("room.leave")}
                    </button>
                </p>
                <p class="room-who">
                    {here === careRoom ? t("care.who") : <WhoIsHere log={log} />}{" "}
                    {session.you.value && t("room.you_are", { name: session.you.value.name })}
                </p>
                <CareSwitch
                    isInCare={here === careRoom}
                    care={care}
                    title={title}
                    onSwitch={(toCare) => {
                        isInCare.value = toCare;
                    }}
                />
                {log.paused && (
                    <p class="banner" role="status">
                        {t("room.paused")}
                    </p>
                )}
            </div>
            <MessageLog
                key={here}
                log={log}
                label={here === careRoom ? t("care.log") : t("room.log", { room: title })}
                emptyText={here === careRoom ? t("care.empty") : t("room.empty")}
                isOnline={session.connection.value?.name === "connected"}
                isPrivate={here === careRoom}
                now={session.now()}
                actions={actions}
                onOlder={() => chat.readOlder(here)}
            />
            <Composer
                key={`write ${here}`}
                inputId={inputId}
                draft={session.draft(here)}
                onDraft={(text) => session.setDraft(here, text)}
                onSend={(text) => {
                    session.setDraft(here, "");
                    chat.say(here, text);
                }}
            />
            {isAboutOpen.value && words && (
                <Dialog
                    title={title}
                    onClose={() => {
                        isAboutOpen.value = false;
                    }}
                >
                    <p>{words.about}</p>
                    <p class="scope">{words.scope}</p>
                    <h3>{t("door.moderators_see")}</h3>
                    <p>{words.moderators_see}</p>
                    <h3>{t("door.in_a_crisis")}</h3>
                    <p>{words.in_a_crisis}</p>
                </Dialog>
            )}
        </div>
    );
}

function WhoIsHere({ log }: { log: RoomLog }) {
    if (!log.joined) return <>{t("room.joining")}</>;
    const { members, moderators } = log.presence;
    const staff = moderators === 0 ? t("room.moderators_none") : tn("room.moderators", moderators);
    return (
        <span class={moderators > 0 ? "staffed yes" : "staffed"}>
            {tn("room.people", members)}, {staff}.
        </span>
    );
}

interface CareSwitchProps {
    isInCare: boolean;
    care: RoomLog | undefined;
    title: string;
    onSwitch: (toCare: boolean) => void;
}

// Says only what is true: that a moderator is here once one wrote, that one is on shift, or that the
// place is open.
function CareSwitch({ isInCare, care, title, onSwitch }: CareSwitchProps) {
    const words = care?.entries.some((entry) => entry.message.author.role !== "member")
        ? t("care.written")
        : care && care.presence.moderators > 0
          ? t("care.on_shift")
          : t("care.open");
    return (
        <div role="status">
            {care && !isInCare && (
                <div class="banner care">
                    <p>{words}</p>
                    <button type="button" class="button main" onClick={() => onSwitch(true)}>
                        {t("care.go")}
                    </button>
                </div>
            )}
            {care && isInCare && (
                <div class="care-back">
                    <button type="button" class="button quiet" onClick={() => onSwitch(false)}>
                        {t("care.back", { room: title })}
                    </button>
                </div>
            )}
        </div>
    );
}

function RefusedRoom({ onLeave }: { onLeave: () => void }) {
    return (
        <div class="column">
            <h1 tabIndex={-1}>{t("room.refused")}</h1>
            <p>
                <button type="button" class="button main" onClick={onLeave}>
                    {t("door.back")}
                </button>
            </p>
        </div>
    );
}

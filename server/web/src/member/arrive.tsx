import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { fetchRooms, type RoomNow } from "../api";
import { browserClock } from "../clock";
import { content, type RoomCard, roomCard } from "../content";
import { t, tn } from "../copy";
import type { MemberSession } from "./member_session";

interface ArriveProps {
    session: MemberSession;
    onChoose: (room: string) => void;
}

const refresh = 15_000;

export function Arrive({ session, onChoose }: ArriveProps) {
    const now = useRoomsNow();
    const current = session.room.value && roomCard(session.room.value);
    return (
        <div class="column">
            <h1 tabIndex={-1}>{t("arrive.title")}</h1>
            <p class="lead">{t("arrive.lead")}</p>
            {current && (
                <p>
                    <button type="button" class="button main" onClick={() => onChoose(current.id)}>
                        {t("arrive.back_to", { room: current.title })}
                    </button>
                </p>
            )}
            <p>{t("arrive.choose")}</p>
            {content.value?.families.map((family) => (
                <section
                    key={family.id}
                    class={`family family-${family.id}`}
                    aria-labelledby={`family-${family.id}`}
                >
                    <h2 id={`family-${family.id}`}>{family.title}</h2>
                    <p class="family-line">{family.about}</p>
                    <ul class="room-cards">
                        {content.value?.rooms
                            .filter((room) => room.family === family.id)
                            .map((room) => (
                                <li key={room.id}>
                                    <RoomButton room={room} now={now.get(room.id)} onChoose={onChoose} />
                                </li>
                            ))}
                    </ul>
                </section>
            ))}
        </div>
    );
}

interface RoomButtonProps {
    room: RoomCard;
    now: RoomNow | undefined;
    onChoose: (room: string) => void;
}

function RoomButton({ room, now, onChoose }: RoomButtonProps) {
    return (
        <button type="button" class="room-card" onClick={() => onChoose(room.id)}>
            <span class="room-title">{room.title}</span>
            <span class="room-invitation">{room.invitation}</span>
            <span class="room-now">
                {room.open ? now && <NowWords now={now} /> : t("arrive.by_invitation")}
            </span>
        </button>
    );
}

function NowWords({ now }: { now: RoomNow }) {
    if (now.paused) return <span>{t("arrive.paused")}</span>;
    return (
        <>
            <span>{now.members === 0 ? t("arrive.nobody") : tn("arrive.people", now.members)}</span>
            <span class={now.moderators > 0 ? "staffed yes" : "staffed"}>
                {now.moderators > 0 ? t("arrive.staffed") : t("arrive.unstaffed")}
            </span>
        </>
    );
}

function useRoomsNow(): ReadonlyMap<string, RoomNow> {
    const now = useSignal<ReadonlyMap<string, RoomNow>>(new Map());
    useEffect(() => {
        let cancel = () => {};
        let isGone = false;
        const load = async () => {
            const fetched = await fetchRooms();
            if (isGone) return;
            if (fetched.ok) now.value = new Map(fetched.value.rooms.map((room) => [room.id, room]));
            cancel = browserClock.after(refresh, () => void load());
        };
        void load();
        return () => {
            isGone = true;
            cancel();
        };
    }, []);
    return now.value;
}

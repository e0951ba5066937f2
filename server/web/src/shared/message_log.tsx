import { useEffect, useLayoutEffect, useRef, useState } from "preact/hooks";
import { t, tn } from "../copy";
import { type Line, lines, type RoomLog } from "../state/room_log";
import { announce } from "./announcer";
import { type MessageActions, MessageRow } from "./message_row";

interface LogProps {
    log: RoomLog;
    label: string;
    emptyText: string;
    isOnline: boolean;
    // Not a room of many: a message there is sent, not "in the room".
    isPrivate: boolean;
    now: number;
    actions: MessageActions;
    onOlder: () => Promise<unknown>;
}

// More rows than this make a cheap phone slow; "Earlier messages" brings the others.
const rowsAtFirst = 200;
const rowsMore = 100;
// One group holds what a person says within this time.
const groupSpan = 5 * 60_000;
const nearBottom = 60;

export function MessageLog({ log, label, emptyText, isOnline, isPrivate, now, actions, onOlder }: LogProps) {
    const scroller = useRef<HTMLDivElement>(null);
    const isAtBottom = useRef(true);
    const lastTop = useRef(0);
    const heightBefore = useRef(0);
    const [limit, setLimit] = useState(rowsAtFirst);
    const [isLoading, setLoading] = useState(false);
    const [seenSeq, setSeenSeq] = useState(log.seq);

    const all = lines(log);
    const shown = all.slice(Math.max(0, all.length - limit));
    const hasOlder = shown.length < all.length || log.hasOlder;
    const unseen = isAtBottom.current ? 0 : countSince(log, seenSeq);

    useAnnouncements(log);

    // A new line moves the view only where the reader is at the end already, or wrote it.
    const lastKey = all.at(-1)?.key;
    const lastIsSending = log.own.at(-1)?.status === "sending";
    useLayoutEffect(() => {
        const box = scroller.current;
        if (!box || !(isAtBottom.current || lastIsSending)) return;
        box.scrollTop = box.scrollHeight;
        setSeenSeq(log.seq);
    }, [lastKey, log.seq, log.own, lastIsSending]);

    // Older lines come above; what was being read stays where it was.
    const firstKey = shown[0]?.key;
    useLayoutEffect(() => {
        const box = scroller.current;
        if (!box || heightBefore.current === 0) return;
        box.scrollTop += box.scrollHeight - heightBefore.current;
        heightBefore.current = 0;
    }, [firstKey]);

    // The keyboard of a phone makes the box smaller.
    useEffect(() => {
        const box = scroller.current;
        if (!box) return;
        const observer = new ResizeObserver(() => {
            if (isAtBottom.current) box.scrollTop = box.scrollHeight;
        });
        observer.observe(box);
        return () => observer.disconnect();
    }, []);

    const toBottom = () => {
        const box = scroller.current;
        if (!box) return;
        isAtBottom.current = true;
        box.scrollTop = box.scrollHeight;
        setSeenSeq(log.seq);
        box.focus();
    };
    const older = async () => {
        heightBefore.current = scroller.current?.scrollHeight ?? 0;
        if (shown.length === all.length) {
            setLoading(true);
            await onOlder();
            setLoading(false);
        }
        setLimit(limit + rowsMore);
    };
    return (
        <div class="log-frame">
            <div
                ref={scroller}
                class="log"
                role="log"
                aria-label={label}
                aria-live="off"
                aria-busy={isLoading}
                tabIndex={0}
                onScroll={(event) => {
                    const box = event.currentTarget;
                    // Only scrolling up leaves the end: a box that shrinks under a banner does not.
                    const isUp = box.scrollTop < lastTop.current;
                    const isNear = box.scrollHeight - box.scrollTop - box.clientHeight < nearBottom;
                    const atBottom = isNear || (isAtBottom.current && !isUp);
                    lastTop.current = box.scrollTop;
                    if (atBottom !== isAtBottom.current || (atBottom && seenSeq !== log.seq)) {
                        isAtBottom.current = atBottom;
                        setSeenSeq(log.seq);
                    }
                }}
                onKeyDown={(event) => {
                    if (event.key === "End" && event.target === event.currentTarget) toBottom();
                }}
            >
                {hasOlder && log.joined && (
                    <p class="log-edge">
                        <button
                            type="button"
                            class="button quiet"
                            onClick={() => void older()}
                            aria-disabled={isLoading}
                        >
                            {isLoading ? t("room.loading") : t("room.earlier")}
                        </button>
                    </p>
                )}
                {log.lostHistory && <p class="log-edge">{t("room.lost_history")}</p>}
                {log.joined && all.length === 0 && <p class="log-edge">{emptyText}</p>}
                <ol>
                    {shown.map((line, index) => (
                        <Row
                            key={line.key}
                            line={line}
                            before={shown[index - 1]}
                            log={log}
                            isOnline={isOnline}
                            isPrivate={isPrivate}
                            now={now}
                            actions={actions}
                        />
                    ))}
                </ol>
            </div>
            {!isAtBottom.current && (
                <button type="button" class="button jump" onClick={toBottom}>
                    {unseen > 0 ? tn("room.jump", unseen) : t("room.jump_latest")}
                </button>
            )}
        </div>
    );
}

interface LineProps {
    line: Line;
    before: Line | undefined;
    log: RoomLog;
    isOnline: boolean;
    isPrivate: boolean;
    now: number;
    actions: MessageActions;
}

function Row({ line, before, log, isOnline, isPrivate, now, actions }: LineProps) {
    const message = line.kind === "message" ? line.entry.message : undefined;
    const { own } = line;
    return (
        <MessageRow
            {...(message ? { message } : {})}
            {...(own ? { own } : {})}
            begins={
                !before ||
                authorOf(before, log) !== authorOf(line, log) ||
                atOf(line) - atOf(before) > groupSpan
            }
            isMine={authorOf(line, log) === log.me}
            isOnline={isOnline}
            isPrivate={isPrivate}
            showsCard={own?.card !== undefined && isNewestWithItsCard(log, own.key, own.card)}
            isStaffed={log.presence.moderators > 0}
            now={now}
            actions={actions}
        />
    );
}

function authorOf(line: Line, log: RoomLog): string {
    return line.kind === "message" ? line.entry.message.author.id : log.me;
}

function atOf(line: Line): number {
    return line.kind === "message" ? line.entry.message.at : line.own.at;
}

function isNewestWithItsCard(log: RoomLog, key: string, cardId: string): boolean {
    return log.own.findLast((item) => item.card === cardId)?.key === key;
}

function countSince(log: RoomLog, seq: number): number {
    return log.entries.filter((entry) => entry.seq > seq && entry.message.author.id !== log.me).length;
}

// Speaks what others wrote: one message as itself, a burst as its number. Own words are not repeated.
function useAnnouncements(log: RoomLog): void {
    const spoken = useRef(log.joined ? log.seq : undefined);
    useEffect(() => {
        if (!log.joined) return;
        if (spoken.current === undefined) {
            spoken.current = log.seq;
            return;
        }
        if (spoken.current >= log.seq) return;
        const timer = setTimeout(() => {
            const fresh = log.entries.filter(
                (entry) => entry.seq > (spoken.current ?? 0) && entry.message.author.id !== log.me,
            );
            spoken.current = log.seq;
            const only = fresh[0]?.message;
            if (fresh.length > 1) announce(tn("room.announce_many", fresh.length));
            else if (only?.note) announce(t("room.announce_folded", { name: only.author.name }));
            else if (only) announce(t("room.announce", { name: only.author.name, text: only.text }));
        }, 700);
        return () => clearTimeout(timer);
    }, [log.seq, log.joined, log.entries, log.me]);
}

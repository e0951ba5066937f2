import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { roomCard } from "../content";
import { t } from "../copy";
import { Announcer } from "../shared/announcer";
import { ConnectionBanner } from "../shared/connection_banner";
import { HelpDialog } from "../shared/help_dialog";
import { SteadyDialog } from "../shared/steady_dialog";
import { Arrive } from "./arrive";
import { Door } from "./door";
import { Learn } from "./learn";
import type { MemberSession } from "./member_session";
import { RoomView } from "./room_view";
import { ShiftDots } from "./shift_dots";

// Views change in memory only. The browser's history holds one entry of this page, so that a quick
// exit leaves none behind it.
type View = { name: "rooms" | "learn" | "room" } | { name: "door"; room: string };

interface AppProps {
    session: MemberSession;
    onLeave: () => void;
}

export function App({ session, onLeave }: AppProps) {
    const view = useSignal<View>({ name: session.room.value ? "room" : "rooms" });
    const dialog = useSignal<"help" | "steady" | undefined>(undefined);
    const here = view.value;
    const place = here.name === "door" ? `door ${here.room}` : here.name;

    // A new view is read from its heading.
    const isFirst = useSignal(true);
    useEffect(() => {
        if (isFirst.value) isFirst.value = false;
        else document.querySelector<HTMLElement>("h1")?.focus();
    }, [place]);

    const go = (to: View) => {
        view.value = to;
    };
    const goToRoom = (room: string) =>
        go(room === session.room.value ? { name: "room" } : { name: "door", room });
    return (
        <div class={`page at-${here.name}`}>
            <header class="top">
                <a
                    class="skip"
                    href={t("exit.address")}
                    rel="noreferrer"
                    onClick={(event) => {
                        event.preventDefault();
                        onLeave();
                    }}
                >
                    {t("skip.exit")}
                </a>
                <a
                    class="skip"
                    href="#main"
                    onClick={(event) => {
                        event.preventDefault();
                        document.querySelector<HTMLElement>("h1")?.focus();
                    }}
                >
                    {t("skip.main")}
                </a>
                <nav class="tabs" aria-label={t("nav.label")}>
                    <button
                        type="button"
                        class="tab"
                        aria-current={here.name === "rooms" || here.name === "door" ? "page" : undefined}
                        onClick={() => go({ name: "rooms" })}
                    >
                        {t("nav.rooms")}
                    </button>
                    <button
                        type="button"
                        class="tab"
                        aria-current={here.name === "learn" ? "page" : undefined}
                        onClick={() => go({ name: "learn" })}
                    >
                        {t("nav.learn")}
                    </button>
                </nav>
                <div class="safety">
                    <button
                        type="button"
                        class="button help"
                        onClick={() => {
                            dialog.value = "help";
                        }}
                    >
                        {t("help.button")}
                    </button>
                    <a
                        class="button exit"
                        href={t("exit.address")}
                        rel="noreferrer"
                        onClick={(event) => {
                            event.preventDefault();
                            onLeave();
                        }}
                    >
                        {t("exit.button")}
                    </a>
                </div>
            </header>
            <div class="notices">
                <ShiftDots />
                {session.connection.value && (
                    <ConnectionBanner
                        state={session.connection.value}
                        onTryNow={() => session.tryNow()}
                        onStartAgain={() => {
                            session.end();
                            location.reload();
                        }}
                    />
                )}
            </div>
            <main id="main">
                {here.name === "rooms" && <Arrive session={session} onChoose={goToRoom} />}
                {here.name === "learn" && <Learn onChoose={goToRoom} />}
                {here.name === "door" && (
                    <Door
                        key={here.room}
                        room={here.room}
                        session={session}
                        onBack={() => go({ name: "rooms" })}
                        onEntered={() => go({ name: "room" })}
                    />
                )}
                {here.name === "room" && session.room.value && roomCard(session.room.value) && (
                    <RoomView
                        room={session.room.value}
                        session={session}
                        onLeave={() => {
                            session.leaveRoom();
                            go({ name: "rooms" });
                        }}
                        onHelp={() => {
                            dialog.value = "help";
                        }}
                        onSteady={() => {
                            dialog.value = "steady";
                        }}
                    />
                )}
            </main>
            <Announcer />
            {dialog.value === "help" && (
                <HelpDialog
                    onClose={() => {
                        dialog.value = undefined;
                    }}
                    onSteady={() => {
                        dialog.value = "steady";
                    }}
                />
            )}
            {dialog.value === "steady" && (
                <SteadyDialog
                    onClose={() => {
                        dialog.value = undefined;
                    }}
                />
            )}
        </div>
    );
}

import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { t, tn } from "../copy";
import { Announcer } from "../shared/announcer";
import { ConnectionBanner } from "../shared/connection_banner";
import { CasePanel } from "./case_panel";
import { isDecision, listenForChords } from "./chords";
import { KeysDialog } from "./keys_dialog";
import { QueueList } from "./queue_list";
import { SignIn } from "./sign_in";
import type { StaffSession } from "./staff_session";
import { StaleBanner } from "./stale_banner";
import { Toasts } from "./toasts";

export function App({ session }: { session: StaffSession }) {
    const state = session.connection.value;
    const startAgain = () => {
        session.signOut();
        location.reload();
    };
    return (
        <>
            {state ? <Desk session={session} onSignOut={startAgain} /> : <SignIn session={session} />}
            <Toasts />
            <Announcer />
        </>
    );
}

function Desk({ session, onSignOut }: { session: StaffSession; onSignOut: () => void }) {
    const showsKeys = useSignal(false);
    const state = session.connection.value;
    const selected = session.selected.value;
    const view = selected === undefined ? undefined : session.queue.value.get(selected);

    useEffect(
        () =>
            listenForChords((act) => {
                const id = session.selected.value;
                if (act === "list") showsKeys.value = !showsKeys.value;
                else if (act === "next") selectBeside(session, 1);
                else if (act === "previous") selectBeside(session, -1);
                else if (id === undefined) return;
                else if (act === "open") void session.open(id);
                else if (act === "claim") void session.claim(id);
                else if (act === "give_back") void session.giveBack(id);
                else if (act === "reply") document.getElementById("talk-here")?.focus();
                else if (isDecision(act)) document.getElementById(`decide-${act}`)?.click();
            }),
        [],
    );
    const waiting = session.cases.value.filter((one) => !one.holder).length;
    return (
        <div class="page desk">
            <header class="top">
                <a
                    class="skip"
                    href="#case"
                    onClick={(event) => {
                        event.preventDefault();
                        document.getElementById("case")?.focus();
                    }}
                >
                    {t("skip.main")}
                </a>
                <h1>{t("staff.page_title")}</h1>
                <p class="desk-state">
                    <span class={state?.name === "connected" ? "live yes" : "live"}>
                        {state?.name === "connected" ? t("staff.live") : t("connection.connecting")}
                    </span>
                    <span>{tn("staff.waiting", waiting)}</span>
                    {session.you.value && (
                        <span>{t("staff.on_shift", { name: session.you.value.name })}</span>
                    )}
                </p>
                <p class="desk-tools">
                    <button
                        type="button"
                        class="button quiet"
                        onClick={() => {
                            showsKeys.value = true;
                        }}
                    >
                        {t("keys.button")}
                    </button>
                    <button type="button" class="button quiet" onClick={onSignOut}>
                        {t("staff.sign_out")}
                    </button>
                </p>
            </header>
            <div class="notices">
                {state && (
                    <ConnectionBanner
                        state={state}
                        onTryNow={() => session.tryNow()}
                        onStartAgain={onSignOut}
                    />
                )}
                <StaleBanner session={session} />
            </div>
            <main class="desk-parts">
                <QueueList session={session} />
                {view ? (
                    <CasePanel key={view.id} session={session} view={view} />
                ) : (
                    <section
                        class="case empty"
                        id="case"
                        data-region
                        tabIndex={-1}
                        aria-label={t("staff.choose")}
                    >
                        <p class="lead">
                            {session.you.value && !session.may("see_queue")
                                ? t("staff.not_allowed")
                                : t("staff.choose")}
                        </p>
                    </section>
                )}
            </main>
            {showsKeys.value && (
                <KeysDialog
                    onClose={() => {
                        showsKeys.value = false;
                    }}
                />
            )}
        </div>
    );
}

function selectBeside(session: StaffSession, step: 1 | -1): void {
    const cases = session.cases.value;
    const at = cases.findIndex((view) => view.id === session.selected.value);
    const next = cases[at < 0 ? 0 : at + step];
    if (!next) return;
    session.select(next.id);
    document.getElementById(`case-${next.id}`)?.focus();
}

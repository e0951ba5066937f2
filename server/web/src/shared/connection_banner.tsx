import type { ConnectionState } from "../connection";
import { t, tn } from "../copy";
import { second } from "./ticking";

interface BannerProps {
    state: ConnectionState;
    onTryNow: () => void;
    onStartAgain: () => void;
}

// Short losses mend by themselves before anyone needs to know.
const patience = 2_000;

export function ConnectionBanner({ state, onTryNow, onStartAgain }: BannerProps) {
    if (state.name === "ended") {
        if (state.reason === "stopped") return <div role="status" />;
        return (
            <div class="banner firm" role="status">
                <p>{t(`connection.ended.${state.reason}`)}</p>
                <button type="button" class="button" onClick={onStartAgain}>
                    {t("connection.again")}
                </button>
            </div>
        );
    }
    const now = second.value;
    const lostAt = state.name === "connected" ? undefined : state.lostAt;
    const isLost = lostAt !== undefined && now - lostAt >= patience;
    return (
        <div class={isLost ? "banner" : undefined} role="status">
            {isLost && <LostWords state={state} now={now} />}
            {isLost && (
                <button type="button" class="button" onClick={onTryNow}>
                    {t("connection.try_now")}
                </button>
            )}
        </div>
    );
}

function LostWords({ state, now }: { state: ConnectionState; now: number }) {
    if (state.name === "offline") return <p>{t("connection.offline")}</p>;
    if (state.name !== "reconnecting") return <p>{t("connection.connecting")}</p>;
    const seconds = Math.max(1, Math.ceil((state.retryAt - now) / 1000));
    // The count is for eyes only: spoken each second it would drown everything else.
    return (
        <p>
            <span class="hidden">{t("connection.connecting")}</span>
            <span aria-hidden="true">{tn("connection.reconnecting", seconds)}</span>
        </p>
    );
}

import { t } from "../copy";
import { second } from "../shared/ticking";
import { elapsed } from "../shared/times";
import type { StaffSession } from "./staff_session";

const silenceToTell = 10_000;

// A queue that looks calm because nothing arrives is the most dangerous one.
export function StaleBanner({ session }: { session: StaffSession }) {
    const heard = session.lastHeardAt();
    const silent = heard === 0 ? 0 : second.value - heard;
    const isStale = silent >= silenceToTell;
    return (
        <div role="alert" class={isStale ? "banner firm" : undefined}>
            {isStale && (
                <p>
                    <span aria-hidden="true">{t("staff.stale", { time: elapsed(silent) })}</span>
                    <span class="hidden">{t("staff.stale", { time: elapsed(silenceToTell) })}</span>
                </p>
            )}
        </div>
    );
}

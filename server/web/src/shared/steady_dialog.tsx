import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { browserClock } from "../clock";
import { t } from "../copy";
import { Dialog } from "./dialog";

// A longer breath out than in is what calms.
const breath = { in: 4_000, out: 6_000 };

type Phase = "in" | "out";

export function SteadyDialog({ onClose }: { onClose: () => void }) {
    const phase = useSignal<Phase | undefined>(undefined);
    useEffect(() => {
        const current = phase.value;
        if (!current) return;
        return browserClock.after(breath[current], () => {
            phase.value = current === "in" ? "out" : "in";
        });
    }, [phase.value]);
    return (
        <Dialog title={t("steady.title")} onClose={onClose}>
            <p>{t("steady.lead")}</p>
            <div class={`breath ${phase.value ?? ""}`} aria-hidden="true">
                <span />
            </div>
            <p class="breath-words" role="status">
                {phase.value === "in" && t("steady.in")}
                {phase.value === "out" && t("steady.out")}
            </p>
            <p class="center">
                <button
                    type="button"
                    class="button main"
                    onClick={() => {
                        phase.value = phase.value ? undefined : "in";
                    }}
                >
                    {phase.value ? t("steady.stop") : t("steady.begin")}
                </button>
            </p>
            <p>{t("steady.feet")}</p>
        </Dialog>
    );
}

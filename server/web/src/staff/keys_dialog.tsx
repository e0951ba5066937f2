import { t } from "../copy";
import { Dialog } from "../shared/dialog";
import { chordOf, decisions } from "./chords";
import { decisionWord } from "./words";

export function KeysDialog({ onClose }: { onClose: () => void }) {
    const acts = ["next", "previous", "open", "claim", "give_back", "reply", "list"] as const;
    return (
        <Dialog title={t("keys.title")} onClose={onClose}>
            <p>{t("keys.lead")}</p>
            <dl class="keys">
                {acts.map((act) => (
                    <div key={act}>
                        <dt>
                            <kbd>{chordOf(act)}</kbd>
                        </dt>
                        <dd>{t(`keys.${act}`)}</dd>
                    </div>
                ))}
                {decisions.map((decision) => (
                    <div key={decision}>
                        <dt>
                            <kbd>{chordOf(decision)}</kbd>
                        </dt>
                        <dd>{decisionWord(decision)}</dd>
                    </div>
                ))}
            </dl>
            <p>{t("keys.confirm")}</p>
        </Dialog>
    );
}

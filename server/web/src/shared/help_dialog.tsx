import { useSignal } from "@preact/signals";
import { content, type HelpLine, type Region } from "../content";
import { t } from "../copy";
import { tabStorage } from "../tab_storage";
import { Dialog } from "./dialog";
import { dateOf } from "./times";

interface HelpProps {
    onClose: () => void;
    onSteady: () => void;
}

const linesAtFirst = 2;
const regionKey = "region";

// Needs nothing but the loaded page, so it works with the network gone. The member says where they
// are; it is never guessed, because a wrong number is worse than one question.
export function HelpDialog({ onClose, onSteady }: HelpProps) {
    const regions = content.value?.help.regions ?? [];
    const chosen = useSignal(tabStorage.get(regionKey));
    const region = regions.find((candidate) => candidate.id === chosen.value);
    return (
        <Dialog title={t("help.title")} onClose={onClose}>
            <p>{t("help.lead")}</p>
            <fieldset class="regions">
                <legend>{t("help.where")}</legend>
                {regions.map(({ id, name }) => (
                    <label key={id} class="choice">
                        <input
                            type="radio"
                            name="region"
                            checked={id === chosen.value}
                            onChange={() => {
                                chosen.value = id;
                                tabStorage.set(regionKey, id);
                            }}
                        />
                        <span>{name}</span>
                    </label>
                ))}
            </fieldset>
            <div aria-live="polite">{region && <Lines key={region.id} region={region} />}</div>
            <p class="hint">{t("help.elsewhere")}</p>
            <p>
                <button type="button" class="button" onClick={onSteady}>
                    {t("help.steady")}
                </button>
            </p>
        </Dialog>
    );
}

function Lines({ region }: { region: Region }) {
    const more = region.lines.slice(linesAtFirst);
    return (
        <>
            <section class="help-line urgent">
                <h3>{t("help.danger")}</h3>
                <CallLink number={region.emergency} />
            </section>
            {region.lines.slice(0, linesAtFirst).map((line) => (
                <Line key={line.name} line={line} />
            ))}
            {region.lines.length === 0 && <p>{t("help.no_lines")}</p>}
            {more.length > 0 && (
                <details>
                    <summary>{t("help.more")}</summary>
                    {more.map((line) => (
                        <Line key={line.name} line={line} />
                    ))}
                </details>
            )}
        </>
    );
}

function Line({ line }: { line: HelpLine }) {
    return (
        <section class="help-line">
            <h3>{line.name}</h3>
            <p class="ways">
                {line.call && <CallLink number={line.call} />}
                {line.text && <TextWay text={line.text} />}
            </p>
            {line.hours && <p>{t("help.hours", { text: line.hours })}</p>}
            {line.cost && <p>{t("help.cost", { text: line.cost })}</p>}
            <p class="hint">
                {line.verified && line.last_checked
                    ? t("help.checked", { date: dateOf(line.last_checked) })
                    : t("help.unchecked")}
            </p>
        </section>
    );
}

function CallLink({ number }: { number: string }) {
    return (
        <a class="button main" href={`tel:${number.replace(/[^\d+]/g, "")}`}>
            {t("help.call", { number })}
        </a>
    );
}

// A plain number can be tapped; "HOME to 741741" says what to write, so it stays words.
function TextWay({ text }: { text: string }) {
    const words = t("help.text", { text });
    if (!/^[\d\s+]+$/.test(text)) return <strong class="text-way">{words}</strong>;
    return (
        <a class="button" href={`sms:${text.replace(/\s/g, "")}`}>
            {words}
        </a>
    );
}

import { useSignal } from "@preact/signals";
import { content, roomCard } from "../content";
import { t } from "../copy";
import type { MemberSession } from "./member_session";

interface DoorProps {
    room: string;
    session: MemberSession;
    onBack: () => void;
    onEntered: () => void;
}

type Progress = "looking" | "entering" | "failed" | "too_many";

// The room's card: who reads, what happens in a crisis, what is agreed. Then one tap.
export function Door({ room, session, onBack, onEntered }: DoorProps) {
    const progress = useSignal<Progress>("looking");
    const words = roomCard(room);
    if (!words) return null;
    const enter = async () => {
        if (progress.value === "entering") return;
        progress.value = "entering";
        const entered = await session.enter(room);
        if (entered.ok) onEntered();
        else progress.value = entered.status === 429 ? "too_many" : "failed";
    };
    const facts = [
        { title: t("door.for_whom"), text: words.for_whom },
        { title: t("door.moderators_see"), text: words.moderators_see },
        { title: t("door.in_a_crisis"), text: words.in_a_crisis },
    ];
    return (
        <div class="column door">
            <p>
                <button type="button" class="link" onClick={onBack}>
                    {t("door.back")}
                </button>
            </p>
            <h1 tabIndex={-1}>{words.title}</h1>
            <p class="lead">{words.invitation}</p>
            <p>{words.about}</p>
            <p class="scope">{words.scope}</p>
            <dl class="facts">
                {facts.map(({ title, text }) => (
                    <div key={title}>
                        <dt>{title}</dt>
                        <dd>{text}</dd>
                    </div>
                ))}
            </dl>
            {words.open ? (
                <>
                    <Agreements />
                    <p>{t("door.name")}</p>
                    <section class="note" aria-labelledby="leaving">
                        <h2 id="leaving">{t("door.leaving_title")}</h2>
                        <p>{t("door.leaving")}</p>
                    </section>
                    <div class="door-foot">
                        <button
                            type="button"
                            class="button main wide"
                            aria-disabled={progress.value === "entering"}
                            onClick={() => void enter()}
                        >
                            {progress.value === "entering" ? t("door.entering") : t("door.enter")}
                        </button>
                        <p role="status" class="problem">
                            {progress.value === "failed" && t("door.failed")}
                            {progress.value === "too_many" && t("door.too_many")}
                        </p>
                    </div>
                </>
            ) : (
                <p class="note">{t("door.closed")}</p>
            )}
        </div>
    );
}

function Agreements() {
    return (
        <section aria-labelledby="agreements">
            <h2 id="agreements">{t("door.agreements")}</h2>
            <ul class="agreements">
                {content.value?.agreements.items.map((item) => (
                    <li key={item.id}>
                        <details>
                            <summary>{item.title}</summary>
                            <p>{item.text}</p>
                        </details>
                    </li>
                ))}
            </ul>
        </section>
    );
}

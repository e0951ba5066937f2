import { content, roomCard } from "../content";
import { t } from "../copy";

export function Learn({ onChoose }: { onChoose: (room: string) => void }) {
    return (
        <div class="column">
            <h1 tabIndex={-1}>{t("learn.title")}</h1>
            <p class="lead">{t("learn.lead")}</p>
            <ul class="learn">
                {content.value?.learn.map((page) => (
                    <li key={page.id}>
                        <details>
                            <summary>
                                <h2>{page.title}</h2>
                            </summary>
                            {page.body.map((paragraph) => (
                                <p key={paragraph}>{paragraph}</p>
                            ))}
                            {page.scope && <p class="scope">{page.scope}</p>}
                            <p class="card-actions">
                                {page.rooms.map(roomCard).map(
                                    (room) =>
                                        room?.open && (
                                            <button
                                                key={room.id}
                                                type="button"
                                                class="button"
                                                onClick={() => onChoose(room.id)}
                                            >
                                                {t("learn.rooms", { room: room.title })}
                                            </button>
                                        ),
                                )}
                            </p>
                        </details>
                    </li>
                ))}
            </ul>
        </div>
    );
}

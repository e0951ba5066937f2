// Words of the staff pages that hang on an answer of the server.

import type { Answer } from "../connection";
import { content, roomCard } from "../content";
import { t } from "../copy";
import type { Category, Decision, Level } from "../protocol";

export function levelWord(level: Level): string {
    return content.value?.staff.levels[level].label ?? level;
}

export function categoryWord(category: Category): string {
    return content.value?.staff.categories[category] ?? category;
}

export function decisionWord(decision: Decision): string {
    return content.value?.staff.decisions[decision].label ?? decision;
}

export function roomWord(room: string): string {
    return roomCard(room)?.title ?? (room.startsWith("care.") ? t("staff.care_room") : room);
}

export function refusalWords(answer: Answer): string {
    if (answer.type === "refused" && answer.code === "held_by_other" && answer.holder) {
        return t("staff.lost_race", { name: answer.holder.name });
    }
    return t("staff.failed", { reason: reasonWords(answer) });
}

function reasonWords(answer: Answer): string {
    if (answer.type !== "refused") return t("staff.refused.no_answer");
    switch (answer.code) {
        case "not_holder":
        case "wrong_state":
        case "conflict":
        case "forbidden":
        case "no_such_case":
        case "no_such_message":
        case "too_fast":
        case "store_unavailable":
            return t(`staff.refused.${answer.code}`);
        default:
            return t("staff.refused.other");
    }
}

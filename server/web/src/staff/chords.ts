// The keys of the staff page: always Alt and a letter, so that no letter by itself ever acts.

import type { Decision } from "../protocol";

export type Act = "next" | "previous" | "open" | "claim" | "give_back" | "reply" | "list" | Decision;

// By the key's place on the board, which Alt does not change.
const letters: Record<Act, string> = {
    next: "J",
    previous: "K",
    open: "O",
    claim: "C",
    give_back: "G",
    reply: "L",
    list: "Y",
    release: "R",
    release_with_note: "N",
    mask: "M",
    return: "T",
    withhold: "W",
};

const byCode = new Map((Object.keys(letters) as Act[]).map((act) => [`Key${letters[act]}`, act]));

export function chordOf(act: Act): string {
    return `Alt+${letters[act]}`;
}

export const decisions: readonly Decision[] = ["release", "release_with_note", "mask", "return", "withhold"];

export function isDecision(act: Act): act is Decision {
    return (decisions as readonly Act[]).includes(act);
}

export function listenForChords(onAct: (act: Act) => void): () => void {
    const listen = (event: KeyboardEvent) => {
        if (event.key === "F6") {
            event.preventDefault();
            focusNextRegion(event.shiftKey ? -1 : 1);
            return;
        }
        const act = byCode.get(event.code);
        if (!act || !event.altKey || event.ctrlKey || event.metaKey || event.shiftKey || event.repeat) return;
        // Where Alt writes letters of its own (a Mac), writing comes first.
        const writes = event.key.length === 1 && event.key.charCodeAt(0) > 127;
        if (writes && event.target instanceof HTMLTextAreaElement) return;
        event.preventDefault();
        onAct(act);
    };
    addEventListener("keydown", listen);
    return () => removeEventListener("keydown", listen);
}

function focusNextRegion(step: 1 | -1): void {
    const regions = [...document.querySelectorAll<HTMLElement>("[data-region]")];
    if (regions.length === 0) return;
    const at = regions.findIndex((region) => region.contains(document.activeElement));
    const next = at < 0 && step < 0 ? regions.length - 1 : at + step;
    regions[(next + regions.length) % regions.length]?.focus();
}

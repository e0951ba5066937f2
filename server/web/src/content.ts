// What the server's content files say, as `GET /api/content` brings it: once, at the start, so that
// help stays on screen with the network gone.

import { signal } from "@preact/signals";
import type { Category, Decision, Level } from "./protocol";

export interface RoomCard {
    id: string;
    family: string;
    open: boolean;
    title: string;
    invitation: string;
    about: string;
    scope: string;
    for_whom: string;
    moderators_see: string;
    in_a_crisis: string;
}

export interface Family {
    id: string;
    title: string;
    about: string;
}

// What an author reads beside an own message, by itself. `actions` are ids that a view may know.
export interface Card {
    title: string;
    body_on_shift: string;
    body_off_shift: string;
    actions: string[];
    reviewed: string;
}

export interface LearnCard {
    id: string;
    title: string;
    body: string[];
    scope?: string;
    rooms: string[];
}

export interface HelpLine {
    name: string;
    call?: string;
    text?: string;
    hours?: string;
    cost?: string;
    verified: boolean;
    last_checked?: string;
}

export interface Region {
    id: string;
    name: string;
    emergency: string;
    lines: HelpLine[];
}

export interface Agreement {
    id: string;
    title: string;
    text: string;
}

export interface StaffLabel {
    label: string;
    meaning: string;
}

// First words for a private talk; nothing in them is left to fill in.
export interface Opener {
    id: string;
    label: string;
    text: string;
}

export interface StaffWords {
    levels: Record<Level, StaffLabel>;
    categories: Record<Category, string>;
    decisions: Record<Decision, StaffLabel>;
    openers: Opener[];
}

export interface Content {
    language: string;
    direction: "ltr" | "rtl";
    version: string;
    copy: Record<string, string>;
    families: Family[];
    rooms: RoomCard[];
    agreements: { version: number; items: Agreement[] };
    cards: Record<string, Card>;
    notes: Record<string, { label: string }>;
    learn: LearnCard[];
    help: { regions: Region[] };
    staff: StaffWords;
}

export const content = signal<Content | undefined>(undefined);

export function roomCard(id: string): RoomCard | undefined {
    return content.value?.rooms.find((room) => room.id === id);
}

export function card(id: string | undefined): Card | undefined {
    return id === undefined ? undefined : content.value?.cards[id];
}

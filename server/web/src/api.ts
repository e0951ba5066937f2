// The server's HTTP endpoints.

import type { Content } from "./content";
import type { Person } from "./protocol";

// `status` 0 is: no answer at all.
export type Outcome<T> = { ok: true; value: T } | { ok: false; status: number };

export interface SignedIn {
    token: string;
    you: Person;
}

export interface RoomNow {
    id: string;
    members: number;
    moderators: number;
    paused: boolean;
}

async function call<T>(path: string, init: RequestInit): Promise<Outcome<T>> {
    try {
        const response = await fetch(path, {
            ...init,
            cache: "no-store",
            signal: AbortSignal.timeout(10_000),
        });
        if (!response.ok) return { ok: false, status: response.status };
        return { ok: true, value: (await response.json()) as T };
    } catch {
        return { ok: false, status: 0 };
    }
}

function post(body: object): RequestInit {
    return { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(body) };
}

export const fetchContent = (language: string) =>
    call<Content>(`/api/content?lang=${encodeURIComponent(language)}`, {});

export const fetchRooms = () => call<{ rooms: RoomNow[] }>("/api/rooms", {});

export const becomeGuest = () => call<SignedIn>("/api/guests", post({}));

export const signIn = (code: string) => call<SignedIn>("/api/sign-in", post({ code }));

// Outlives the page, so that leaving in a hurry ends the session on the server too.
export function signOut(token: string): void {
    fetch("/api/sign-out", {
        method: "POST",
        headers: { Authorization: `Bearer ${token}` },
        keepalive: true,
    }).catch(() => {});
}

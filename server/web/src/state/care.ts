// The private places with a moderator that are open for this member.

import type { Event, Welcome } from "../protocol";
import { unreachable } from "../unreachable";

export function reduceCare(rooms: readonly string[], event: Event | Welcome): readonly string[] {
    switch (event.type) {
        case "welcome":
            return event.care_rooms;
        case "care_opened":
            return rooms.includes(event.room) ? rooms : [...rooms, event.room];
        case "entry":
        case "status":
        case "presence":
        case "paused":
        case "case_changed":
            return rooms;
        default:
            return unreachable(event, rooms);
    }
}

// Every room this client hears, by id.

import type { Event, HistoryPage, Joined, Said } from "../protocol";
import { unreachable } from "../unreachable";
import { emptyRoom, type RoomAction, type RoomEvent, type RoomLog, reduceRoom } from "./room_log";

export type Rooms = ReadonlyMap<string, RoomLog>;
export type RoomsEvent =
    | Event
    | Joined
    | Said
    | HistoryPage
    | { type: "in_room"; room: string; action: RoomAction };

export function reduceRooms(rooms: Rooms, me: string, event: RoomsEvent): Rooms {
    switch (event.type) {
        case "joined":
        case "history_page":
        case "entry":
        case "presence":
        case "paused":
            return inRoom(rooms, me, event.room, event);
        case "said":
        case "status":
            return inRoom(rooms, me, event.message.room, event);
        case "in_room":
            return inRoom(rooms, me, event.room, event.action);
        case "care_opened":
        case "case_changed":
            return rooms;
        default:
            return unreachable(event, rooms);
    }
}

// Joining makes a room known, and so does writing in it before the answer to the join has come. What
// comes late, after leaving, is dropped.
function inRoom(rooms: Rooms, me: string, room: string, event: RoomEvent): Rooms {
    const begins = event.type === "joined" || event.type === "send";
    const known = rooms.get(room) ?? (begins ? emptyRoom(room, me) : undefined);
    return known ? new Map(rooms).set(room, reduceRoom(known, event)) : rooms;
}

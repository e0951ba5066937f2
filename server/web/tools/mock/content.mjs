// The content folder as `GET /api/content` answers it, without the server's checks.

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "smol-toml";
import { readCopy } from "../../build/copy_file.mjs";

export function readContent(folder) {
    const read = (name) => parse(readFileSync(join(folder, name), "utf8"));
    const local = (text) => (typeof text === "object" ? text.en : text);
    const rooms = read("rooms.toml");
    const words = read("en/rooms.toml");
    const regions = read("help_lines.toml").regions.map((region) => ({
        ...region,
        name: local(region.name),
        lines: region.lines.map((line) => ({
            ...line,
            name: local(line.name),
            ...(line.text ? { text: local(line.text) } : {}),
        })),
    }));
    return {
        language: "en",
        direction: "ltr",
        version: "mock",
        copy: readCopy(),
        families: rooms.families.map((family) => ({ ...words.families[family.id], id: family.id })),
        rooms: rooms.rooms.map((room) => ({ ...words.rooms[room.id], ...room })),
        agreements: read("en/agreements.toml"),
        cards: read("en/cards.toml"),
        notes: read("en/notes.toml"),
        learn: read("en/learn.toml").cards,
        help: { regions },
        staff: read("en/staff.toml"),
    };
}

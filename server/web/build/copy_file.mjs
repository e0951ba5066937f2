// Reads copy.toml (one `key = "text"` a line) for the build: for the type of its keys, and for the few
// words that stand on the page before the server's content has come.

import { readFileSync } from "node:fs";

export const copyFile = new URL("../../content/en/copy.toml", import.meta.url);

const line = /^([a-z0-9_]+(?:\.[a-z0-9_]+)*) = ("(?:[^"\\]|\\.)*")$/;

export function readCopy(file = copyFile) {
    const copy = {};
    const lines = readFileSync(file, "utf8").split("\n");
    const start = lines.indexOf("[copy]") + 1;
    for (const [index, text] of lines.entries()) {
        if (index < start || text.trim() === "" || text.startsWith("#")) continue;
        const match = line.exec(text);
        if (!match) throw new Error(`copy.toml:${index + 1}: expected key = "text"`);
        copy[match[1]] = JSON.parse(match[2]);
    }
    return copy;
}

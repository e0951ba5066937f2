// Writes src/generated/copy_keys.ts: the keys of copy.toml as a type, so that tsc knows every word.

import { mkdirSync, writeFileSync } from "node:fs";
import { readCopy } from "./copy_file.mjs";

const keys = Object.keys(readCopy()).sort();
const plurals = keys.filter((key) => key.endsWith("_other")).map((key) => key.slice(0, -"_other".length));

const union = (names) => names.map((name) => `\n    | ${JSON.stringify(name)}`).join("");
const text = `// Written by build/copy_keys.mjs from content/en/copy.toml.

export type CopyKey =${union(keys)};

export type PluralKey =${union(plurals)};
`;

const folder = new URL("../src/generated/", import.meta.url);
mkdirSync(folder, { recursive: true });
writeFileSync(new URL("copy_keys.ts", folder), text);

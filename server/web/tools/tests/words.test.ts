import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { readCopy } from "../../build/copy_file.mjs";
import { pieces, wordsOf } from "../../src/staff/spans";

const web = fileURLToPath(new URL("../..", import.meta.url));
const copy: Record<string, string> = readCopy();
const keys = Object.keys(copy);

function sources(): string {
    const src = join(web, "src");
    const files = readdirSync(src, { recursive: true, encoding: "utf8" }).filter(
        (name) => /\.tsx?$/.test(name) && !name.startsWith("generated"),
    );
    return [...files.map((name) => join(src, name)), join(web, "index.html"), join(web, "staff.html")]
        .map((file) => readFileSync(file, "utf8"))
        .join("\n");
}

describe("copy.toml", () => {
    const text = sources();

    test("has no key that no page uses", () => {
        const unused = keys.filter((key) => {
            const name = key.replace(/_(one|other)$/, "");
            if (text.includes(`"${key}"`) || text.includes(`"${name}"`) || text.includes(`{{${key}}}`))
                return false;
            const prefix = key.slice(0, key.lastIndexOf(".") + 1);
            return !text.includes(`\`${prefix}\${`);
        });

        expect(unused).toEqual([]);
    });

    test("has both forms of every number", () => {
        const lone = keys.filter(
            (key) =>
                (key.endsWith("_one") && !copy[key.replace(/_one$/, "_other")]) ||
                (key.endsWith("_other") && !copy[key.replace(/_other$/, "_one")]),
        );

        expect(lone).toEqual([]);
    });

    test("has no key that is also the name of a group", () => {
        expect(keys.filter((key) => keys.some((longer) => longer.startsWith(`${key}.`)))).toEqual([]);
    });

    test("says things in short sentences, without blame or cheer", () => {
        const banned =
            /\b(violations?|rejected|inappropriate|committed suicide|illegal|invalid|crazy|should)\b|!/i;
        const sentences = keys.flatMap((key) =>
            (copy[key] ?? "").split(/[.?:]\s/).map((sentence) => ({ key, sentence })),
        );

        expect(keys.filter((key) => banned.test(copy[key] ?? ""))).toEqual([]);
        expect(sentences.filter(({ sentence }) => sentence.split(/\s+/).length > 25)).toEqual([]);
    });
});

test("no word stands in a view itself", () => {
    const views = sources();
    const bare = [...views.matchAll(/>\s*([A-Z][a-z]+(?: [a-z]+)+)[.?]?\s*</g)].map((match) => match[1]);

    expect(bare).toEqual([]);
});

describe("highlights", () => {
    test("count code points, so that an emoji before them does not move them", () => {
        const text = "\u{1F642} I have pills here";

        expect(wordsOf(text, { begin: 9, end: 14 })).toBe("pills");
        expect(pieces(text, [{ begin: 9, end: 14 }])).toEqual([
            { text: "\u{1F642} I have ", isMarked: false },
            { text: "pills", isMarked: true },
            { text: " here", isMarked: false },
        ]);
    });

    test("join where spans overlap", () => {
        expect(
            pieces("abcdef", [
                { begin: 1, end: 3 },
                { begin: 2, end: 5 },
            ]),
        ).toEqual([
            { text: "a", isMarked: false },
            { text: "bcde", isMarked: true },
            { text: "f", isMarked: false },
        ]);
    });
});

// Walks both pages by keyboard alone, in the order a person would: a member comes in, writes, reads
// help and the card; a moderator finds the case, opens, claims, writes and decides. Exits 1 at the
// first thing that the keyboard cannot reach.
// node keyboard.mjs [--content FOLDER] | [--url URL --code ONE_TIME_CODE] for a real server.

import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { launch } from "./browser.mjs";
import { seed, startMock } from "./mock/server.mjs";

const { values } = parseArgs({
    options: {
        content: { type: "string", default: fileURLToPath(new URL("../../content", import.meta.url)) },
        url: { type: "string" },
        code: { type: "string", default: "let-me-in Rowan" },
    },
});
const mock = values.url ? undefined : await startMock({ contentFolder: values.content });
if (mock) seed(mock.world);
const url = values.url ?? mock.url;
const browser = await launch();

async function newPage() {
    const context = await browser.newContext({
        viewport: { width: 1360, height: 850 },
        reducedMotion: "reduce",
    });
    const page = await context.newPage();
    page.on("pageerror", (error) => fail(String(error)));
    return page;
}

function fail(why) {
    console.error(`keyboard: ${why}`);
    process.exit(1);
}

function said(what) {
    console.log(`ok  ${what}`);
}

const focused = (page) =>
    page.evaluate(() => {
        const at = document.activeElement;
        const labelled = at?.getAttribute("aria-label") ?? at?.labels?.[0]?.textContent ?? at?.textContent;
        return (labelled ?? "").trim().replace(/\s+/g, " ");
    });

// Presses Tab until something whose name begins with `name` has the focus, and it is in sight.
async function tabTo(page, name, key = "Tab") {
    for (let presses = 0; presses < 80; presses += 1) {
        await page.keyboard.press(key);
        if (!(await focused(page)).startsWith(name)) continue;
        const hidden = await page.evaluate(() => {
            const box = document.activeElement.getBoundingClientRect();
            const x = box.left + Math.min(box.width / 2, 40);
            const y = box.top + Math.min(box.height / 2, 20);
            const top = document.elementFromPoint(x, y);
            return !top || !(document.activeElement.contains(top) || top.contains(document.activeElement));
        });
        if (hidden) fail(`${name} has the focus but is covered`);
        return;
    }
    fail(`Tab never reaches "${name}"`);
}

async function see(page, text) {
    await page
        .getByText(text)
        .first()
        .waitFor({ timeout: 10_000 })
        .catch(() => fail(`"${text}" is not shown`));
}

const member = await newPage();
await member.goto(url);
await see(member, "You are welcome here");
await member.keyboard.press("Tab");
if (!(await focused(member)).startsWith("Leave this page")) fail("the first stop is not the exit");
said("the first stop is the exit, before everything else");

await tabTo(member, "Lighter Steps");
await member.keyboard.press("Enter");
await see(member, "What we agree on");
if ((await focused(member)) !== "Lighter Steps") fail("a new view does not begin at its heading");
await tabTo(member, "I agree");
await member.keyboard.press("Enter");
await see(member, "You are here as");
said("a room, in two presses of Enter");

await tabTo(member, "Your message");
await member.keyboard.type("Hello from the keyboard");
await member.keyboard.press("Shift+Enter");
await member.keyboard.type("with two lines");
await member.keyboard.press("Enter");
await see(member, "In the room");
if (!(await focused(member)).startsWith("Your message")) fail("the focus left the composer after sending");
said("written and sent; the focus stays");

await member.keyboard.type("I have the pills here and I'm going to do it tonight");
await member.keyboard.press("Enter");
await see(member, "A moderator reads this before others see it");
await see(member, "Please reach someone now");
said("a held message says so, with its card");

await tabTo(member, "Help lines", "Shift+Tab");
await member.keyboard.press("Enter");
await see(member, "Where are you?");
await tabTo(member, "United Kingdom");
await member.keyboard.press("Space");
await see(member, "Call 116 123");
await member.keyboard.press("Escape");
if ((await focused(member)) !== "Help lines") fail("closing help does not give the focus back");
said("help opens, a region is chosen, Escape gives the focus back");

const staff = await newPage();
await staff.goto(`${url}/staff`);
await see(staff, "One-time code");
await tabTo(staff, "One-time code");
await staff.keyboard.type(values.code);
await staff.keyboard.press("Enter");
await see(staff, "Imminent");
said("signed in; the case is in the queue");

if ((await staff.content()).includes("pills")) fail("text of an unopened case is in the page");
await staff.keyboard.press("Alt+J");
await see(staff, "The text is not on this device yet");
if ((await staff.content()).includes("pills")) fail("text of an unopened case is in the page");
await staff.keyboard.press("Alt+O");
await staff.locator(".flagged-text mark").first().waitFor();
said("selected and opened by chords; no text before that");

await staff.keyboard.press("Alt+R");
await see(staff, "Claim the case, and you can decide.");
if (await staff.locator(".preview").count()) fail("a decision is offered before the claim");
await staff.keyboard.press("Alt+C");
await see(staff, "held by you");
await staff.keyboard.press("Alt+L");
await staff.keyboard.type("Hello, I am a moderator. Are you safe at this moment?");
await staff.keyboard.press("Enter");
await see(member, "A moderator is here to talk with you privately.");
said("claimed, and the first words reached the author");

await staff.keyboard.press("Alt+W");
await see(staff, "The author will read");
await staff.keyboard.press("Escape");
if (await staff.locator(".preview").count()) fail("Escape does not take a choice back");
await staff.keyboard.press("Alt+W");
await staff.keyboard.press("Enter");
await see(staff, "kept from the room");
await see(member, "A moderator kept this between you and moderators.");
said("decided with its words previewed; the author was told the truth");

await tabTo(member, "Go there");
await member.keyboard.press("Enter");
await member.keyboard.type("No. But I am still here.");
await member.keyboard.press("Enter");
await see(staff, "No. But I am still here.");
said("the author answered in private");

await staff.keyboard.press("F6");
await staff.keyboard.press("F6");
await staff.keyboard.press("Alt+Y");
await see(staff, "Each works with Alt");
await staff.keyboard.press("Escape");
said("regions by F6, keys by Alt+Y");

await member.keyboard.press("Shift+A");
await member.keyboard.press("Shift");
await member.keyboard.press("Shift");
await see(member, "Press Shift 1 more time");
await member.route("**/weather", (route) =>
    route.fulfill({ body: "<title>Weather</title>", contentType: "text/html" }),
);
await member.keyboard.press("Shift");
await member.waitForURL("**/weather");
await member.goBack().catch(() => {});
if ((await member.content()).includes("pills")) fail("going back shows what was written");
said("Shift three times left the page, and going back shows nothing of it");

await browser.close();
await mock?.stop();
process.exit(0);

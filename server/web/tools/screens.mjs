// Pictures of every screen, light and dark, phone and desktop, with axe on each.
// node screens.mjs [--content FOLDER] [--only NAME]; writes shots/ and exits 1 on a violation.

import { mkdirSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { AxeBuilder } from "@axe-core/playwright";
import { launch } from "./browser.mjs";
import { seed, startMock } from "./mock/server.mjs";

const { values } = parseArgs({
    options: {
        content: { type: "string", default: fileURLToPath(new URL("../../content", import.meta.url)) },
        only: { type: "string", default: "" },
    },
});
const shots = fileURLToPath(new URL("shots", import.meta.url));
mkdirSync(shots, { recursive: true });

const crisis = "I have the pills here and I'm going to do it tonight";

async function enter(page, url, room = "Lighter Steps") {
    await page.goto(url);
    await page.getByRole("button", { name: room }).first().click();
    await page.getByRole("button", { name: "I agree, let me in" }).click();
    await page.getByText(/You are here as/).waitFor();
}

async function write(page, text) {
    await page.getByRole("textbox", { name: "Your message" }).fill(text);
    await page.keyboard.press("Enter");
}

async function signIn(page, url, code = "let-me-in Rowan") {
    await page.goto(`${url}/staff`);
    await page.getByLabel("One-time code").fill(code);
    await page.keyboard.press("Enter");
    await page.getByText("on shift", { exact: false }).first().waitFor();
}

async function openFirst(page) {
    await page.locator(".case-row").first().click();
    await page.keyboard.press("Alt+O");
    await page.locator(".flagged-text").waitFor();
}

// Each screen from a fresh page; `other` is a second browser in the same world.
const screens = {
    arrive: async (page, url) => {
        await page.goto(url);
        await page.locator(".staffed").first().waitFor();
    },
    door: async (page, url) => {
        await page.goto(url);
        await page.getByRole("button", { name: "Lighter Steps" }).first().click();
    },
    room: async (page, url) => {
        await enter(page, url);
        await write(page, "Hello. I am new here. It is a long night.");
        await page.getByText("In the room").first().waitFor();
    },
    held: async (page, url) => {
        await enter(page, url);
        await write(page, "I want to end my life");
        await page.locator(".card").waitFor();
    },
    imminent: async (page, url, other) => {
        await enter(page, url);
        await write(page, crisis);
        await page.locator(".card").waitFor();
        await signIn(other, url);
        await openFirst(other);
        await other.keyboard.press("Alt+C");
        await other
            .locator("#talk-here")
            .fill("Hello, I am a moderator. I am here with you now. Are you safe at this moment?");
        await other.locator("#talk-here").press("Enter");
        await page.getByText("A moderator is here to talk").waitFor();
    },
    care: async (page, url, other) => {
        await screens.imminent(page, url, other);
        await page.getByRole("button", { name: "Go there" }).click();
        await write(page, "I am scared.");
    },
    returned: async (page, url) => {
        await enter(page, url);
        await write(page, "you are worthless");
        await write(page, "My number is 07123456789 if it helps");
        await page.getByText("one part kept private").waitFor();
    },
    reconnecting: async (page, url, _other, mock) => {
        await enter(page, url);
        await page.getByRole("textbox", { name: "Your message" }).fill("Half a sentence");
        await mock.stop();
        await page.getByRole("button", { name: "Try now" }).waitFor({ timeout: 15_000 });
        await write(page, "This was written with no connection.");
    },
    help: async (page, url) => {
        await enter(page, url);
        await page.getByRole("button", { name: "Help now" }).click();
        await page.getByRole("radio", { name: "United States" }).check();
        await page.getByText("Call 988").waitFor();
    },
    steady: async (page, url) => {
        await page.goto(url);
        await page.getByRole("button", { name: "Help now" }).click();
        await page.getByRole("button", { name: "Steady me" }).click();
        await page.getByRole("button", { name: "Begin" }).click();
        await page.waitForTimeout(3_000);
    },
    learn: async (page, url) => {
        await page.goto(url);
        await page.getByRole("button", { name: "Read" }).click();
        await page.locator("summary").first().click();
    },
    "staff-sign-in": async (page, url) => {
        await page.goto(`${url}/staff`);
        await page.getByLabel("One-time code").waitFor();
    },
    "staff-queue": async (page, url, other) => {
        await enter(other, url);
        await write(other, crisis);
        await signIn(page, url);
        await page.locator(".case-row").nth(2).waitFor();
    },
    "staff-case": async (page, url, other) => {
        await screens["staff-queue"](page, url, other);
        await openFirst(page);
    },
    "staff-decide": async (page, url, other) => {
        await screens["staff-case"](page, url, other);
        await page.keyboard.press("Alt+C");
        await page.locator("#talk-here").fill("Hello, I am a moderator. Are you safe at this moment?");
        await page.locator("#talk-here").press("Enter");
        await page.keyboard.press("Alt+N");
        await page.locator(".preview").waitFor();
    },
};

const shapes = { phone: { width: 360, height: 740 }, desktop: { width: 1360, height: 850 } };
let violations = 0;

for (const [name, play] of Object.entries(screens)) {
    if (values.only && !name.startsWith(values.only)) continue;
    const browser = await launch();
    for (const [shape, viewport] of Object.entries(shapes)) {
        for (const colorScheme of ["light", "dark"]) {
            const mock = await startMock({ contentFolder: values.content });
            seed(mock.world);
            const context = await browser.newContext({
                viewport,
                colorScheme,
                locale: "en-GB",
                reducedMotion: "reduce",
            });
            const page = await context.newPage();
            const other = await browser.newPage();
            const problems = [];
            page.on("console", (message) => {
                if (message.type() === "error" && !/ERR_|WebSocket/.test(message.text()))
                    problems.push(message.text());
            });
            page.on("pageerror", (error) => problems.push(String(error)));
            await play(page, mock.url, other, mock);
            await page.waitForTimeout(250);
            await page.screenshot({ path: `${shots}/${name}-${shape}-${colorScheme}.png` });
            const axe = await new AxeBuilder({ page }).analyze();
            const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
            if (wide > 0) problems.push(`scrolls sideways by ${wide} px`);
            for (const found of axe.violations) {
                problems.push(
                    `${found.id}: ${found.nodes.map((node) => node.html.slice(0, 160)).join(" | ")}`,
                );
            }
            violations += problems.length;
            console.log(
                `${name} ${shape} ${colorScheme}: ${problems.length === 0 ? "ok" : problems.join("\n    ")}`,
            );
            await context.close();
            await other.context().close();
            await mock.stop();
        }
    }
    await browser.close();
}
process.exit(violations === 0 ? 0 : 1);

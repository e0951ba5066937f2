// The story of a crisis message, in Chromium against a real server: two members chat; one writes
// something that must not reach the other; a moderator meets the author in private and decides; both
// sides see it live. Each check is one line; the process exits 1 if any failed.

import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";

const [url, wrenCode, juniperCode, shots] = process.argv.slice(2);
// The tools are installed beside the web pages, not here.
const tools = createRequire(`${process.cwd()}/package.json`);
const { AxeBuilder } = tools("@axe-core/playwright");
const { launch } = await import(pathToFileURL(`${process.cwd()}/browser.mjs`).href);

const crisis = "I have the pills here and I'm going to do it tonight";
let passed = 0;
let failed = 0;

async function check(what, act) {
    try {
        await act();
        passed += 1;
        console.log(`ok      ${what}`);
    } catch (error) {
        failed += 1;
        console.log(`FAILED  ${what}: ${String(error).split("\n").slice(0, 4).join(" / ")}`);
    }
}
function expect(condition, why) {
    if (!condition) throw new Error(why);
}

const browser = await launch();
const wires = new Map();
async function person(viewport = { width: 390, height: 800 }) {
    const context = await browser.newContext({ viewport, locale: "en-GB", reducedMotion: "reduce" });
    const page = await context.newPage();
    page.setDefaultTimeout(15_000);
    // Everything that reaches this browser, so that what must not can be looked for.
    const received = [];
    wires.set(page, received);
    page.on("websocket", (socket) => socket.on("framereceived", (frame) => received.push(String(frame.payload))));
    page.on("response", (response) => {
        response.text().then((text) => received.push(text), () => {});
    });
    return page;
}
const reached = (page, words) => wires.get(page).some((text) => text.includes(words));

async function enter(page, room) {
    await page.goto(url);
    await page.getByRole("button", { name: room }).first().click();
    await page.getByRole("button", { name: "I agree, let me in" }).click();
    await page.getByText(/You are here as/).waitFor();
}
async function write(page, text) {
    await page.getByRole("textbox", { name: "Your message" }).fill(text);
    await page.keyboard.press("Enter");
}
async function signIn(page, code) {
    await page.goto(`${url}/staff`);
    await page.getByLabel("One-time code").fill(code);
    await page.keyboard.press("Enter");
    await page.getByText("on shift", { exact: false }).first().waitFor();
}
async function look(page, name) {
    await page.screenshot({ path: `${shots}/${name}.png` });
    await check(`${name}: axe finds nothing`, async () => {
        const { violations } = await new AxeBuilder({ page }).analyze();
        expect(violations.length === 0, violations.map((v) => v.id).join(", "));
    });
}

const fern = await person();
const moss = await person();
const desk = { width: 1360, height: 850 };
const wren = await person(desk);
const juniper = await person(desk);

await check("a member is in a room after two taps", () => enter(fern, "Lighter Steps"));
await check("another member comes", () => enter(moss, "Lighter Steps"));
await check("they chat", async () => {
    await write(fern, "hello, first evening here");
    await moss.getByText("hello, first evening here").waitFor();
    await write(moss, "glad you came");
    await fern.getByText("glad you came").waitFor();
});
await check("two moderators sign in with one-time codes", async () => {
    await signIn(wren, wrenCode);
    await signIn(juniper, juniperCode);
});
await check("a code works once", async () => {
    const response = await fern.request.post(`${url}/api/sign-in`, { data: { code: wrenCode } });
    expect(response.status() === 401, `status ${response.status()}`);
});
await check("the author of a crisis message sees at once that it is being read, with a card", async () => {
    await write(fern, crisis);
    await fern.locator(".card").first().waitFor();
});
await look(fern, "held");
await check("both moderators see the case, without its text", async () => {
    await wren.locator(".case-row").first().waitFor();
    await juniper.locator(".case-row").first().waitFor();
    expect(!reached(wren, crisis), "the text reached a browser that did not open the case");
});
await look(wren, "queue");
await check("the case opens with its text and reason, by keyboard", async () => {
    await wren.locator(".case-row").first().click();
    await wren.keyboard.press("Alt+O");
    await wren.locator(".flagged-text").first().waitFor();
});
await check("one moderator claims it; the other learns who holds it", async () => {
    await wren.keyboard.press("Alt+C");
    await wren.locator("#talk-here").waitFor();
    await juniper.getByText("Wren").first().waitFor();
});
await check("moderator and author talk in private", async () => {
    await wren.locator("#talk-here").fill("Hello, I am Wren, a moderator. Are you safe right now?");
    await wren.locator("#talk-here").press("Enter");
    await fern.getByRole("button", { name: "Go there" }).click();
    await fern.getByText("Are you safe right now?").waitFor();
    await write(fern, "my sister is here now");
    await wren.getByText("my sister is here now").waitFor();
});
await look(fern, "care");
await look(wren, "case");
await check("the other member never received a word of it", async () => {
    expect(!reached(moss, "the pills"), "the held text reached another member");
    expect(!reached(moss, "my sister is here"), "the care thread reached another member");
});
await look(moss, "room");
await check("a reload shows the other member no trace", async () => {
    await moss.reload();
    await moss.getByText("hello, first evening here").waitFor();
    expect(!reached(moss, "the pills"), "the held text reached a late joiner");
});
await check("Help now is there, with lines", async () => {
    await moss.getByRole("button", { name: "Help now" }).first().click();
    await moss.getByRole("dialog").waitFor();
});
await look(moss, "help");
await check("no page was served without a content security policy", async () => {
    for (const path of ["/", "/staff", "/api/rooms"]) {
        const response = await fern.request.get(url + path);
        const policy = response.headers()["content-security-policy"] ?? "";
        expect(policy.includes("default-src 'none'"), `${path}: ${policy}`);
    }
});

await browser.close();
console.log(`browser: ${passed} passed, ${failed} failed`);
process.exit(failed === 0 ? 0 : 1);

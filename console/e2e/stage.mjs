// What every chapter of the story needs: people with browsers and authenticators, pictures, and complaints.
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { listen } from "./browser.mjs";

export const [out] = process.argv.slice(2);
export const TO = "0xd8dA6BF26964aF9D7eEd9e03E53415D37aA96045";
export const complaints = [];
const PATIENCE = 180_000;
const FIRST_SECONDS_MAX = 300;
const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf-8");
const begun = Date.now();
let steps = 0;

export function step(text) {
    steps++;
    console.log(`${String(steps).padStart(2)}. ${text} (${((Date.now() - begun) / 1000).toFixed(0)} s)`);
}

export const stepsSoFar = () => steps;

/** How long a newcomer waits for the first signature, at most five minutes, from the command's beginning if told. */
export function firstSignature() {
    const seconds = (Date.now() - Number(process.env.TALLYSTICK_BEGUN ?? begun)) / 1000;
    const from = process.env.TALLYSTICK_BEGUN
        ? "the command's beginning, downloads apart"
        : "the start of the programs";
    mkdirSync(out, { recursive: true });
    writeFileSync(join(out, "first-signature.json"), `${JSON.stringify({ seconds: Math.round(seconds), from })}\n`);
    step(`the first signature came ${seconds.toFixed(0)} s after ${from}`);
    must(seconds <= FIRST_SECONDS_MAX, `the first signature took more than ${FIRST_SECONDS_MAX} s`);
}

export const hex = (bytes) => Buffer.from(bytes).toString("hex");
export const ofHex = (text) => new Uint8Array(Buffer.from(text, "hex"));

export function must(holds, why) {
    if (!holds) throw new Error(why);
}

/** A browser of somebody's own, with an authenticator that has no passkey yet. */
export async function visitor(browser, base, name) {
    const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
    context.setDefaultTimeout(PATIENCE);
    const page = await context.newPage();
    const session = await context.newCDPSession(page);
    await session.send("WebAuthn.enable", { enableUI: false });
    await session.send("WebAuthn.addVirtualAuthenticator", {
        options: {
            protocol: "ctap2",
            ctap2Version: "ctap2_1",
            transport: "internal",
            hasResidentKey: true,
            hasUserVerification: true,
            isUserVerified: true,
            automaticPresenceSimulation: true,
        },
    });
    const said = [];
    listen(page, said);
    return { page, session, context, said, name, base, asked: asking(page) };
}

/** What the page asks of the server and has no answer to yet; the stream of events never ends. */
function asking(page) {
    const open = new Set();
    page.on("request", (one) => {
        if (new URL(one.url()).pathname.startsWith("/v1/") && !one.url().endsWith("/stream")) open.add(one);
    });
    for (const end of ["requestfinished", "requestfailed"]) page.on(end, (one) => open.delete(one));
    page.on("framenavigated", (frame) => {
        if (frame === page.mainFrame()) open.clear();
    });
    return open;
}

/** By the link of an invitation, as a newcomer does. */
export async function register(who, link) {
    await who.page.goto(link);
    await who.page.getByRole("button", { name: "Register a passkey" }).click();
    await who.page.getByText("Your passkey is registered.").waitFor();
    must(!who.page.url().includes(link.split("/").at(-1)), "the address still holds the invitation");
}

export async function signIn(who) {
    await who.page.goto(`${who.base}/`);
    await who.page.getByRole("button", { name: "Sign in with a passkey" }).click();
    await who.page.getByRole("heading", { name: "Overview" }).waitFor();
}

const STILL_MILLIS = 400;
const STILL_MILLIS_MAX = 15_000;
const LOOKS = [
    [1440, "light", ""],
    [390, "light", ""],
    [1440, "dark", "-dark"],
    [390, "dark", "-dark"],
];
const looked = new Set();

/** Waits until nothing is asked or checked any more and height and text have stood for a while; clocks may tick on. */
async function still({ page, asked }, name) {
    const until = Date.now() + STILL_MILLIS_MAX;
    for (let last, since = Date.now(); Date.now() < until; ) {
        const seen = await page.evaluate(() => {
            const text = (document.querySelector("main") ?? document.body).innerText;
            const words = text.replaceAll(/\b\d+ ?(sec|min)(onds?|utes?)?\b[^\n]*|\b\d+ (second|minute)s? ago|\bnow\b/g, "");
            const isChecking = text.includes("Being checked") || document.querySelector("[aria-label=Loading]");
            return `${document.documentElement.scrollHeight} ${isChecking ? Math.random() : ""} ${words}`;
        });
        if (seen !== last || asked.size > 0) since = Date.now();
        last = seen;
        if (Date.now() - since >= STILL_MILLIS) return;
        await new Promise((go) => setTimeout(go, 80));
    }
    complaints.push(`${name}: did not stand still within ${STILL_MILLIS_MAX} ms`);
}

/** Keeps what a screen looks like at both widths and in both looks, and what axe and the page itself complain of. */
export async function look(who, name) {
    must(!looked.has(name), `two pictures are called ${name}`);
    looked.add(name);
    mkdirSync(out, { recursive: true });
    await who.session.send("Runtime.evaluate", { expression: axe });
    for (const [width, scheme, ending] of LOOKS) {
        await who.page.setViewportSize({ width, height: width === 390 ? 844 : 900 });
        // Without motion: a colour on its way from one look to the other is of neither.
        await who.page.emulateMedia({ colorScheme: scheme, reducedMotion: "reduce" });
        await who.page.evaluate(() => document.fonts.ready.then(() => undefined));
        await still(who, `${name} ${width} ${scheme}`);
        await who.page.evaluate(() => scrollTo(0, 0));
        await who.page.screenshot({ path: join(out, `${name}-${width}${ending}.png`), fullPage: true });
        const wide = await who.page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
        if (wide > 0) complaints.push(`${name} ${width}: wider than the screen by ${wide}`);
        const { violations } = await who.page.evaluate(() => window.axe.run());
        for (const each of violations.filter(({ impact }) => ["serious", "critical"].includes(impact)))
            complaints.push(
                `${name} ${width} ${scheme}: ${each.id} ${each.nodes.map((node) => node.html.slice(0, 120)).join(" | ")}`,
            );
    }
    await who.page.setViewportSize({ width: 1440, height: 900 });
    await who.page.emulateMedia({ colorScheme: "light", reducedMotion: "no-preference" });
}

export async function fill(who, amount, note) {
    await who.page.goto(`${who.base}/transfer`);
    await who.page.getByRole("textbox", { name: /^To\b/ }).fill(TO);
    await who.page.getByRole("textbox", { name: /^Amount/ }).fill(amount);
    await who.page.getByRole("textbox", { name: /^What it is for/ }).fill(note);
    await who.page.getByRole("button", { name: "See what it does" }).click();
    await who.page.getByText("Amount and destination are those of the bytes").waitFor();
}

export const codeOf = (who) => who.page.locator(".code-words").first().getAttribute("aria-label");
export const stage = (who, text) => who.page.locator(".tag", { hasText: text }).first().waitFor({ timeout: PATIENCE });

// Two people and a browser meet a whole organisation: real nodes, a real chain, control and the console.
// Usage: node story.mjs OUT COMMAND...   COMMAND begins the organisation and prints one line of JSON (class Stage).
import { spawn } from "node:child_process";
import { mkdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { launch, listen } from "./browser.mjs";

const [out, ...command] = process.argv.slice(2);
const PATIENCE = 180_000;
const TO = "0xd8dA6BF26964aF9D7eEd9e03E53415D37aA96045";
const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf-8");
const complaints = [];
const begun = Date.now();
let steps = 0;

function step(text) {
    steps++;
    console.log(`${String(steps).padStart(2)}. ${text} (${((Date.now() - begun) / 1000).toFixed(0)} s)`);
}

function must(holds, why) {
    if (!holds) throw new Error(why);
}

async function organisation() {
    const process = spawn(command[0], command.slice(1), { stdio: ["pipe", "pipe", "inherit"] });
    const lines = createInterface({ input: process.stdout });
    const line = await new Promise((heard, gone) => {
        lines.on("line", (each) => each.startsWith("{") && heard(each));
        process.on("exit", (code) => gone(new Error(`the organisation ended with ${code}`)));
    });
    return { process, ...JSON.parse(line) };
}

/** A browser of somebody's own, with his passkey in it. */
async function visitor(browser, base, passkey, name) {
    const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
    context.setDefaultTimeout(PATIENCE);
    const page = await context.newPage();
    const session = await context.newCDPSession(page);
    await session.send("WebAuthn.enable", { enableUI: false });
    const { authenticatorId } = await session.send("WebAuthn.addVirtualAuthenticator", {
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
    await session.send("WebAuthn.addCredential", {
        authenticatorId,
        credential: { ...passkey, isResidentCredential: true, rpId: "localhost", signCount: 1 },
    });
    const said = [];
    listen(page, said);
    return { page, session, context, said, name, base };
}

async function signIn(who) {
    await who.page.goto(`${who.base}/`);
    await who.page.getByRole("button", { name: "Sign in with a passkey" }).click();
    await who.page.getByRole("heading", { name: "Overview" }).waitFor();
}

/** Keeps what a screen looks like at both widths, and what an accessibility check and the page itself complain of. */
async function look(who, name) {
    mkdirSync(out, { recursive: true });
    for (const width of [1440, 390]) {
        await who.page.setViewportSize({ width, height: width === 390 ? 844 : 900 });
        await who.page.waitForLoadState("networkidle", { timeout: 3_000 }).catch(() => undefined);
        await who.page.screenshot({ path: join(out, `${name}-${width}.png`), fullPage: true });
        const wide = await who.page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
        if (wide > 0) complaints.push(`${name} ${width}: wider than the screen by ${wide}`);
    }
    await who.session.send("Runtime.evaluate", { expression: axe });
    const { violations } = await who.page.evaluate(() => window.axe.run());
    for (const each of violations.filter(({ impact }) => ["serious", "critical"].includes(impact)))
        complaints.push(`${name}: ${each.id} ${each.nodes.map((node) => node.html.slice(0, 120)).join(" | ")}`);
    await who.page.setViewportSize({ width: 1440, height: 900 });
}

async function fill(who, amount, note) {
    await who.page.goto(`${who.base}/transfer`);
    await who.page.getByRole("textbox", { name: /^To\b/ }).fill(TO);
    await who.page.getByRole("textbox", { name: /^Amount/ }).fill(amount);
    await who.page.getByRole("textbox", { name: /^What it is for/ }).fill(note);
    await who.page.getByRole("button", { name: "See what it does" }).click();
    await who.page.getByText("Amount and destination are those of the bytes").waitFor();
}

const codeOf = (who) => who.page.locator(".code-words").first().getAttribute("aria-label");
const stage = (who, text) => who.page.locator(".tag", { hasText: text }).first().waitFor({ timeout: PATIENCE });

async function propose(ann) {
    await fill(ann, "0.25", "Invoice 2026-118");
    await look(ann, "transfer-review");
    const code = await codeOf(ann);
    await ann.page.getByRole("button", { name: "Propose sending 0.25 ETH" }).click();
    await ann.page.getByRole("tab", { name: "Timeline" }).waitFor();
    await stage(ann, "Waits for people");
    step(`Ann proposed 0.25 ETH; it waits for a second person, code ${code}`);
    await look(ann, "transaction-waits");
    return code;
}

/** With the keyboard alone, from the overview to the signature. */
async function approve(bo, code) {
    const { page } = bo;
    await page.keyboard.press("g");
    await page.keyboard.press("a");
    await page.getByRole("heading", { name: "Approvals" }).waitFor();
    await page.getByText("What your passkey signs binds exactly these bytes").waitFor();
    must((await codeOf(bo)) === code, "two screens show different comparison codes");
    await look(bo, "approvals");
    const button = page.getByRole("button", { name: "Approve sending 0.25 ETH" });
    await button.and(page.locator(":enabled")).waitFor();
    await page.keyboard.press("a");
    await page.keyboard.press("Enter");
    await page.getByText("Your approval is on its way to the nodes.").waitFor();
    step("Bo compared the code and approved, by keyboard alone");
}

async function forbidden(ann) {
    await fill(ann, "3", "More than a day may take");
    await ann.page.getByRole("button", { name: "Propose sending 3.00 ETH" }).click();
    await ann.page.getByRole("tab", { name: "Explain" }).waitFor();
    await ann.page.getByText(/limit/i).first().waitFor();
    await ann.page.getByRole("tab", { name: "Explain" }).click();
    await ann.page.getByText("daily-limit").first().waitFor();
    step("Ann tried 3 ETH and read which limit forbids it");
    await look(ann, "explain");
}

/** What a script that somebody smuggled in could do: nothing, it does not run. */
async function smuggled(ann) {
    const ran = await ann.page.evaluate(async () => {
        const script = document.createElement("script");
        script.textContent = "window.smuggled = true";
        document.body.append(script);
        const image = document.createElement("img");
        image.setAttribute("onerror", "window.smuggled = true");
        image.src = "/nothing.png";
        document.body.append(image);
        const sent = await fetch("https://example.org/").then(
            () => true,
            () => false,
        );
        await new Promise((go) => setTimeout(go, 200));
        return window.smuggled === true || sent;
    });
    must(!ran, "a smuggled script ran, or something was sent elsewhere");
    const stored = await ann.page.evaluate(() => JSON.stringify({ ...localStorage, ...sessionStorage }));
    must(!/[0-9a-zA-Z_-]{40,}/.test(stored), `storage holds more than a look: ${stored}`);
    must((await ann.page.evaluate(() => document.cookie)) === "", "a script can read the cookie");
    ann.said.length = 0;
    step("a smuggled script did not run, and storage, address and cookies give nothing away");
}

async function freeze(bo) {
    await bo.page.goto(`${bo.base}/incidents`);
    await bo.page.getByText("Nothing is frozen.").waitFor();
    await bo.page.keyboard.press("Shift+F");
    await bo.page.getByRole("textbox", { name: /^Why/ }).fill("the end of a browser story");
    await bo.page.getByRole("button", { name: "Freeze Everything now" }).click();
    await bo.page.getByText("Frozen: Everything").waitFor();
    await bo.page.getByRole("button", { name: "Close" }).click();
    await bo.page.getByText("the end of a browser story").first().waitFor();
    step("Bo froze everything with Shift+F");
    await look(bo, "incidents-frozen");
}

/** The chain makes blocks when it is told to. */
async function mine(chain) {
    const body = JSON.stringify({ jsonrpc: "2.0", id: 1, method: "anvil_mine", params: ["0x3"] });
    await fetch(chain, { method: "POST", headers: { "Content-Type": "application/json" }, body });
}

const SCREENS = [
    "/",
    "/transfer",
    "/transactions",
    "/vaults",
    "/policy",
    "/addresses",
    "/people",
    "/nodes",
    "/audit",
    "/webhooks",
    "/incidents",
    "/settings",
];

async function story(org) {
    const browser = await launch();
    try {
        const ann = await visitor(browser, org.base, org.ann, "ann");
        const bo = await visitor(browser, org.base, org.bo, "bo");
        await ann.page.goto(`${org.base}/`);
        await ann.page.getByRole("button", { name: "Sign in with a passkey" }).waitFor();
        await look(ann, "sign-in");
        await signIn(ann);
        await signIn(bo);
        step("Ann and Bo signed in with their passkeys");
        const code = await propose(ann);
        await approve(bo, code);
        await stage(ann, "blocks deep");
        await mine(org.chain);
        await stage(ann, "Done").catch(async () => {
            throw new Error(`not mined: ${await ann.page.locator("main").innerText()}`);
        });
        step("nodes judged and signed, and Ann watched it mined without a reload");
        await look(ann, "transaction-done");
        await forbidden(ann);
        for (const path of SCREENS) {
            await ann.page.goto(org.base + path);
            await ann.page.locator("h1").waitFor();
            await look(ann, path.slice(1) || "overview");
        }
        step(`${SCREENS.length} screens were looked at, at both widths`);
        await smuggled(ann);
        await freeze(bo);
        for (const who of [ann, bo]) complaints.push(...who.said.map((each) => `${who.name}: ${each}`));
    } finally {
        await browser.close();
    }
}

let code = 1;
const org = await organisation();
step("three nodes, a chain, control and the console run");
try {
    await story(org);
    for (const each of complaints) console.log(`complaint: ${each}`);
    code = complaints.length > 0 ? 1 : 0;
    console.log(code ? `${complaints.length} complaints` : `all ${steps} steps held; pictures are in ${out}`);
} catch (cause) {
    console.error(`the story broke off after step ${steps}: ${cause.message}`);
} finally {
    org.process.stdin.end();
    await new Promise((gone) => org.process.once("exit", gone));
}
process.exit(code);

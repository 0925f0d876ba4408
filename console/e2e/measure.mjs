// What the console costs whoever opens it, over answers made up: node console/e2e/measure.mjs, after build.mjs pages.
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { createServer } from "vite";
import { launch, serve } from "./browser.mjs";

process.chdir(join(import.meta.dirname, ".."));
const TIMES = 7;
const ROWS = 100_000;
const FRAMES = 240;

const median = (all) => [...all].sort((a, b) => a - b)[Math.floor(all.length / 2)];
const say = (what, value) => console.log(`${what.padEnd(58)} ${value}`);

async function answersMadeUp() {
    const vite = await createServer({
        server: { middlewareMode: true, hmr: false, ws: false },
        logLevel: "error",
        appType: "custom",
    });
    const { answers } = await vite.ssrLoadModule("/e2e/fixtures.ts");
    const known = await answers(false);
    await vite.close();
    const [row] = known["/v1/audit"].items;
    const items = Array.from({ length: ROWS }, (_, i) => ({ ...row, number: ROWS - i, path: `/v1/withdrawals/${i}` }));
    return { ...known, "/v1/audit": { items } };
}

/** In a browser that has seen nothing yet: when something was painted, and when the content was there. */
async function firstPaint(browser, base) {
    const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
    const page = await context.newPage();
    const loaded = [];
    page.on("response", async (response) => {
        const path = new URL(response.url()).pathname;
        if (!path.startsWith("/v1")) loaded.push([path, await response.body().catch(() => Buffer.alloc(0))]);
    });
    await page.goto(base);
    await page.getByRole("heading", { name: "Needs attention" }).waitFor();
    const content = await page.evaluate(() => performance.now());
    const paint = await page.evaluate(
        () =>
            new Promise((told) => {
                new PerformanceObserver((list) => {
                    const [first] = list.getEntriesByName("first-contentful-paint");
                    if (first) told(first.startTime);
                }).observe({ type: "paint", buffered: true });
            }),
    );
    await page.waitForTimeout(300);
    await context.close();
    return { paint, content, loaded };
}

/** From the press of a key or a button to the next frame that was painted, as the browser itself counts it. */
async function interaction(browser, base) {
    const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
    const page = await context.newPage();
    await page.goto(base);
    await page.getByRole("heading", { name: "Needs attention" }).waitFor();
    await page.evaluate(() => {
        window.slowest = 0;
        new PerformanceObserver((list) => {
            for (const each of list.getEntries()) window.slowest = Math.max(window.slowest, each.duration);
        }).observe({ type: "event", durationThreshold: 16 });
    });
    for (const name of ["Approvals", "Transactions", "Vaults", "Policy", "Nodes and ceremonies", "Overview"]) {
        await page.locator(".side a").filter({ hasText: name }).first().click();
        await page.locator("h1").waitFor();
        await page.waitForTimeout(400);
    }
    await page.keyboard.press("Shift+F");
    await page.waitForTimeout(400);
    const slowest = await page.evaluate(() => window.slowest);
    await context.close();
    return slowest;
}

/** Scrolls a long table from end to end, a step each frame. */
async function scrolling(browser, base) {
    const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
    const page = await context.newPage();
    await page.goto(`${base}/audit`);
    await page.getByRole("tab", { name: "Requests to control" }).click();
    await page.locator(".log-row").first().waitFor();
    const found = await page.evaluate(async (frames) => {
        const box = document.querySelector(".log");
        const step = (box.scrollHeight - box.clientHeight) / frames;
        const gaps = [];
        let last = performance.now();
        for (let i = 0; i < frames; i++) {
            box.scrollTop += step;
            await new Promise((next) => requestAnimationFrame(next));
            const now = performance.now();
            gaps.push(now - last);
            last = now;
        }
        return { gaps, rows: document.querySelectorAll(".log-row").length };
    }, FRAMES);
    await context.close();
    return found;
}

/** From an event on the stream to the row that shows what it changed. */
async function liveUpdate(browser, base, known, tell) {
    const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
    const page = await context.newPage();
    await page.goto(`${base}/transactions`);
    await page.locator("h1").waitFor();
    await page.getByText("Live", { exact: true }).waitFor();
    const [first] = known["/v1/withdrawals"].items;
    const before = first.note;
    const note = "seen while it was looked at";
    known["/v1/withdrawals"].items[0] = { ...first, note };
    const at = Date.now();
    tell({ number: 1, id: first.id, kind: "withdrawal.moved", subject: first.id, at: new Date().toISOString(), data: {} });
    await page.getByText(note).first().waitFor();
    const took = Date.now() - at;
    known["/v1/withdrawals"].items[0] = { ...first, note: before };
    await context.close();
    return took;
}

const known = await answersMadeUp();
const { server, base, tell } = await serve(known);
const browser = await launch();
const paints = [];
for (let i = 0; i < TIMES; i++) paints.push(await firstPaint(browser, base));
const zipped = (ends) =>
    paints[0].loaded
        .filter(([path]) => ends.test(path))
        .reduce((sum, [, body]) => sum + gzipSync(body).length, 0);
const { gaps, rows } = await scrolling(browser, base);
const lives = [];
for (let i = 0; i < TIMES; i++) lives.push(await liveUpdate(browser, base, known, tell));
say("overview, first paint, cold, median ms", median(paints.map((each) => each.paint)).toFixed(0));
say("overview, all of it there, cold, median ms", median(paints.map((each) => each.content)).toFixed(0));
say("first screen, scripts and styles, gzip bytes", zipped(/\.(?:js|css)$|\/$/));
say("first screen, fonts, bytes", paints[0].loaded.filter(([path]) => /woff2$/.test(path)).reduce((s, [, b]) => s + b.length, 0));
say("slowest of seven interactions, ms to the next paint", (await interaction(browser, base)).toFixed(0));
say(`${ROWS} rows, rows in the page`, rows);
say(`${ROWS} rows, end to end in ${FRAMES} frames, median ms`, median(gaps).toFixed(1));
say(`${ROWS} rows, frames of more than 50 ms`, gaps.filter((each) => each > 50).length);
say("event on the stream to what it changed, median ms", median(lives).toFixed(0));
await browser.close();
server.closeAllConnections();
server.close();

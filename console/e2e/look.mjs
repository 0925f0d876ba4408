// Every screen at both widths in both looks, over answers made up in fixtures.ts, to be looked at.
import { mkdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { createServer } from "vite";
import { launch, listen, serve } from "./browser.mjs";

process.chdir(join(import.meta.dirname, ".."));
const OUT = "../target/screens/made-up";
const SCREENS = [
    "/",
    "/approvals",
    "/transfer",
    "/payout",
    "/sweep",
    "/batch?ids=DRAFTS",
    "/transactions/DRAFT",
    "/transactions/WAITS",
    "/transactions",
    "/transactions/ID",
    "/vaults",
    "/vaults/VAULT",
    "/policy",
    "/addresses",
    "/people",
    "/nodes",
    "/ceremony?kind=reshare",
    "/recovery",
    "/audit",
    "/webhooks",
    "/incidents",
    "/settings",
    "/sign-in",
];
const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf-8");
const wanted = process.argv.slice(2);
const schemes = (process.env.SCHEMES ?? "").split(" ").filter(Boolean);

const vite = await createServer({
    server: { middlewareMode: true, hmr: false, ws: false },
    logLevel: "error",
    appType: "custom",
});
const { answers, vault } = await vite.ssrLoadModule("/e2e/fixtures.ts");
const known = await answers(process.env.LIE === "1");
await vite.close();
const { server, base } = await serve(known);
const browser = await launch();
mkdirSync(OUT, { recursive: true });
const id = known["/v1/withdrawals"].items[2].id;
const idOf = (i) => known["/v1/withdrawals"].items[i].id;
const pathOf = (path) =>
    path
        .replace("/ID", `/${id}`)
        .replace("/VAULT", `/${vault.id}`)
        .replace("DRAFTS", `${idOf(5)}.${idOf(6)}`)
        .replace("/DRAFT", `/${idOf(5)}`)
        .replace("/WAITS", `/${idOf(7)}`);
let found = 0;
for (const [width, scheme] of [
    [1440, "light"],
    [390, "light"],
    [1440, "dark"],
    [390, "dark"],
]) {
    if (schemes.length > 0 && !schemes.includes(`${width}-${scheme}`)) continue;
    const context = await browser.newContext({
        viewport: { width, height: width === 390 ? 844 : 900 },
        colorScheme: scheme,
        bypassCSP: false,
    });
    for (const path of SCREENS) {
        const name =
            path
                .replace(/\?.*/, "")
                .replace(/\/(ID|VAULT)$/, "-one")
                .slice(1)
                .replaceAll("/", "-")
                .toLowerCase() || "overview";
        if (wanted.length > 0 && !wanted.includes(name)) continue;
        const page = await context.newPage();
        const said = [];
        listen(page, said);
        await page.goto(base + pathOf(path));
        await page.waitForSelector("h1", { timeout: 20_000 }).catch(() => console.log(name, said));
        await page.waitForTimeout(500);
        await page.screenshot({ path: `${OUT}/${name}-${width}-${scheme}.png`, fullPage: true });
        const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
        if (wide > 0) said.push(`wider than the screen by ${wide}`);
        // As a debugger would, past the policy on content: the check is no part of the page.
        const session = await context.newCDPSession(page);
        await session.send("Runtime.evaluate", { expression: axe });
        const { violations } = await page.evaluate(() => window.axe.run());
        for (const each of violations)
            if (["serious", "critical"].includes(each.impact))
                said.push(`${each.id}: ${each.nodes.map((one) => one.html.slice(0, 160)).join(" | ")}`);
        for (const line of said) console.log(`${name} ${width} ${scheme}: ${line}`);
        found += said.length;
        await page.close();
    }
    await context.close();
}
await browser.close();
server.closeAllConnections();
server.close();
console.log(`${found} found`);
process.exit(found > 0 ? 1 : 0);

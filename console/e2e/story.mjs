// Two people and a browser meet a whole organisation: real nodes, a real chain, control and the console.
// Usage: node story.mjs OUT COMMAND...   COMMAND is the demonstration with --console --lines (class ForPrograms).
import { spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { createInterface } from "node:readline";
import { launch } from "./browser.mjs";
import { approve, commented, forbidden, propose, proven, reject } from "./decisions.mjs";
import { addAddress, formed, lowerLimit, newcomer, unfreeze } from "./governing.mjs";
import { freeze, otherRoster, smuggled } from "./incidents.mjs";
import { liar, swapped, thief } from "./lies.mjs";
import { live, shown } from "./live.mjs";
import { fromBook, payout, stuck, sweep, token } from "./payments.mjs";
import {
    complaints,
    firstSignature,
    look,
    must,
    out,
    register,
    signIn,
    stage,
    step,
    stepsSoFar,
    visitor,
} from "./stage.mjs";
import { trust } from "./trust.mjs";
import { webhooks } from "./webhooks.mjs";

// The program that is told what happens runs here, and not where everybody reaches it.
const command = [...process.argv.slice(3), "--control=--private-webhooks"];

/** The organisation's process, its first line, and the lines that come later, each once. */
async function organisation() {
    const process = spawn(command[0], command.slice(1), { stdio: ["pipe", "pipe", "inherit"] });
    const heard = [];
    const waiting = [];
    createInterface({ input: process.stdout }).on("line", (line) => {
        if (!line.startsWith("{")) return;
        const said = JSON.parse(line);
        const next = waiting.shift();
        if (next) next.heard(said);
        else heard.push(said);
    });
    process.on("exit", (code) => {
        for (const each of waiting.splice(0)) each.gone(new Error(`the organisation ended with ${code}`));
    });
    const next = () =>
        heard.length > 0 ? Promise.resolve(heard.shift()) : new Promise((heard, gone) => waiting.push({ heard, gone }));
    return { process, next, ...(await next()) };
}

/** Each participant's progress, while the operator has the nodes refresh their shares. */
async function ceremony(org, cy) {
    const { page } = cy;
    await page.goto(`${cy.base}/nodes`);
    await page.getByRole("link", { name: "Plan a ceremony" }).click();
    await page.getByLabel("Why now").selectOption({ label: "somebody left" });
    await page.getByText(/^\.\/tallystick ceremony refresh --key [0-9a-f]{16} --because personnel/).waitFor();
    await look(cy, "ceremony-plan");
    step("Cy read what a refresh would change, and the command by which an operator orders it");
    await page.goto(`${cy.base}/nodes`);
    await page.getByText(/^Key made, epoch 1$/).waitFor();
    const before = Date.now();
    const begun = shown(cy, ", epoch 2");
    const cards = ["risk", "client", "backup"].map((node) => [node, shown(cy, "epoch 2", node)]);
    const refresh = async () => org.process.stdin.write("refresh\n") && begun;
    const first = ["RefreshBegun", "CeremonyPrepared"];
    await live(cy, "a ceremony", first, begun, refresh, undefined, before);
    for (const node of ["risk", "client", "backup"])
        await page.getByRole("listitem").filter({ hasText: ", epoch 2" }).getByText(`${node}: attested`).waitFor();
    const { epoch } = await org.next();
    must(epoch === "2", `the shares are of epoch ${epoch}`);
    for (const [node, seen] of cards)
        await live(cy, `the new epoch of ${node}`, ["CeremonyActivated"], seen, () => seen, [node], before);
    step("Cy watched the nodes refresh their shares, each participant's progress without a reload");
    await look(cy, "nodes-ceremonies");
}

const SCREENS = [
    "/",
    "/transfer",
    "/payout",
    "/sweep",
    "/transactions",
    "/vaults",
    "/policy",
    "/addresses",
    "/people",
    "/nodes",
    "/ceremony",
    "/recovery",
    "/audit",
    "/incidents",
    "/settings",
];

/** Nobody counts before the nodes have accepted a document that names his passkey. */
async function newcomers(org, ann, bo, cy) {
    await cy.page.goto(org.links.cy);
    await cy.page.getByRole("button", { name: "Register a passkey" }).waitFor();
    await look(cy, "invitation");
    for (const who of [cy, ann, bo]) await register(who, org.links[who.name]);
    step("Ann, Bo and Cy registered passkeys by their invitations");
    const { begun, why } = await org.next();
    must(begun === "yes", `the organisation did not begin: ${why}`);
    step("four nodes accepted the documents that name them");
    await ann.page.goto(`${ann.base}/`);
    await ann.page.getByRole("button", { name: "Sign in with a passkey" }).waitFor();
    await look(ann, "sign-in");
    for (const who of [ann, bo, cy]) await signIn(who);
    step("all three signed in with their passkeys");
}

/** What an auditor takes home: made by the nodes, verified with no node and no network. */
async function evidence(org, people) {
    const secrets = Object.values(org.links).map((link) => link.split("/").at(-1));
    for (const { context, page } of people) {
        secrets.push(...(await context.cookies()).map(({ value }) => value));
        secrets.push(
            await page.evaluate(() =>
                fetch("/v1/session")
                    .then((told) => told.json())
                    .then((of) => of.csrf),
            ),
        );
    }
    org.process.stdin.write("evidence\n");
    const said = await org.next();
    must(said.evidence === "holds", `the evidence pack does not verify: ${said.said.join("; ")}`);
    step(`the nodes' evidence pack verifies offline: ${said.pack}`);
    must(secrets.length === 9 && secrets.every((each) => each.length > 20), "secrets that were not looked for");
    for (const log of ["control.log", "risk.log", "client.log", "backup.log", "client-two.log"]) {
        const text = readFileSync(join(dirname(said.pack), log), "utf-8");
        must(!secrets.some((each) => text.includes(each)), `${log} holds a secret of a browser`);
    }
    step("no log of control or a node holds an invitation, a session or what proves one");
}

async function story(org) {
    const browser = await launch();
    try {
        const [ann, bo, cy] = await Promise.all(["ann", "bo", "cy"].map((each) => visitor(browser, org.base, each)));
        await newcomers(org, ann, bo, cy);
        const code = await propose(ann);
        await approve(bo, code);
        await stage(ann, /Signed|Being broadcast|Waits for a block|blocks deep|Done/);
        firstSignature();
        await stage(ann, "blocks deep");
        await stage(ann, "Done").catch(async () => {
            throw new Error(`not mined: ${await ann.page.locator("main").innerText()}`);
        });
        step("nodes judged and signed, and Ann watched it mined without a reload");
        await look(ann, "transaction-done");
        const paid = ann.page.url().split("/").at(-1);
        for (const tab of ["Explain", "Bytes"]) {
            await ann.page.getByRole("tab", { name: tab }).click();
            await look(ann, `transaction-${tab.toLowerCase()}`);
        }
        await proven(ann);
        await thief(org, ann, paid);
        await ceremony(org, cy);
        await forbidden(ann);
        await liar(ann, bo);
        await swapped(ann, bo);
        await trust(ann, bo);
        await commented(ann, bo);
        await reject(ann, bo);
        await stuck(org, ann, bo);
        await payout(ann, bo);
        await fromBook(ann, bo);
        await token(org, ann, bo);
        await sweep(org, ann, bo, cy);
        await formed(ann);
        await lowerLimit(ann, bo);
        await addAddress(ann, bo);
        await newcomer(browser, cy);
        await webhooks(ann, cy);
        for (const path of SCREENS) {
            await ann.page.goto(org.base + path);
            await ann.page.locator("h1").waitFor();
            await look(ann, path.slice(1) || "overview");
        }
        step(`${SCREENS.length} screens were looked at, at both widths and in both looks`);
        await otherRoster(ann);
        await smuggled(ann);
        await freeze(bo, ann);
        await unfreeze(ann, bo);
        await evidence(org, [ann, bo, cy]);
        for (const who of [ann, bo, cy]) complaints.push(...who.said.map((each) => `${who.name}: ${each}`));
    } catch (cause) {
        for (const context of browser.contexts())
            for (const page of context.pages())
                console.error(
                    `${page.url().replace(/invitations\/.*/, "invitations/…")}\n${await page.innerText("body")}`,
                );
        throw cause;
    } finally {
        await browser.close();
    }
}

let code = 1;
const org = await organisation();
step("four nodes, a chain, control and the console run");
try {
    await story(org);
    for (const each of complaints) console.log(`complaint: ${each}`);
    code = complaints.length > 0 ? 1 : 0;
    console.log(code ? `${complaints.length} complaints` : `all ${stepsSoFar()} steps held; pictures are in ${out}`);
} catch (cause) {
    console.error(`the story broke off after step ${stepsSoFar()}: ${cause.message}`);
} finally {
    org.process.stdin.end();
    await new Promise((gone) => org.process.once("exit", gone));
}
process.exit(code);

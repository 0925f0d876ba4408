// Two people and a browser meet a whole organisation: real nodes, a real chain, control and the console.
// Usage: node story.mjs OUT COMMAND...   COMMAND is the demonstration with --console --lines (class ForPrograms).
import { spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { createInterface } from "node:readline";
import { launch } from "./browser.mjs";
import { liar, liarAboutBefore, swapped, thief } from "./lies.mjs";
import { payout, stuck, sweep, token } from "./payments.mjs";
import {
    TO,
    codeOf,
    complaints,
    fill,
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

const [, ...command] = process.argv.slice(2);

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

async function propose(ann) {
    await fill(ann, "0.25", "Invoice 2026-118");
    await ann.page.getByText("It would wait for people:").waitFor();
    await ann.page.getByText(/^The account has .* ETH, as control sees the chain/).waitFor();
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

/** The browser itself hashes what a node wrote down, up to the head that the node signed. */
async function proven(ann) {
    await ann.page.getByRole("tab", { name: "Proof" }).click();
    const entries = ann.page.getByRole("tabpanel").getByRole("listitem");
    const held = ann.page.getByText("Proven here:");
    await held.nth(7).waitFor();
    await ann.page.getByText("Being checked").first().waitFor({ state: "detached" });
    must(
        (await held.count()) === (await entries.count()),
        `${await held.count()} of ${await entries.count()} are proven`,
    );
    await ann.page.getByText("countersigned").first().waitFor();
    step(`Ann's browser proved ${await held.count()} entries of the nodes' logs about it, and who signed their heads`);
    await look(ann, "transaction-proof");
    // As a server that shows another entry than the node wrote, then one that the node did not sign.
    const other = (text) => text.replace(/.$/, (last) => (last === "0" ? "1" : "0"));
    await refuted(ann, (each) => ({ ...each, leaf: other(each.leaf) }), "the hashes do not lead");
    const forged = (line) => line.replace(/(.)(.{8})$/, (_, one, rest) => (one === "A" ? "B" : "A") + rest);
    const unsigned = (each) => ({ ...each, checkpoint: each.checkpoint.replace(/^— .*$/gm, forged) });
    await refuted(ann, unsigned, "a signature on the head is not that of");
    step("an entry that the server had changed was refuted, and a head that the node did not sign");
}

async function refuted(ann, lie, why) {
    await ann.page.route(/\/v1\/audit\/entries/, async (route) => {
        const response = await route.fetch();
        const { items, ...rest } = await response.json();
        await route.fulfill({ response, json: { ...rest, items: items.map(lie) } });
    });
    await ann.page.goto(`${ann.base}/audit?kind=every`);
    await ann.page.getByText(`Not proven: ${why}`).first().waitFor();
    must((await ann.page.getByText("Proven here:").count()) === 0, "a lie was taken for proven");
    await ann.page.unroute(/\/v1\/audit\/entries/);
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
    org.process.stdin.write("refresh\n");
    await page.getByText(/, epoch 2$/).waitFor();
    for (const node of ["risk", "client", "backup"])
        await page.getByRole("listitem").filter({ hasText: ", epoch 2" }).getByText(`${node}: attested`).waitFor();
    const { epoch } = await org.next();
    must(epoch === "2", `the shares are of epoch ${epoch}`);
    step("Cy watched the nodes refresh their shares, each participant's progress without a reload");
    await look(cy, "nodes-ceremonies");
}

async function forbidden(ann) {
    await fill(ann, "3", "More than a day may take");
    await ann.page.getByText(/^Nodes would deny it: daily-limit lets 0\.40 ETH pass/).waitFor();
    await ann.page.getByRole("button", { name: "Propose sending 3.00 ETH" }).click();
    await ann.page.getByRole("tab", { name: "Explain" }).waitFor();
    await ann.page.getByText(/limit/i).first().waitFor();
    await ann.page.getByRole("tab", { name: "Explain" }).click();
    await ann.page.getByText("daily-limit").first().waitFor();
    await ann.page.getByText(/Asked for: 3(\.0+)? ETH\. Used before: .* of /).first().waitFor();
    step("Ann tried 3 ETH and read which limit forbids it, with what was asked, used and allowed");
    await look(ann, "explain");
}

async function reject(ann, bo) {
    await bo.page.goto(`${bo.base}/approvals`);
    await bo.page.getByRole("button", { name: "Approve sending 0.05 ETH" }).and(bo.page.locator(":enabled")).waitFor();
    await bo.page.keyboard.press("r");
    await bo.page.getByText("One rejection ends it for ever").waitFor();
    await bo.page.keyboard.press("Enter");
    await bo.page.getByText("Your rejection is on its way to the nodes.").waitFor();
    await stage(ann, "Rejected");
    step("Bo rejected another, and it ended at every node");
}

/** From a form that is filled in to nodes that have the change; the page goes to it. */
async function proposeChange(who, asks, sentence) {
    await who.page.getByRole("button", { name: asks }).click();
    await who.page.getByText("Read by this browser from the bytes to be signed").waitFor();
    await who.page.getByText(sentence).first().waitFor();
    await look(who, `change-written-${who.name}`);
    await who.page.getByRole("button", { name: "Propose this change" }).click();
    await who.page.getByRole("link", { name: "Follow this change" }).click();
    await who.page.getByRole("heading", { name: "Where it stands" }).waitFor();
    return new URL(who.page.url()).pathname;
}

async function approveChange(who, path) {
    await who.page.goto(who.base + path);
    await who.page.getByRole("button", { name: "Approve this change" }).click();
    await who.page.getByText("Your answer is at the nodes.").waitFor();
}

/** Tightening: in force as soon as two people have signed it. */
async function lowerLimit(ann, bo) {
    const { page } = ann;
    await page.goto(`${ann.base}/policy`);
    const text = page.getByRole("textbox", { name: "Text" });
    await page.getByText("In force by the signed logs of").first().waitFor();
    const before = await text.inputValue();
    await text.fill(before.replace("400000000000000000", "100000000000000000"));
    await page.getByRole("button", { name: "Replay this draft" }).click();
    await page.getByText("newly denied").first().waitFor();
    await look(ann, "policy-replay");
    step("a draft was replayed, and names the payment that it would have denied");
    await text.fill(before);
    await text.fill((await text.inputValue()).replace("400000000000000000", "350000000000000000"));
    await page.getByRole("textbox", { name: /^Why/ }).fill("less a day over the holidays");
    const path = await proposeChange(ann, "Show what would change", /Rule daily-limit becomes/);
    await look(ann, "change");
    await bo.page.goto(`${bo.base}/approvals`);
    await bo.page.getByRole("heading", { name: "Changes of governance" }).waitFor();
    await liarAboutBefore(bo, path);
    await approveChange(bo, path);
    await approveChange(ann, path);
    await page.goto(`${ann.base}/policy`);
    await page.getByText("350,000,000,000,000,000").first().waitFor();
    step("Ann lowered the daily limit, Bo approved, and every node judges by the new policy");
}

/** Loosening: a day passes, whoever has signed. */
async function addAddress(ann, bo) {
    const { page } = ann;
    await page.goto(`${ann.base}/addresses`);
    await page.getByRole("textbox", { name: /^Address/ }).fill(TO);
    await page.getByRole("textbox", { name: /^Label/ }).fill("Northwind");
    await page.getByRole("textbox", { name: /^Counterparty/ }).fill("northwind");
    await page.getByRole("textbox", { name: /^Why/ }).fill("a new supplier");
    const path = await proposeChange(ann, "Show what would change", /Northwind, northwind/);
    await approveChange(bo, path);
    await approveChange(ann, path);
    await page.goto(ann.base + path);
    await page.getByText(/In force from/).waitFor();
    await look(ann, "change-cools-down");
    await page.goto(`${ann.base}/addresses`);
    await page.getByRole("heading", { name: "Not in force yet" }).waitFor();
    await page.getByText("accepted, cools down").waitFor();
    await page.getByText("Can be paid from").waitFor();
    await look(ann, "addresses-cooling");
    step("Ann proposed an address, both approved, and it waits for its day");
}

async function newcomer(browser, cy) {
    const { page } = cy;
    await page.goto(`${cy.base}/people`);
    await page.getByText("In force by the signed logs of").waitFor();
    await page.getByRole("textbox", { name: /^Name/ }).fill("Nia");
    await page.getByRole("button", { name: "Invite a person" }).click();
    const link = await page.locator("pre", { hasText: "/invitations/" }).innerText();
    const nia = await visitor(browser, cy.base, "nia");
    await register(nia, link);
    const words = await nia.page.locator(".code-words").getAttribute("aria-label");
    await look(nia, "registered");
    await page.goto(`${cy.base}/people`);
    await page.getByText("Registered, and not counted yet").waitFor();
    await page.locator(`.code-words[aria-label="${words}"]`).waitFor();
    await page.getByRole("textbox", { name: /^Why/ }).fill("joins the desk");
    await proposeChange(cy, "Propose Nia", /Nia \(u:nia\) is new/);
    await nia.context.close();
    step("Cy invited Nia, who registered a passkey and read out the six words that Cy saw");
    step("Cy proposed the document that names her");
}

async function unfreeze(ann, bo) {
    await ann.page.goto(`${ann.base}/incidents`);
    await ann.page.getByRole("textbox", { name: /^Why it may end/ }).fill("it was a rehearsal");
    const path = await proposeChange(ann, "Ask to unfreeze", /^The freeze .* ends/);
    await approveChange(bo, path);
    await approveChange(ann, path);
    await ann.page.goto(ann.base + path);
    await ann.page.getByText("It ends one hour after").waitFor();
    await ann.page.getByText(/it stops Everything, ordered by Bo/i).waitFor();
    await look(ann, "change-unfreeze");
    step("Ann asked to unfreeze, both approved, and nodes end it when the hour is over");
}

/** A server that makes up roster, logs and documents together is found by what this browser saw before. */
async function otherRoster(ann) {
    await ann.page.goto(`${ann.base}/nodes`);
    await ann.page.getByText("In force by the signed logs of").waitFor();
    await ann.page.evaluate(() => localStorage.setItem("roster", "00".repeat(32)));
    await ann.page.goto(`${ann.base}/addresses`);
    await ann.page.getByText("is another than this browser saw before and does not follow it").waitFor();
    await look(ann, "roster-other");
    await ann.page.getByRole("button", { name: "I have compared it" }).click();
    await ann.page.getByText("does not follow it").waitFor({ state: "detached" });
    step("another roster than the browser had seen before was told in danger");
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
    // As somebody between server and browser would write it into the page itself.
    await ann.page.route(/\/nodes$/, async (route) => {
        const response = await route.fetch();
        const body = (await response.text()).replace("</head>", "<script>window.smuggled = true</script></head>");
        await route.fulfill({ response, body });
    });
    await ann.page.goto(`${ann.base}/nodes`);
    await ann.page.locator("h1").waitFor();
    must(!(await ann.page.evaluate(() => window.smuggled)), "a script written into the page ran");
    await ann.page.unroute(/\/nodes$/);
    const { roster, ...others } = await ann.page.evaluate(() => ({ ...localStorage, ...sessionStorage }));
    must(/^[0-9a-f]{64}$/.test(roster), "the hash of the roster is not kept");
    const stored = JSON.stringify(others);
    must(!/[0-9a-zA-Z_-]{40,}/.test(stored), `storage holds more than a look: ${stored}`);
    must((await ann.page.evaluate(() => document.cookie)) === "", "a script can read the cookie");
    ann.said.length = 0;
    step("a smuggled script did not run, and storage, address and cookies give nothing away");
}

async function freeze(bo) {
    await bo.page.goto(`${bo.base}/incidents`);
    await bo.page.getByText("Nothing is frozen.").waitFor();
    const everything = async () => {
        await bo.page.keyboard.press("Shift+F");
        await bo.page.getByRole("textbox", { name: /^Why/ }).fill("the end of a browser story");
        await bo.page.getByRole("button", { name: "Freeze Everything now" }).click();
    };
    const closed = () => bo.page.getByRole("button", { name: "Close" }).click();
    await bo.page.route("**/v1/freezes/orders", (route) => {
        const { reason } = route.request().postDataJSON();
        const scope = { kind: "initiator", of: "u:bo" };
        return route.continue({ postData: JSON.stringify({ scope, reason }) });
    });
    await everything();
    await bo.page.getByText("Nothing was signed: the order that the server wrote stops something else").waitFor();
    await closed();
    await bo.page.unroute("**/v1/freezes/orders");
    step("an order that would have frozen something else was not signed");
    await bo.page.route("**/v1/freezes", (route) => {
        const nodes = ["risk", "client", "backup"].map((node) => ({ node, followed: node === "risk", words: "said" }));
        return route.request().method() === "POST"
            ? route.fulfill({ status: 201, json: { id: "00", nodes } })
            : route.continue();
    });
    await everything();
    await bo.page.getByText("On 1 of 3 nodes; NOT on client, backup.").waitFor();
    await look(bo, "freeze-partly");
    await closed();
    await bo.page.unroute("**/v1/freezes");
    step("a freeze that two nodes did not take was not called one");
    await everything();
    await bo.page.getByText("Frozen: Everything").waitFor();
    await bo.page.getByRole("button", { name: "Close" }).click();
    await bo.page.getByText("the end of a browser story").first().waitFor();
    step("Bo froze everything with Shift+F");
    await bo.page.getByRole("checkbox", { name: /Freeze, everything if in doubt/ }).check();
    await bo.page.getByText("ticked by").waitFor();
    await bo.page.reload();
    await bo.page.getByRole("checkbox", { name: /Freeze, everything if in doubt/, checked: true }).waitFor();
    step("the playbook of this incident keeps what was ticked");
    await look(bo, "incidents-frozen");
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
    "/webhooks",
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
        await proven(ann);
        await thief(org, ann, paid);
        await ceremony(org, cy);
        await forbidden(ann);
        await liar(ann, bo);
        await swapped(ann, bo);
        await reject(ann, bo);
        await stuck(org, ann, bo);
        await payout(ann, bo);
        await token(org, ann, bo);
        await sweep(org, ann, bo, cy);
        await lowerLimit(ann, bo);
        await addAddress(ann, bo);
        await newcomer(browser, cy);
        for (const path of SCREENS) {
            await ann.page.goto(org.base + path);
            await ann.page.locator("h1").waitFor();
            await look(ann, path.slice(1) || "overview");
        }
        step(`${SCREENS.length} screens were looked at, at both widths`);
        await otherRoster(ann);
        await smuggled(ann);
        await freeze(bo);
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

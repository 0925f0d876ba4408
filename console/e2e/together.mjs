// Several payees in one transaction of Bitcoin, over answers made up: no Bitcoin node stands where the story is told.
// Usage: node together.mjs OUT, after build.mjs pages. With the keyboard alone; complaints of axe and the page count.
import { join } from "node:path";
import { createServer } from "vite";
import { launch, serve } from "./browser.mjs";
import { complaints, look, must, out, step, stepsSoFar, visitor } from "./stage.mjs";

process.chdir(join(import.meta.dirname, ".."));
const PAYEES_MAX = 100;

async function madeUp() {
    const vite = await createServer({
        server: { middlewareMode: true, hmr: false, ws: false },
        logLevel: "error",
        appType: "custom",
    });
    const { answers, vault } = await vite.ssrLoadModule("/e2e/fixtures.ts");
    const made = await vite.ssrLoadModule("/e2e/bitcoin.ts");
    const known = await answers(false);
    const wallets = known[`/v1/vaults/${vault.id}/wallets`].items;
    const [draft, back] = [await made.payout("DRAFT"), await made.cancelling()];
    const answered = { ...known, ...made.bitcoin([draft, back], wallets), "/v1/payouts": { items: [draft] } };
    const waiting = await made.payout("MEMPOOL", {
        replacements: ["SPEED_UP", "CANCEL"],
        subStatus: { number: 4101, text: "it waits for a block", remedy: "wait, or speed it up", detail: "" },
    });
    await vite.close();
    return { answered, draft, back, waiting, payees: made.PAYEES };
}

const focused = (page) => page.evaluate(() => document.activeElement?.getAttribute("aria-labelledby"));

/** By Tab from where the keyboard is, as far as something of this name. */
async function tabTo(page, name) {
    for (let i = 0; i < 40; i++) {
        await page.keyboard.press("Tab");
        const at = await page.evaluate(() => {
            const { activeElement: of } = document;
            return of?.getAttribute("aria-label") ?? of?.labels?.[0]?.textContent ?? of?.textContent ?? "";
        });
        if (at.replace(/ \*$/, "").startsWith(name)) return;
    }
    throw new Error(`Tab does not lead to ${name}`);
}

async function type(page, name, text) {
    await tabTo(page, name);
    await page.keyboard.press("ControlOrMeta+A");
    await page.keyboard.type(text);
}

const heard = (page, text) => page.getByRole("status").filter({ hasText: text }).first().waitFor();
const group = (page, name) => page.getByRole("group", { name });

/** From one payee to three, a slip, one too many, and the draft of all. */
async function form(who, { payees, draft }) {
    const { page } = who;
    await page.goto(`${who.base}/transfer`);
    await page.getByLabel("On chain").selectOption({ label: "Bitcoin, regtest" });
    await page.getByText("The address has 0.0425 BTC").waitFor();
    must((await page.getByRole("group").count()) === 0, "one payee stands in a group of its own");
    await page.getByLabel("On chain").focus();
    await type(page, "To", payees[0]);
    await type(page, "Amount", "0.01");
    await tabTo(page, "Add another payee");
    await page.keyboard.press("Enter");
    await heard(page, "Payee 2 was added.");
    const named = await focused(page);
    must(
        (await page.locator(`[id="${named}"]`).innerText()) === "Payee 2 of 2",
        "the keyboard is not at the new payee",
    );
    await type(page, "To", `${payees[1].slice(0, -1)}x`);
    await group(page, "Payee 2 of 2").getByText("its checksum does not fit").waitFor();
    await type(page, "Amount", "0.002");
    const draftThem = page.getByRole("button", { name: "See what it does" });
    await draftThem.and(page.locator(":disabled")).waitFor();
    await group(page, "Payee 2 of 2").getByRole("textbox", { name: /^To\b/ }).fill(payees[1]);
    await draftThem.and(page.locator(":enabled")).waitFor();
    step("a payee was added by keyboard, and a mistyped address was told beside it");
    await tabTo(page, "Add another payee");
    await page.keyboard.press("Enter");
    await type(page, "To", payees[0]);
    await type(page, "Amount", "0.01");
    await page.getByText("The same amount to the same address stands above.").waitFor();
    await page.getByText("3 payees together").waitFor();
    await page.getByText("0.022 BTC", { exact: true }).waitFor();
    await look(who, "together-form");
    await page.getByRole("button", { name: "Remove payee 3 of 3" }).focus();
    await page.keyboard.press("Enter");
    await heard(page, "Payee 3 was removed; 2 are left. Together 0.012 BTC.");
    must(
        (await page.locator(`[id="${await focused(page)}"]`).innerText()) === "Payee 2 of 2",
        "the keyboard is lost once a payee is removed",
    );
    step("a payee that stood there twice was told, and removed by keyboard; the sum was read out");
    await tabTo(page, "Add another payee");
    await page.keyboard.press("Enter");
    await type(page, "To", payees[2]);
    await type(page, "Amount", "0.00025");
    await type(page, "What it is for", "Suppliers of November");
    const asked = page.waitForRequest((each) => each.url().endsWith("/v1/payouts"));
    await page.keyboard.press("Enter");
    const body = (await asked).postDataJSON();
    const wanted = ["1000000", "200000", "25000"].map((amount, i) => ({ destination: payees[i], amount }));
    must(
        JSON.stringify(body.payments) === JSON.stringify(wanted) && body.together === true,
        `asked for ${JSON.stringify(body)}`,
    );
    must(body.note === "Suppliers of November" && body.walletId === "w3" && body.addressId === "a4", "asked elsewhere");
    await page.waitForURL(`**/transactions/${draft.id}`);
}

/** One simulation of the whole, with the sum and the fee. */
async function review(who) {
    const { page } = who;
    const said = page.getByRole("region", { name: "The server says, not read here" });
    await said.getByText("One transaction pays 3 payees from Payments EU, all or none:").waitFor();
    must((await said.getByRole("row").count()) === 6, "not three payees, the sum and what leaves");
    await said.getByRole("row", { name: /Together 0\.01225 BTC/ }).waitFor();
    await said.getByRole("row", { name: /With the fee at most 0\.0122641 BTC/ }).waitFor();
    await page.getByText("Fee at most 0.0000141 BTC.").waitFor();
    const come = page.getByRole("region", { name: "What would come of it" });
    must((await come.count()) === 1, "not one simulation");
    await come.getByText("One person of group admins has to agree").waitFor();
    await come.getByText("The account has 0.0425 BTC, as control sees the chain; 0.0302359 BTC at least").waitFor();
    await page.getByText("This browser cannot read these bytes.").waitFor();
    must((await page.locator(".code-words").count()) === 1, "not one comparison code");
    await look(who, "together-review");
    step("one draft told who gets what, sum and fee, and what would come of all of it, as control's words");
}

/** As many as the interface takes, and no more. */
async function full(who) {
    const { page } = who;
    await page.goto(`${who.base}/transfer`);
    await page.getByLabel("On chain").selectOption({ label: "Bitcoin, regtest" });
    const add = page.getByRole("button", { name: "Add another payee" });
    for (let i = 1; i < PAYEES_MAX; i++) await add.click();
    await add.and(page.locator(":disabled")).waitFor();
    await page.getByText("100 payees are as many as go into one transaction here.").waitFor();
    must((await page.getByRole("group").count()) === PAYEES_MAX, "not a hundred payees");
    await page.getByLabel("On chain").selectOption({ label: "Ethereum, local test chain" });
    must((await add.count()) === 0, "a chain whose transactions pay one offers another payee");
    step("a hundred payees are the most, and a chain that pays one has no such button");
}

/** Cancelling is offered where the interface says that it can be, and nowhere else. */
async function cancel(who, answered, { draft, back, waiting }) {
    const { page } = who;
    const path = `/v1/withdrawals/${draft.id}`;
    answered[path] = { ...waiting, replacements: [] };
    await page.goto(`${who.base}/transactions/${draft.id}`);
    await page.getByRole("tab", { name: "Timeline" }).waitFor();
    const button = page.getByRole("button", { name: "Cancel on the chain" });
    must((await button.count()) === 0, "cancelling is offered where control has none");
    answered[path] = waiting;
    answered[`${path}/cancel-on-chain`] = back;
    await page.reload();
    await button.waitFor();
    const described = await button.getAttribute("aria-describedby");
    const words = await page.locator(`[id="${described}"]`).innerText();
    must(words.includes("sends the same coins back to their own address, for a higher fee"), words);
    await look(who, "bitcoin-waits");
    await button.focus();
    await page.keyboard.press("Enter");
    await page.waitForURL(`**/transactions/${back.id}`);
    await page.getByText("Nobody is paid: what the other transaction would spend comes back").waitFor();
    await look(who, "bitcoin-cancel");
    step("cancelling on Bitcoin stood where control offers it, said what happens, and drafted what brings all back");
}

const made = await madeUp();
const { server, base } = await serve(made.answered);
const browser = await launch();
let code = 1;
try {
    const ann = await visitor(browser, base, "ann");
    ann.context.setDefaultTimeout(20_000);
    await form(ann, made);
    await review(ann);
    await full(ann);
    await cancel(ann, made.answered, made);
    complaints.push(...ann.said);
    for (const each of complaints) console.log(`complaint: ${each}`);
    code = complaints.length > 0 ? 1 : 0;
    console.log(code ? `${complaints.length} complaints` : `all ${stepsSoFar()} steps held; pictures are in ${out}`);
} catch (cause) {
    for (const page of browser.contexts().flatMap((each) => each.pages()))
        console.error(`${page.url()}\n${await page.innerText("body")}`);
    console.error(`broke off after step ${stepsSoFar()}: ${cause.message}`);
} finally {
    await browser.close();
    server.closeAllConnections();
    server.close();
}
process.exit(code);

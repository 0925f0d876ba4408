// What servers that lie are found out by: other bytes behind the same words, and another past.
import { keccak_256 } from "@noble/hashes/sha3.js";
import { TO, codeOf, fill, hex, look, must, ofHex, stage, step } from "./stage.mjs";

const THIEF = "0x00000000000000000000000000000000DeaDBeef";

const DIFFER = "Do not approve. The server's words and the bytes differ.";
const bare = (address) => address.slice(2).toLowerCase();
const altered = (of, from, to) => ({
    ...of,
    transaction: { ...of.transaction, unsigned: of.transaction.unsigned.replace(from, to) },
});
const stolen = (of) => altered(of, bare(TO), bare(THIEF));

/** A server that tells one thing and has another signed: `more` makes the lie of each payment, `said` finds it out, `seen` looks at it. */
async function lie({ page, base }, more, said = DIFFER, seen = () => Promise.resolve()) {
    const lied = (of) => (of.transaction.unsigned.includes(bare(TO)) ? more(of) : of);
    await page.route(/\/v1\/withdrawals(\?.*)?$/, async (route) => {
        const response = await route.fetch();
        const { items, ...rest } = await response.json();
        await route.fulfill({ response, json: { ...rest, items: items.map(lied) } });
    });
    await page.goto(`${base}/approvals`);
    await page.getByText(said).waitFor();
    const button = page.getByRole("button", { name: /^Approve/ });
    await button.and(page.locator(":disabled")).waitFor();
    const code = await codeOf({ page });
    await seen();
    await page.unroute(/\/v1\/withdrawals(\?.*)?$/);
    return code;
}

/** Another request in the place of the one that somebody reads: nothing can be pressed until he has looked again. */
export async function swapped(ann, { page, base }) {
    const at = ann.page.url();
    const path = /\/v1\/withdrawals(\?.*)?$/;
    const button = page.getByRole("button", { name: /^Approve/ });
    await page.goto(`${base}/approvals`);
    await button.and(page.locator(":enabled")).waitFor();
    await page.route(path, async (route) => {
        const response = await route.fetch();
        const { items, ...rest } = await response.json();
        await route.fulfill({ response, json: { ...rest, items: items.map(stolen) } });
    });
    // Whatever happens elsewhere has the page ask again.
    await fill(ann, "0.07", "Never proposed");
    await page.getByText("This is another request than the one you looked at.").waitFor();
    await button.and(page.locator(":disabled")).waitFor();
    await page.unroute(path);
    await ann.page.getByRole("button", { name: "Discard and begin again" }).click();
    await ann.page.getByRole("heading", { name: "New transfer" }).waitFor();
    await ann.page.goto(at);
    step("a request that was swapped while Bo read it could not be answered");
}

export async function liar(ann, bo) {
    await fill(ann, "0.05", "Sent twice by mistake");
    const code = await codeOf(ann);
    await ann.page.getByRole("button", { name: "Propose sending 0.05 ETH" }).click();
    await stage(ann, "Waits for people");
    const behind = await lie(bo, stolen, DIFFER, () => look(bo, "approvals-lied-to"));
    must(behind !== code, "altered bytes have the same comparison code");
    const open = await lie(bo, (honest) => {
        const of = stolen(honest);
        const digest = hex(keccak_256(ofHex(of.transaction.unsigned)));
        return { ...of, destination: THIEF, transaction: { ...of.transaction, digests: [digest] } };
    });
    must(open !== code, "another transaction has the same comparison code");
    // An envelope that this browser does not read, and a payment that is called a cancelling: neither can be approved.
    await lie(bo, (of) => altered(of, /^02/, "04"), "Do not approve. This browser cannot read these bytes");
    await lie(bo, (of) => ({ ...of, kind: "CANCEL" }));
    await lie(bo, (of) => ({ ...of, asset: of.asset.replace("31337", "137") }));
    step("a server that altered the bytes was found out, by the browser and by the code on Ann's screen");
}

/** As a server that shows the new policy as the one in force, so that the change seems to change nothing. */
export async function liarAboutBefore({ page, base }, path) {
    const told = new RegExp(`/v1/proposals/${path.split("/").at(-1)}$`);
    const digits = (amount) => Buffer.from(amount).toString("hex");
    await page.route(/\/v1\/documents\/policy$/, async (route) => {
        const response = await route.fetch();
        const { document, ...rest } = await response.json();
        const other = document.replace(digits("400000000000000000"), digits("350000000000000000"));
        await route.fulfill({ response, json: { ...rest, document: other } });
    });
    // Reason and title are those of the bytes, whatever control says of the change.
    await page.route(told, async (route) => {
        const response = await route.fetch();
        await route.fulfill({ response, json: { ...(await response.json()), reason: "harmless", what: "harmless" } });
    });
    await page.goto(base + path);
    await page.getByRole("heading", { name: "less a day over the holidays" }).waitFor();
    must((await page.getByText("harmless").count()) === 0, "control's word stands as the change's");
    must(/^([a-z]{5}-){5}[a-z]{5}$/.test(await codeOf({ page })), "a change without its six words");
    await page.getByText(/^Do not sign\. This version of the document policy/).waitFor();
    await page.getByRole("button", { name: "Approve policy version 2" }).and(page.locator(":disabled")).waitFor();
    await page.unroute(/\/v1\/documents\/policy$/);
    await page.unroute(told);
    step("a server that showed the new policy as the old one was found out by the hash that the change follows");
}

/**
 * Control in a thief's hands: it has its certificate and all that Ann and Bo signed, and asks nodes to pay the thief;
 * once by another intent, once by other bytes for the very intent that was approved. What comes of it nodes wrote down.
 */
export async function thief(org, ann, id) {
    const { page, base } = ann;
    org.process.stdin.write(`steal ${id} ${TO} ${THIEF}\n`);
    const { stolen } = await org.next();
    must(stolen.length === 4, `${stolen.length} answers of nodes, not 4`);
    for (const [i, code] of ["103", "103", "113", "113"].entries())
        must(
            stolen[i].said === "refused" && stolen[i].code === code,
            `a node did not refuse other bytes by ${code}: ${JSON.stringify(stolen[i])}`,
        );
    await page.goto(`${base}/transactions/${id}`);
    for (const node of [stolen[2].node, stolen[3].node])
        await page
            .locator("section", { hasText: "What each node wrote down" })
            .locator("div.tight", { has: page.getByRole("heading", { name: node, exact: true }) })
            .getByText("It was asked to sign other bytes than those agreed to.")
            .waitFor();
    await look(ann, "transaction-stolen");
    step("nodes refused control in a thief's hands other bytes than were approved, and wrote it under the payment");
    // The other intent has no page: it was never proposed. Its refusal stands in the logs, proven like any entry.
    await page.goto(`${base}/audit?kind=NodeVerdict`);
    await page.getByRole("textbox", { name: /^Find/ }).fill(stolen[0].intent);
    await page.getByText("Who proposed it did not sign this").first().waitFor();
    await page.getByText(/^Proven here/).first().waitFor();
    must((await page.getByText(/^Not proven/).count()) === 0, "a refusal in a node's log is not proven");
    step("the intent that nobody had signed was refused too, and stands in the nodes' logs");
}

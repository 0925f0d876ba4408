// What a server can tell of a request without touching its bytes, and what stands on the screen all the same.
import { fill, must, step } from "./stage.mjs";

const LIST = /\/v1\/withdrawals(\?.*)?$/;
const OTHER = "0191f4a2-7c3e-7d10-8a55-0000000000ff";
const THIEF = "00000000000000000000000000000000deadbeef";

/** Answers of a path, altered on their way until what it gives back is called. */
async function alter(page, path, lie) {
    await page.route(path, async (route) => {
        const response = await route.fetch();
        await route.fulfill({ response, json: lie(await response.json()) });
    });
    return () => page.unroute(path);
}

/** The list without the request that Bo reads, with another in its place; then with it again, over other bytes. */
async function dropped(ann, { page, base }) {
    const at = ann.page.url();
    const button = page.getByRole("button", { name: /^Approve/ });
    await page.goto(`${base}/approvals`);
    await button.and(page.locator(":enabled")).waitFor();
    const read = new URL(page.url()).searchParams.get("id").replaceAll('"', "");
    const each =
        (lie) =>
        ({ items, ...rest }) => ({ ...rest, items: items.map((of) => (of.id === read ? lie(of) : of)) });
    const honest = await alter(page, LIST, each((of) => ({ ...of, id: OTHER })));
    // Whatever happens elsewhere has the page ask again.
    await fill(ann, "0.06", "Never proposed either");
    await page.getByText("This request is gone.").waitFor();
    must((await button.count()) === 0, "another request stands where the one was that Bo read");
    await honest();
    const unsigned = (of) => of.transaction.unsigned.replace(/d8da6bf2[0-9a-f]{32}/, THIEF);
    const again = await alter(
        page,
        LIST,
        each((of) => ({ ...of, transaction: { ...of.transaction, unsigned: unsigned(of) } })),
    );
    await ann.page.getByRole("button", { name: "Discard and begin again" }).click();
    await ann.page.getByRole("heading", { name: "New transfer" }).waitFor();
    await page.getByText("This is another request than the one you looked at.").waitFor();
    await button.and(page.locator(":disabled")).waitFor();
    await again();
    await ann.page.goto(at);
    step("a request that was left out of the list gave its place to no other, and came back as another to be read");
}

/** The vault that pays under another's name: what control calls it is its word, and stands in no sentence of ours. */
async function renamed({ page, base }) {
    const honest = await alter(page, /\/v1\/vaults\/[^/]+$/, (of) => ({ ...of, name: "Petty cash" }));
    await page.goto(`${base}/approvals`);
    await page.getByText(/Control calls its vault Petty cash: no document proven here says so/).waitFor();
    const sentence = await page.locator("div.effect").first().innerText();
    must(!sentence.includes("Petty cash"), "control's name of a vault stands as a fact");
    await honest();
    step("a vault that control calls by another's name stood under control's own word");
}

/** Who proposed it is told by the signature in the evidence: not by control's word, nor by one that is another's. */
async function impersonated({ page, base }) {
    const someone = await alter(page, /\/v1\/withdrawals\/[^/]+\/decision$/, (of) => ({
        ...of,
        initiator: "u:cy",
        answers: [{ person: "u:cy", answer: "APPROVE", at: of.expiresAt }],
    }));
    await page.goto(`${base}/approvals`);
    await page.getByText(/Proposed by ann.*, whose key signed it/i).waitFor();
    must((await page.getByText(/Proposed by cy\b|\bcy\b.*approved/i).count()) === 0, "control's word stands as a fact");
    await someone();
    // Nobody has answered yet: before the counts of answers and facts stands the signature.
    const forged = await alter(page, /\/v1\/withdrawals\/[^/]+\/evidence$/, ({ evidence, ...rest }) => ({
        ...rest,
        evidence: evidence.replace(/(.)(.{8})$/, (_, one, end) => (one === "0" ? "1" : "0") + end),
    }));
    await page.goto(`${base}/approvals`);
    await page.getByText(/Do not approve. It says that Ann.* proposed it, and Ann.* did not sign it/i).waitFor();
    await page.getByRole("button", { name: /^Approve/ }).and(page.locator(":disabled")).waitFor();
    await forged();
    step("who proposed it stood there by her signature: not by control's word, and not by a forged one");
}

/** Rows that control made up, so that a payee seems an old one: their words are not those of their bytes. */
async function madeUp({ page, base }) {
    const rows = (items) =>
        Array.from({ length: 12 }, (_, i) => {
            const lie = { amount: "900000000000000000", stage: "COMPLETED", signed: {}, answers: 1, kind: "PAY" };
            return { ...items[0], ...lie, id: OTHER.replace(/..$/, String(10 + i)) };
        });
    const honest = await alter(page, LIST, ({ items, ...rest }) => ({ ...rest, items: [...items, ...rows(items)] }));
    await page.goto(`${base}/approvals`);
    await page.getByText(/(Paid there|Nothing was paid there).*as control lists/).waitFor();
    must((await page.getByText(/0\.90 ETH/).count()) === 0, "payments that control made up stand as paid");
    await honest();
    step("payments that control made up were not counted, and the history says whose list it is");
}

/** Each lie about a request that Ann proposed and that waits for Bo. */
export async function trust(ann, bo) {
    await dropped(ann, bo);
    await renamed(bo);
    await impersonated(bo);
    await madeUp(bo);
}

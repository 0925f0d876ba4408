// What becomes of a payment between people: proposed, compared, approved, proven, forbidden or rejected.
import { shown } from "./live.mjs";
import { codeOf, fill, look, must, stage, step } from "./stage.mjs";

export async function propose(ann) {
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
export async function approve(bo, code) {
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

/** What is said of a request beside what is signed of it: another reads it without a reload, as control's word. */
export async function commented(ann, bo) {
    const { page } = bo;
    await page.goto(`${bo.base}/approvals`);
    const said = "Is the invoice in the folder of November?";
    const panel = page.locator(".panel", { has: page.getByRole("heading", { name: "Comments" }) });
    await panel.getByText("None so far.").waitFor();
    await panel.getByRole("textbox", { name: "A comment" }).fill(said);
    const seen = shown(ann, said, "Comments");
    await panel.getByRole("button", { name: "Comment" }).click();
    await panel.getByText(said).waitFor();
    await panel.getByText("As control carries them: nobody signed these words").waitFor();
    await seen;
    await look(ann, "transaction-comments");
    step("Bo asked Ann in a comment, and she read it on the page of the transaction");
}

/** The browser itself hashes what a node wrote down, up to the head that the node signed. */
export async function proven(ann) {
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

export async function forbidden(ann) {
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

const WHY = "It was paid last week";

export async function reject(ann, bo) {
    await bo.page.goto(`${bo.base}/approvals`);
    await bo.page.getByRole("button", { name: "Approve sending 0.05 ETH" }).and(bo.page.locator(":enabled")).waitFor();
    await bo.page.keyboard.press("r");
    await bo.page.getByText("One rejection ends it for ever").waitFor();
    await bo.page.keyboard.type(WHY);
    await look(bo, "approvals-rejecting");
    await bo.page.getByRole("textbox", { name: /^Why/ }).press("Enter");
    await bo.page.getByText("Your rejection is on its way to the nodes.").waitFor();
    await bo.page.getByText(`wrote, as control carries it: “${WHY}”`).first().waitFor();
    await stage(ann, "Rejected");
    step("Bo rejected another and said why, and it ended at every node");
}

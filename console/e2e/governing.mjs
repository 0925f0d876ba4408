// What people change together: policy, address book, people, and the end of a freeze.
import { liarAboutBefore } from "./lies.mjs";
import { live, shown } from "./live.mjs";
import { TO, look, must, register, step, visitor } from "./stage.mjs";

/** From a form that is filled in to nodes that have the change; the page goes to it. */
async function proposeChange(who, asks, sentence, picture, through = (act) => act()) {
    await who.page.getByRole("button", { name: asks }).click();
    await who.page.getByText("Read by this browser from the bytes to be signed").waitFor();
    await who.page.getByText(sentence).first().waitFor();
    await look(who, `change-written-${picture}`);
    await through(async () => {
        await who.page.getByRole("button", { name: "Propose this change" }).click();
        await who.page.getByRole("link", { name: "Follow this change" }).waitFor();
    });
    await who.page.getByRole("link", { name: "Follow this change" }).click();
    await who.page.getByRole("heading", { name: "Where it stands" }).waitFor();
    return new URL(who.page.url()).pathname;
}

async function approveChange(who, path) {
    await who.page.goto(who.base + path);
    await who.page.getByRole("button", { name: /^Approve / }).click();
    await who.page.getByText("Your answer is at the nodes.").waitFor();
}

/** By the form of the rule: the limit that stands in the draft, in the units of its asset. */
async function limitTo(page, amount, seen = () => undefined) {
    await page.getByRole("button", { name: "Change daily-limit" }).click();
    await page.getByRole("textbox", { name: "At most", exact: true }).fill(amount);
    const sentence = `^Limits transfers to ${amount.replace(".", "\\.")}0? ETH within 24 hours`;
    await page.getByText(new RegExp(sentence)).first().waitFor();
    await seen();
    await page.getByRole("button", { name: "Take it into the draft" }).click();
    await page.getByRole("button", { name: "Change daily-limit" }).waitFor();
}

/** A group, and a rule for weekends that asks it: written by forms alone, compared, and not proposed. */
export async function formed(ann) {
    const { page } = ann;
    await page.goto(`${ann.base}/policy`);
    await page.getByText("In force by the signed logs of").first().waitFor();
    await page.getByRole("button", { name: "Add a group" }).click();
    await page.getByRole("textbox", { name: "Name" }).fill("weekend");
    await page.getByRole("checkbox", { name: "Ann (u:ann)" }).check();
    await page.getByRole("checkbox", { name: "Bo (u:bo)" }).check();
    await page.getByRole("button", { name: "Take it into the draft" }).click();
    await page.getByText("No rule has this name in it.").first().waitFor();
    await page.getByRole("button", { name: "Add a rule" }).click();
    await page.getByRole("button", { name: "Ask more people" }).click();
    await page.getByLabel("Of the group").selectOption("weekend");
    await page.getByRole("textbox", { name: "Clocks of" }).fill("Europe/Paris");
    for (const day of ["Sat", "Sun"]) await page.getByRole("checkbox", { name: day }).check();
    await page.getByText("the time is within Sat, Sun by clocks of Europe/Paris").first().waitFor();
    await look(ann, "policy-times");
    await page.getByRole("button", { name: "Take it into the draft" }).click();
    await page.getByRole("button", { name: "Ask control" }).click();
    await page.getByText("As control says it").first().waitFor();
    await page.getByText("Decided by").first().waitFor();
    await page.getByRole("textbox", { name: /^Why/ }).fill("quiet weekends");
    await page.getByRole("button", { name: "Show what would change" }).click();
    await page.getByText("Read by this browser from the bytes to be signed").waitFor();
    await page.getByText(/Rule rule-\d+ is new/).first().waitFor();
    await look(ann, "policy-forms");
    step("Ann wrote a group and a rule in forms, asked what a request would meet, and read what would change");
}

/** Tightening: in force as soon as two people have signed it. */
export async function lowerLimit(ann, bo) {
    const { page } = ann;
    await page.goto(`${ann.base}/policy`);
    await bo.page.goto(`${bo.base}/approvals`);
    await bo.page.getByRole("heading", { name: "Approvals", exact: true }).waitFor();
    await page.getByText("In force by the signed logs of").first().waitFor();
    await limitTo(page, "0.1", () => look(ann, "policy-rule"));
    await page.getByRole("button", { name: "Replay this draft" }).click();
    await page.getByText("newly denied").first().waitFor();
    await page.getByRole("textbox", { name: /^Amount/ }).fill("0.2");
    await page.getByText(/^Nodes would deny it: daily-limit lets 0\.10 ETH pass/).waitFor();
    await look(ann, "policy-replay");
    step("Ann changed a rule in its form; the draft was replayed, and says what one more payment would meet");
    await limitTo(page, "0.35");
    await page.getByText("As it is written").click();
    const written = await page.getByRole("textbox", { name: "Text" }).inputValue();
    must(written.includes('"max": "350000000000000000"'), `the form wrote another limit: ${written}`);
    await page.getByRole("textbox", { name: /^Why/ }).fill("less a day over the holidays");
    const path = await proposeChange(ann, "Show what would change", /Rule daily-limit becomes/, "policy", (act) => {
        const seen = shown(bo, "Changes of governance");
        return live(bo, "a proposal", ["ChangeSeen"], seen, act);
    });
    await look(ann, "change");
    await liarAboutBefore(bo, path);
    await approveChange(bo, path);
    await approveChange(ann, path);
    await page.goto(`${ann.base}/policy`);
    await page.getByText("Limits transfers to 0.35 ETH within 24 hours").first().waitFor();
    step("Ann lowered the daily limit, Bo approved, and every node judges by the new policy");
}

/** Loosening: a day passes, whoever has signed. */
export async function addAddress(ann, bo) {
    const { page } = ann;
    await page.goto(`${ann.base}/addresses`);
    await page.getByRole("textbox", { name: /^Address/ }).fill(TO);
    await page.getByRole("textbox", { name: /^Label/ }).fill("Northwind");
    await page.getByRole("textbox", { name: /^Counterparty/ }).fill("northwind");
    await page.getByRole("textbox", { name: /^Why/ }).fill("a new supplier");
    const path = await proposeChange(ann, "Show what would change", /Northwind, northwind/, "address");
    await approveChange(bo, path);
    await approveChange(ann, path);
    await page.goto(ann.base + path);
    await page.getByText(/In force from/).waitFor();
    await look(ann, "change-cools-down");
    await page.goto(`${ann.base}/addresses`);
    await page.getByRole("heading", { name: "Not in force yet" }).waitFor();
    await page.getByText("accepted, cools down").waitFor();
    await page.getByText("Counts as in the book from").waitFor();
    await look(ann, "addresses-cooling");
    step("Ann proposed an address, both approved, and it waits for its day");
}

export async function newcomer(browser, cy) {
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
    await proposeChange(cy, "Propose Nia", /Nia \(u:nia\) is new/, "newcomer");
    await nia.context.close();
    step("Cy invited Nia, who registered a passkey and read out the six words that Cy saw");
    step("Cy proposed the document that names her");
}

export async function unfreeze(ann, bo) {
    await ann.page.goto(`${ann.base}/incidents`);
    await ann.page.getByRole("textbox", { name: /^Why it may end/ }).fill("it was a rehearsal");
    const path = await proposeChange(ann, "Ask to unfreeze", /^The freeze .* ends/, "unfreeze");
    await approveChange(bo, path);
    await approveChange(ann, path);
    await ann.page.goto(ann.base + path);
    await ann.page.getByText("It ends one hour after").waitFor();
    await ann.page.getByText(/it stops Everything, ordered by Bo/i).waitFor();
    await look(ann, "change-unfreeze");
    step("Ann asked to unfreeze, both approved, and nodes end it when the hour is over");
}

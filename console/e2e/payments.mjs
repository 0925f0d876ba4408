// What becomes of a payment that a chain does not get done with, of several at once, and of deposits.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { keccak_256 } from "@noble/hashes/sha3.js";
import { TO, fill, hex, look, must, ofHex, stage, step } from "./stage.mjs";

async function rpc(url, method, ...params) {
    const response = await fetch(url, {
        method: "POST",
        headers: { "Content-Type": "application/json" },
        body: JSON.stringify({ jsonrpc: "2.0", id: 1, method, params }),
    });
    const { error, result } = await response.json();
    must(!error, `${method}: ${JSON.stringify(error)}`);
    return result;
}

/** Proposes what is on the page, by the button of this name, and waits until it asks for people. */
async function propose(ann, name) {
    const button = ann.page.getByRole("button", { name });
    await button.and(ann.page.locator(":enabled")).click();
    await ann.page.getByRole("tab", { name: "Timeline" }).waitFor();
    await stage(ann, "Waits for people");
}

/** Approves what waits under this name in the queue. */
async function approve(bo, inQueue, name) {
    await bo.page.goto(`${bo.base}/approvals`);
    await bo.page.locator(".queue button", { hasText: inQueue }).first().click();
    await bo.page.getByRole("button", { name }).and(bo.page.locator(":enabled")).click();
    await bo.page.getByText("Your approval is on its way to the nodes.").waitFor();
}

/** Sped up, then cancelled: three transactions want one number, and the chain takes the last. */
export async function stuck(org, ann, bo) {
    await rpc(org.chain, "evm_setIntervalMining", 0);
    try {
        await fill(ann, "0.01", "Stuck before the chain");
        await propose(ann, "Propose sending 0.01 ETH");
        await approve(bo, "0.01 ETH", "Approve sending 0.01 ETH");
        await stage(ann, "Waits for a block");
        await look(ann, "transaction-stuck");
        const first = new URL(ann.page.url()).pathname;
        await ann.page.getByRole("button", { name: "Speed up" }).click();
        await ann.page.getByText("In the place of, for a higher fee:").waitFor();
        await ann.page.getByText(/^Before it was 0\.\d+ ETH at most\.$/).waitFor();
        await ann.page.getByRole("heading", { name: "Limits with this payment" }).waitFor();
        await look(ann, "transaction-speed-up");
        await propose(ann, "Propose it again for a higher fee");
        await approve(bo, "0.01 ETH", "Approve sending 0.01 ETH");
        await stage(ann, "Waits for a block");
        step("Ann sped up a payment that the chain let wait, and nodes signed it again under the same number");
        await ann.page.getByRole("button", { name: "Cancel on the chain" }).click();
        await ann.page.getByText("Nothing leaves: an empty transaction takes the sequence number").waitFor();
        await look(ann, "transaction-cancel");
        await propose(ann, "Propose cancelling number");
        await approve(bo, "Cancelling of number", "Approve cancelling number");
        await stage(ann, "Waits for a block");
        await rpc(org.chain, "evm_setIntervalMining", 1);
        await stage(ann, "Done");
        await ann.page.goto(ann.base + first);
        await stage(ann, "Replaced");
        step("Ann cancelled it on the chain, and both that it took the place of ended as replaced");
    } finally {
        await rpc(org.chain, "evm_setIntervalMining", 1);
    }
}

export async function payout(ann, bo) {
    const { page } = ann;
    await page.goto(`${ann.base}/payout`);
    const lines = page.getByRole("textbox", { name: /^Payments, a line each/ });
    await lines.fill(`${TO}, 0.002, Salary of Dee\n${TO.slice(0, -1)}, 0.003`);
    await page.getByText("Line 2: no address").waitFor();
    await lines.fill(`${TO}\t0.002\tSalary of Dee\n${TO}\t0.003\tSalary of Eli`);
    await page.getByText("2 payments together").waitFor();
    await look(ann, "payout-lines");
    await page.getByRole("button", { name: "See what they do" }).click();
    await page.getByRole("heading", { name: "2 drafts" }).waitFor();
    await page.getByText(/^2\. It would wait for people/).waitFor();
    await page.getByText(/^The account has .* ETH, as control sees the chain/).waitFor();
    await look(ann, "payout-drafts");
    await page.getByRole("button", { name: "Propose sending 0.005 ETH in 2 payments" }).click();
    await page.getByText("All are with the nodes.").waitFor();
    for (const amount of ["0.002 ETH", "0.003 ETH"]) await approve(bo, amount, `Approve sending ${amount}`);
    step("Ann proposed two payments at once, a signature each, and Bo approved both");
}

// Whom the organisation began with in its address book: what somebody adds later waits for a day.
const BOOKED = "0x70997970C51812dc3A010C7d01b50e0d17dc79C8";

/** Chosen by name, where the nodes' own logs say that the book is in force. */
export async function fromBook(ann, bo) {
    const { page } = ann;
    await page.goto(`${ann.base}/transfer`);
    await page.getByLabel("Payee of the address book").selectOption(BOOKED);
    const to = await page.getByRole("textbox", { name: /^To\b/ }).inputValue();
    must(to === BOOKED, `the book filled in ${to}`);
    await page.getByRole("textbox", { name: /^Amount/ }).fill("0.004");
    await page.getByRole("textbox", { name: /^What it is for/ }).fill("Invoice of Contoso");
    await look(ann, "transfer-book");
    await page.getByRole("button", { name: "See what it does" }).click();
    await page.getByText("Amount and destination are those of the bytes").waitFor();
    await page.getByText("In the address book as contoso").waitFor();
    await propose(ann, "Propose sending 0.004 ETH");
    await approve(bo, "0.004 ETH", "Approve sending 0.004 ETH");
    await stage(ann, "Done");
    step("Ann chose a payee from the address book that nodes' logs prove, and Bo approved");
}

export async function sweep(org, ann, bo, cy) {
    await cy.page.goto(`${cy.base}/vaults`);
    await cy.page.getByRole("link", { name: "Payments EU" }).click();
    await cy.page.getByRole("textbox", { name: /^Label of another address/ }).fill("Deposits of Contoso");
    await cy.page.getByRole("button", { name: "Add the address" }).click();
    const row = cy.page.getByRole("row", { name: /Deposits of Contoso/ });
    const address = await row.locator(".address").getAttribute("title");
    await look(cy, "vault");
    await rpc(org.chain, "anvil_setBalance", address, `0x${(2n * 10n ** 16n).toString(16)}`);
    await ann.page.goto(`${ann.base}/sweep`);
    await ann.page.getByText("0.02", { exact: true }).waitFor();
    await ann.page.getByRole("button", { name: "See what it does" }).click();
    await ann.page.getByRole("heading", { name: "1 draft" }).waitFor();
    await look(ann, "sweep-draft");
    await ann.page.getByRole("button", { name: /^Propose sending 0\.01/ }).click();
    await ann.page.getByText("All are with the nodes.").waitFor();
    await approve(bo, "Deposits of Contoso", /^Approve sending 0\.01/);
    step("Cy added a deposit address, and Ann swept what came there into the wallet's own");
}

// A real ERC-20 of OpenZeppelin's, at the address that another chain's USDC has: here nobody may call it so.
const TOKEN = "0xA0b86991c6218b36c1d19D4a2e9Eb0cE3606eB48";
const ERC20 = "../../target/chains/node_modules/@openzeppelin/contracts/build/contracts/ERC20PresetFixedSupply.json";
const word = (address) => address.slice(2).toLowerCase().padStart(64, "0");

/** Its mapping of balances stands at place 0 of its storage. */
async function minted(org, to, amount) {
    const { deployedBytecode } = JSON.parse(readFileSync(join(import.meta.dirname, ERC20), "utf-8"));
    await rpc(org.chain, "anvil_setCode", TOKEN, deployedBytecode);
    const place = `0x${hex(keccak_256(ofHex(word(to) + "0".repeat(64))))}`;
    await rpc(org.chain, "anvil_setStorageAt", TOKEN, place, `0x${amount.toString(16).padStart(64, "0")}`);
}

export async function token(org, ann, bo) {
    const { page } = ann;
    await page.goto(`${ann.base}/transfer`);
    const source = await page.locator(".from .address").getAttribute("title");
    await minted(org, source, 5_000_000n);
    await page.getByLabel("What is paid").selectOption({ label: "Another token, by its contract" });
    await page.getByRole("textbox", { name: /^Token contract/ }).fill(TOKEN);
    await page.getByText(`The address has 5,000,000 base units of ${TOKEN}`).waitFor();
    await page.getByRole("textbox", { name: /^To\b/ }).fill(TO);
    await page.getByRole("textbox", { name: /^Amount/ }).fill("1250000");
    await page.getByRole("textbox", { name: /^What it is for/ }).fill("Licence of a token's issuer");
    await look(ann, "transfer-token");
    await page.getByRole("button", { name: "See what it does" }).click();
    await page.getByText("Amount and destination are those of the bytes").waitFor();
    await look(ann, "transfer-token-review");
    await propose(ann, `Propose sending 1,250,000 base units of ${TOKEN}`);
    await approve(bo, TOKEN, `Approve sending 1,250,000 base units of ${TOKEN}`);
    await look(bo, "approvals-token");
    await stage(ann, "Done");
    const held = await rpc(org.chain, "eth_call", { to: TOKEN, data: `0x70a08231${word(TO)}` }, "latest");
    must(BigInt(held) === 1_250_000n, `the payee has ${BigInt(held)} units of the token`);
    step("Ann paid a token that this build does not name, in base units, and the payee has it on the chain");
}

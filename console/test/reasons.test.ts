import { describe, expect, it } from "vitest";
import { TO, withdrawal } from "../e2e/fixtures";
import type { Withdrawal } from "../src/api/contract";
import { check } from "../src/parts/checked";
import { paidBefore } from "../src/parts/counterparty";
import { readingOf } from "../src/parts/reading";
import { about, factInWords, reasonsOf } from "../src/parts/reasons";
import { parseRules } from "../src/parts/rules";
import type { BookEntry } from "../src/proof/change";
import { type Claim, type Fact, parseFact } from "../src/proof/facts";
import { ofHex } from "../src/proof/bytes";
import { use } from "../src/words/words";
import { vector } from "./vectors";

const ETHER = 10n ** 18n;
const NOW = Date.now();
const signed = { signed: { unsigned: "", signatures: [], bytes: "" } };
const ago = (hours: number) => ({ createdAt: new Date(NOW - hours * 3_600_000).toISOString() });
const paid = async (i: number, wei: bigint, hours: number, more: object = signed) =>
    (await withdrawal(i, "COMPLETED", wei, "", { ...ago(hours), ...more })).body;
const entry = (address: string, more: object = {}): BookEntry => ({
    account: `eip155:31337:${address}`,
    label: "Northwind",
    counterparty: "northwind",
    addedAt: new Date(0),
    addedBy: "u:ann",
    tags: [],
    blocked: false,
    ...more,
});
const day = parseRules(
    JSON.stringify({
        rules: [
            {
                id: "cap",
                effect: "LIMIT",
                limit: { measure: "ASSET", max: String(2n * ETHER), window: { type: "ROLLING", length: "PT24H" } },
            },
        ],
    }),
);

async function reasons(wei: bigint, all: readonly Withdrawal[], book: readonly BookEntry[] = [entry(TO)]) {
    use({}, "en");
    const { body } = await withdrawal(1, "PENDING_APPROVAL", wei, "rent", ago(0));
    const reading = readingOf(body);
    if (!reading) throw new Error("not read");
    return reasonsOf(body, reading, { book, all: [body, ...all], rules: day, now: NOW });
}

describe("a reason to look twice", () => {
    it("is none for what was paid as much and as late before", async () => {
        expect(await reasons(ETHER / 4n, [await paid(2, ETHER / 5n, 30)])).toEqual([]);
    });

    it("is a payee who is new, in the book or in what was paid", async () => {
        expect((await reasons(ETHER / 4n, [], [])).map((each) => each.kind)).toEqual(["unknown", "first"]);
    });

    it("is a payee who is blocked or only looks like another, before all else", async () => {
        const found = await reasons(ETHER / 4n, [], [entry(TO, { blocked: true })]);
        expect(found[0]).toMatchObject({ kind: "blocked", isGrave: true });
        const other = `${TO.slice(0, 6)}${"0".repeat(32)}${TO.slice(-4)}`;
        const [alike] = await reasons(ETHER / 4n, [], [entry(other)]);
        expect(alike).toMatchObject({ kind: "alike", isGrave: true });
        expect(alike?.text).toContain("both begin with 0xd8dA and end in 6045");
    });

    it("is an amount that is several times the largest before, and a payment that may be one too many", async () => {
        const found = await reasons(ETHER, [await paid(2, ETHER / 5n, 40), await paid(3, ETHER / 4n, 30)]);
        expect(found.map((each) => each.text)).toEqual([
            "4 times the most that was paid there before, 0.25 ETH, as control lists it.",
        ]);
        const twice = await reasons(ETHER / 4n, [await paid(2, ETHER / 4n, 2)]);
        expect(twice.map((each) => each.kind)).toEqual(["again"]);
        expect(twice[0]?.text).toContain("2 hours ago");
    });

    it("is not hidden by rows that control made up: their words count for nothing without their bytes", async () => {
        const THIEF = "0x00000000000000000000000000000000DeaDBeef";
        const { body } = await withdrawal(1, "PENDING_APPROVAL", ETHER, "rent", ago(0));
        const listed = await paid(2, ETHER / 4n, 30);
        const to = (of: Withdrawal, address: string): Withdrawal => ({
            ...of,
            destination: address,
            transaction: {
                ...of.transaction,
                unsigned: of.transaction.unsigned.replace(TO.slice(2).toLowerCase(), address.slice(2).toLowerCase()),
            },
        });
        const thief = to(body, THIEF);
        const said = { ...listed, destination: THIEF };
        const much = { ...to(listed, THIEF), amount: String(ETHER) };
        expect(paidBefore(thief, [thief, listed, said, much])).toEqual([]);
        expect(paidBefore(thief, [to(listed, THIEF)]).length).toBe(1);
        const raised = await paid(3, ETHER / 4n, 30, { ...signed, amount: String(ETHER) });
        expect((await reasons(ETHER, [listed, raised])).map((each) => each.kind)).toEqual(["larger"]);
        const reading = readingOf(thief);
        if (!reading) throw new Error("not read");
        const around = { book: [entry(THIEF)], all: [said, much], rules: day, now: NOW };
        expect(reasonsOf(thief, reading, around).map((each) => each.kind)).toEqual(["first"]);
    });

    it("is none of a payment that was stopped, is long ago, or wants the same number", async () => {
        const stopped = { ...(await paid(2, ETHER / 4n, 2, {})), stage: "DENIED" } as Withdrawal;
        const before = await paid(3, ETHER / 4n, 30);
        const place = { ...(await paid(1, ETHER / 4n, 2)), id: stopped.id.replace(/..$/, "77") };
        expect(await reasons(ETHER / 4n, [stopped, before, place])).toEqual([]);
    });

    it("is a payment under another number, whatever control says that it takes the place of", async () => {
        const { body } = await withdrawal(1, "PENDING_APPROVAL", ETHER / 4n, "rent");
        const listed = await paid(4, ETHER / 4n, 2, { ...signed, replacedBy: body.id, replaces: body.id });
        expect((await reasons(ETHER / 4n, [listed])).map((each) => each.kind)).toEqual(["again"]);
    });

    it("is a fee that is much of what is paid, and grave from all of it on", async () => {
        // 420,000,000,000,000 of the coin's base units at most.
        const before = [await paid(2, ETHER / 4n, 30)];
        expect(await reasons(ETHER / 200n, before)).toEqual([]);
        expect(await reasons(ETHER / 1000n, before)).toEqual([
            { kind: "fee", text: "The fee may be as much as 42 % of what is paid.", isGrave: false },
        ]);
        expect((await reasons(ETHER / 10_000n, before))[0]).toMatchObject({ kind: "fee", isGrave: true });
    });

    it("is a limit that is nearly used with it, with figures, and grave beyond", async () => {
        const before = [await paid(2, ETHER, 3)];
        const near = await reasons(ETHER / 2n, before);
        expect(near.find((each) => each.kind === "limit")).toMatchObject({
            text: "Limit cap: 75 % with this, 1.50 ETH of 2.00 ETH.",
            isGrave: false,
        });
        expect((await reasons(3n * ETHER, before))[0]).toMatchObject({ kind: "limit", isGrave: true });
        expect((await reasons(ETHER / 4n, before)).some((each) => each.kind === "limit")).toBe(false);
    });
});

describe("a fact beside a request", () => {
    const fact = (claim: Claim): Fact => ({
        claim,
        at: new Date(),
        expires: new Date(NOW + 60_000),
        signer: new Uint8Array(32),
        signature: new Uint8Array(64),
        bytes: new Uint8Array(),
    });

    it("is told of this request and its payee, and of nothing else", async () => {
        const { body } = await withdrawal(1, "PENDING_APPROVAL", ETHER, "rent");
        const risk = (of: string) => fact({ kind: "risk", of, score: 61, reasons: ["BURST", "NEW_PAYEE"] });
        const mine = [risk(body.intentId ?? ""), risk(`eip155:31337:${TO}`)];
        const others = [risk("ab".repeat(32)), risk(`eip155:1:${TO}`), risk(`eip155:31337:${TOKEN}`)];
        expect(about([...mine, ...others], body, readingOf(body))).toEqual(mine);
        expect(factInWords(mine[0] ?? fact({ kind: "counterparty", of: "", name: "" }))).toBe(
            "Risk 61 of 100. Reasons: BURST, NEW_PAYEE.",
        );
    });

    it("of every kind has words", () => {
        const { cases } = JSON.parse(vector("house/facts.json")) as { cases: readonly { fact: string }[] };
        const said = cases.map((each) => factInWords(parseFact(ofHex(each.fact))));
        expect(new Set(said).size).toBe(8);
        for (const each of said) expect(each).not.toMatch(/[{}]|undefined/);
    });

    it("that cannot be read is not taken for none", async () => {
        const { body, evidence } = await withdrawal(1, "PENDING_APPROVAL", ETHER, "rent");
        expect((await check(body, evidence)).facts).toEqual([]);
        expect((await check(body, `02${evidence.slice(2)}`)).facts).toBeUndefined();
    });
});

const TOKEN = "0xA0b86991c6218b36c1d19D4a2e9Eb0cE3606eB48";

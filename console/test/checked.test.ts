import { describe, expect, it } from "vitest";
import { withdrawal } from "../e2e/fixtures";
import type { Withdrawal } from "../src/api/contract";
import { areWordsRight, check, isSound } from "../src/parts/checked";
import { csv } from "../src/parts/csv";
import { EXPORTED, exported } from "../src/parts/exported";
import { assetsOf, outcomes, parseRules, sentenceOf, steps } from "../src/parts/rules";
import { isLit, parseTree } from "../src/parts/quorum";
import { use } from "../src/words/words";

const ETHER = 10n ** 18n;
const honest = () => withdrawal(1, "PENDING_APPROVAL", ETHER, "rent");

describe("a request is judged by its bytes", () => {
    it("is sound when the server tells what they do", async () => {
        const { body, evidence } = await honest();
        expect(isSound(await check(body, evidence))).toBe(true);
    });

    it("has words to go by where its bytes were read, and nowhere else", async () => {
        const { body, evidence } = await honest();
        expect(areWordsRight(await check(body, evidence))).toBe(true);
        expect(areWordsRight(await check({ ...body, amount: "1" }, evidence))).toBe(false);
        expect(
            areWordsRight(await check({ ...body, transaction: { ...body.transaction, unsigned: "c0" } }, evidence)),
        ).toBe(false);
        expect(areWordsRight(undefined)).toBe(false);
    });

    it("is unsound when the server lies about one thing, whichever it is", async () => {
        const { body, evidence } = await honest();
        const other = await withdrawal(2, "PENDING_APPROVAL", 2n * ETHER, "other");
        const lies: [string, Withdrawal, string][] = [
            ["destination", { ...body, destination: "0x7F97eF60246392eF4393CA73CE7784a9Ee92C3D2" }, evidence],
            ["amount", { ...body, amount: "1" }, evidence],
            ["asset", { ...body, asset: "eip155:31337/erc20:0x7F97eF60246392eF4393CA73CE7784a9Ee92C3D2" }, evidence],
            [
                "bytes",
                { ...body, transaction: { ...body.transaction, unsigned: other.body.transaction.unsigned } },
                evidence,
            ],
            [
                "digest",
                { ...body, transaction: { ...body.transaction, digests: other.body.transaction.digests } },
                evidence,
            ],
            ["code", { ...body, transaction: { ...body.transaction, comparisonCode: "babab" } }, evidence],
            ["payer", { ...body, transaction: { ...body.transaction, from: body.destination } }, evidence],
            ["chain", { ...body, transaction: { ...body.transaction, chain: "eip155:1" } }, evidence],
            ["evidence", body, other.evidence],
        ];
        for (const [what, lie, of] of lies) expect(isSound(await check(lie, of)), what).toBe(false);
        expect(lies.length).toBe(9);
    });
});

describe("a quorum tree", () => {
    it("is lit by those who can sign, and by no fewer", () => {
        const tree = parseTree("all(risk, 1 of (client, backup))");
        if (!tree) throw new Error("not read");
        expect(isLit(tree, new Set(["risk", "backup"]))).toBe(true);
        expect(isLit(tree, new Set(["client", "backup"]))).toBe(false);
        expect(parseTree("all(risk")).toBeUndefined();
    });
});

describe("rules", () => {
    const rules = parseRules(
        JSON.stringify({
            rules: [
                { id: "pay", effect: "ALLOW", activity: ["TRANSFER"] },
                { id: "eyes", effect: "REQUIRE", activity: ["TRANSFER"], approvals: [{ group: "admins", min: 1 }] },
                { id: "day", effect: "LIMIT", activity: ["TRANSFER"], limit: { measure: "ASSET", max: "400" } },
            ],
        }),
    );

    it("are sentences, and say what they depend on", () => {
        expect(rules.map(sentenceOf)[1]).toBe("Requires for transfers: one of admins, not who proposed it.");
        expect(sentenceOf({ id: "x", effect: "ALLOW", match: { to: "a" } })).toContain('Only if match {"to":"a"}');
    });

    it("make a matrix for each asset, in its own units: a limit in base units is another amount of each", () => {
        use({}, "en");
        const USDC = "eip155:1/erc20:0xA0b86991c6218b36c1d19D4a2e9Eb0cE3606eB48";
        const ETH = "eip155:31337/slip44:60";
        const limit = { measure: "ASSET", max: "350000000000000000" };
        const day = { id: "day", effect: "LIMIT" as const, activity: ["TRANSFER"], limit };
        const pay = { id: "pay", effect: "ALLOW" as const, activity: ["TRANSFER"] };
        const any = [pay, day];
        expect(steps(any, ETH).map((each) => each.label)).toEqual(["up to 0.35 ETH", "above 0.35 ETH"]);
        expect(steps(any, USDC)[0]?.label).toBe("up to 350,000,000,000.00 USDC");
        expect(assetsOf(any, [ETH, USDC, ETH])).toEqual([ETH, USDC]);
        const bound = [pay, { ...day, match: { asset: { is: [ETH] } } }];
        expect(assetsOf(bound, [])).toEqual([ETH]);
        expect(steps(bound, USDC).map((each) => each.label)).toEqual(["any amount"]);
        const above = (asset: string) => outcomes(bound, { label: "", asset, amount: 10n ** 18n });
        expect(above(ETH)).toEqual({ tone: "danger", text: "denied by day" });
        expect(above(USDC)).toEqual({ tone: "attention", text: "nobody is asked" });
        const less = outcomes(bound, { label: "", asset: ETH, amount: 1n });
        expect(less).toEqual({ tone: "attention", text: "nobody is asked" });
    });

    it("make a matrix: asked below the limit, denied above it", () => {
        const [below, above] = steps(rules);
        if (!below || !above) throw new Error("two columns");
        expect(outcomes(rules, below)).toEqual({ tone: "calm", text: "one of admins" });
        expect(outcomes(rules, above).tone).toBe("danger");
        expect(outcomes([], above).tone).toBe("danger");
    });
});

describe("a table that is saved", () => {
    it("has no formulas in it", () => {
        expect(csv(["note"], [['=1+"2"']])).toBe('"note"\r\n"\'=1+""2"""');
    });
});

describe("what is exported of a transaction", () => {
    it("is what its bytes pay, the server's words where nobody reads them, and neither where they differ", async () => {
        const { body } = await withdrawal(1, "COMPLETED", 5n, "rent");
        const { asset, destination } = body;
        const row = (of: Withdrawal) => Object.fromEntries(exported(of).map((each, i) => [EXPORTED[i], each]));
        expect(row(body)).toMatchObject({ asset, amount: "5", destination, note: "rent", read: "bytes" });
        const lies = [{ amount: "7" }, { asset: asset.replace("31337", "1") }, { destination: `0x${"1".repeat(40)}` }];
        for (const lie of lies)
            expect(row({ ...body, ...lie })).toMatchObject({ amount: "", read: "bytes are no such payment" });
        const other = { ...body, transaction: { ...body.transaction, unsigned: "00" } };
        expect(row(other)).toMatchObject({ amount: "5", destination, read: "server" });
    });
});

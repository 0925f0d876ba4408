import { describe, expect, it } from "vitest";
import { withdrawal } from "../e2e/fixtures";
import { feeBefore } from "../src/parts/effects";
import { oneByOne } from "../src/parts/foresight";
import { readingOf } from "../src/parts/reading";
import { parseRules } from "../src/parts/rules";
import { leaving, nameOfAll, sumOf } from "../src/parts/together";

const ETHER = 10n ** 18n;
const window = { type: "ROLLING", length: "PT24H" };
const day = { id: "day", effect: "LIMIT", limit: { measure: "ASSET", max: String(ETHER), window } };
const rules = parseRules(JSON.stringify({ rules: [{ id: "pay", effect: "ALLOW" }, day] }));
const several = () =>
    Promise.all([1, 2, 3].map(async (i) => (await withdrawal(i, "DRAFT", (4n * ETHER) / 10n, "")).body));

describe("several drafts at once", () => {
    it("are judged one after the other: what each passes alone, all together may not", async () => {
        const drafts = await several();
        const outcomes = oneByOne(rules, drafts, drafts, Date.now()).map((each) => each?.outcome);
        expect(outcomes).toEqual(["nobody", "nobody", "denied"]);
    });

    it("are proposed by a button that names effect and sum, by the bytes", async () => {
        const [first, ...more] = await several();
        if (!first) throw new Error("no draft");
        const lied = { ...first, amount: "1" };
        expect(sumOf([lied, ...more])).toBe("1.20 ETH");
        expect(nameOfAll([lied, ...more])).toBe("Propose sending 1.20 ETH in 3 payments");
        expect(nameOfAll([first])).toMatch(/^Propose sending 0\.40 ETH to /);
    });

    it("leave their account with all amounts and all fees", async () => {
        const drafts = await several();
        const fees = drafts.reduce((all, each) => all + (readingOf(each)?.feeMax ?? 0n), 0n);
        expect(leaving(drafts).map((each) => each.amount)).toEqual([(12n * ETHER) / 10n + fees]);
    });
});

describe("the fee before a speeding up", () => {
    it("is that of the bytes with the same number, and of others control's word", async () => {
        const [one, other] = await several();
        if (!one || !other) throw new Error("no draft");
        const own = readingOf(one);
        expect(feeBefore({ ...one, feeMax: "1" }, own)).toEqual({ fee: own?.feeMax, isRead: true });
        expect(feeBefore({ ...other, feeMax: "1" }, own)).toEqual({ fee: 1n, isRead: false });
    });
});

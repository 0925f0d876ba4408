import { describe, expect, it } from "vitest";
import { withdrawal } from "../e2e/fixtures";
import { known, paidBefore } from "../src/parts/counterparty";
import { isAlike } from "../src/proof/change";
import { foreseen } from "../src/parts/foresight";
import { localised } from "../src/parts/names";
import { isGood, parsePayments as parsed, repeated } from "../src/parts/payments";
import { parseRules, sentenceOf, steps } from "../src/parts/rules";
import { beginning, millisOf, usesOf } from "../src/parts/velocity";

import type { Key } from "../src/words/en";
import { t } from "../src/words/words";

const TO = "0xd8dA6BF26964aF9D7eEd9e03E53415D37aA96045";
const ETHER = 10n ** 18n;
const DAY = 86_400_000;
const parsePayments = (text: string, decimals: number) => parsed(text, decimals, "eip155:1");

describe("payments that were pasted", () => {
    it("are read with tabs, semicolons or commas between", () => {
        const lines = parsePayments(`${TO}\t0,25\tInvoice 1, part 2\n\n${TO}; 1.5; rent\n${TO},2,a,b`, 18);
        expect(lines.map((each) => each.amount)).toEqual([ETHER / 4n, (3n * ETHER) / 2n, 2n * ETHER]);
        expect(lines.map((each) => each.note)).toEqual(["Invoice 1, part 2", "rent", "a, b"]);
        expect(lines.map((each) => each.line)).toEqual([1, 3, 4]);
        expect(lines.every(isGood)).toBe(true);
    });

    it("are not good without a whole address, with nothing or with too fine an amount", () => {
        for (const wrong of ["0x12, 1", `${TO}, 0`, `${TO}, -1`, `${TO}, x`, `${TO}`, `${TO}, 0.1234567`, "1, 2"])
            expect(parsePayments(wrong, 6).every(isGood), wrong).toBe(false);
    });

    it("are not good where a comma may be of the amount", () => {
        for (const wrong of [`${TO},1,5`, `${TO}, 1,000, rent`, `${TO},0,25,rent`])
            expect(parsePayments(wrong, 18).every(isGood), wrong).toBe(false);
        expect(parsePayments(`${TO}; 1,5; 3 chairs`, 18).map((each) => each.amount)).toEqual([(3n * ETHER) / 2n]);
    });

    it("say which line is there twice", () => {
        const lines = parsePayments(`${TO}, 1, a\n${TO}, 2\n${TO.toLowerCase()}, 1.0, b`, 18);
        expect(repeated(lines)).toEqual([3]);
    });
});

describe("what of a limit is used", () => {
    const rules = (limit: object, more: object = {}) =>
        parseRules(JSON.stringify({ rules: [{ id: "cap", effect: "LIMIT", limit, ...more }] }));
    const day = { measure: "ASSET", max: String(2n * ETHER), window: { type: "ROLLING", length: "PT24H" } };
    const now = Date.parse("2026-03-04T12:00:00Z");
    const signed = { signed: { unsigned: "", signatures: [], bytes: "" } };
    const at = (hours: number) => ({ createdAt: new Date(now - hours * 3_600_000).toISOString() });
    const paid = async (i: number, wei: bigint, hours: number, more: object = signed) =>
        (await withdrawal(i, "COMPLETED", wei, "", { ...at(hours), ...more })).body;

    it("is what was signed within its window, and falls out of it again", async () => {
        const all = [await paid(1, ETHER, 30), await paid(2, ETHER / 2n, 20), await paid(3, ETHER / 4n, 1)];
        const [told] = usesOf(rules(day), all, now);
        const [use] = told?.uses ?? [];
        expect(use?.used).toBe((3n * ETHER) / 4n);
        expect(use?.nextFree).toBe(now + 4 * 3_600_000);
        expect(use?.points.map((each) => each.used)).toEqual([
            ETHER,
            (ETHER * 3n) / 2n,
            ETHER / 2n,
            (ETHER * 3n) / 4n,
            (ETHER * 3n) / 4n,
        ]);
    });

    it("counts nothing that no node signed, and of one sequence number the largest alone", async () => {
        const dear = await paid(7, ETHER / 8n, 1);
        const all = [await paid(1, ETHER, 1, {}), await paid(7, ETHER / 16n, 2), dear];
        expect(usesOf(rules(day), all, now)[0]?.uses[0]?.used).toBe(ETHER / 8n);
    });

    it("counts each where a chain has no sequence numbers, as nodes do", async () => {
        const place = async (i: number, wei: bigint, replaces?: string) => {
            const of = await paid(i, wei, 1, { ...signed, ...(replaces && { replaces }) });
            const { nonce: _, ...transaction } = of.transaction;
            return { ...of, transaction };
        };
        const first = await place(1, ETHER / 4n);
        const all = [await place(2, ETHER / 4n, first.id), first];
        expect(usesOf(rules(day), all, now)[0]?.uses[0]?.used).toBe(ETHER / 2n);
    });

    it("is told apart by what the limit is for, and not told where only nodes know", async () => {
        const all = [
            await paid(1, ETHER, 1),
            await paid(2, ETHER, 2, { ...signed, destination: `0x${"11".repeat(20)}` }),
        ];
        expect(usesOf(rules({ ...day, per: ["destination"] }), all, now)[0]?.uses.length).toBe(2);
        expect(usesOf(rules({ ...day, measure: "COUNT", max: "5" }), all, now)[0]?.uses[0]?.used).toBe(2n);
        expect(usesOf(rules({ ...day, measure: "FIAT:USD" }), all, now)[0]?.untold).toBe("prices");
        expect(usesOf(rules({ ...day, per: ["initiator"] }), all, now)[0]?.untold).toBe("people");
        expect(usesOf(rules({ ...day, window: { type: "LUNAR" } }), all, now)[0]?.untold).toBe("window");
        expect(usesOf(rules(day, { match: { to: "x" } }), all, now)[0]?.isAtMost).toBe(true);
        expect(usesOf(rules(day, { activity: ["UNFREEZE"] }), all, now)).toEqual([]);
    });

    it("begins with the day, the week on Monday and the month where the zone has them", () => {
        expect(beginning("DAY", "UTC", now)).toBe(Date.parse("2026-03-04T00:00:00Z"));
        expect(beginning("DAY", "Asia/Tokyo", now)).toBe(Date.parse("2026-03-03T15:00:00Z"));
        expect(beginning("WEEK", "UTC", now)).toBe(Date.parse("2026-03-02T00:00:00Z"));
        expect(beginning("MONTH", "Europe/Zurich", now)).toBe(Date.parse("2026-02-28T23:00:00Z"));
        expect(millisOf("P7D")).toBe(7 * DAY);
        expect(millisOf("P1DT12H30M")).toBe(1.5 * DAY + 1_800_000);
        expect(millisOf("soon")).toBeUndefined();
    });

    it("is a sentence with coins, prices or numbers in it, and a column only where it limits an asset", () => {
        const of = (limit: object) => rules(limit).map(sentenceOf)[0];
        expect(of(day)).toBe(
            "Limits everything to 2.00 of a coin with 18 decimals " +
                "(2,000,000,000,000,000,000 base units of each asset) within 24 hours.",
        );
        const dollars = { ...day, measure: "FIAT:USD", max: "2500" };
        expect(of(dollars)).toBe("Limits everything to 2,500 USD within 24 hours.");
        expect(of({ measure: "COUNT", max: "5" })).toBe("Limits everything to 5 transactions for ever.");
        expect(steps(rules({ ...day, measure: "FIAT:USD", max: "2500" })).length).toBe(1);
        expect(steps(rules(day)).length).toBe(2);
    });
});

describe("what would come of a draft", () => {
    const allow = { id: "pay", effect: "ALLOW", activity: ["TRANSFER"] };
    const eyes = { id: "eyes", effect: "REQUIRE", activity: ["*"], approvals: [{ group: "admins", min: 1 }] };
    const cap = (max: bigint, more: object = {}) => ({
        id: "cap",
        effect: "LIMIT",
        activity: ["*"],
        limit: { measure: "ASSET", max: String(max), ...more },
    });
    const of = async (rules: readonly object[], wei = ETHER) => {
        const [draft, paid] = await Promise.all([
            withdrawal(9, "DRAFT", wei, ""),
            withdrawal(1, "COMPLETED", ETHER, "", { signed: { unsigned: "", signatures: [], bytes: "" } }),
        ]);
        const found = foreseen(parseRules(JSON.stringify({ rules })), draft.body, [draft.body, paid.body], Date.now());
        if (!found) throw new Error("bytes that were not read");
        return found;
    };

    it("is a wait, where a rule asks people, also one about everything", async () => {
        expect(await of([allow, eyes])).toMatchObject({ outcome: "asks", asks: [{ id: "eyes" }], maybe: [] });
        expect((await of([allow])).outcome).toBe("nobody");
    });

    it("is a denial, by rule, by limit with its figures, or because nothing allows it", async () => {
        expect(await of([allow, { id: "no", effect: "DENY" }])).toMatchObject({ outcome: "denied", by: { id: "no" } });
        expect((await of([eyes])).outcome).toBe("denied");
        expect(await of([allow, cap((3n * ETHER) / 2n)])).toMatchObject({
            outcome: "denied",
            over: { rule: "cap", used: ETHER, max: (3n * ETHER) / 2n },
        });
        expect(await of([allow, cap(ETHER / 2n)], ETHER)).toMatchObject({ outcome: "denied" });
        expect((await of([allow, cap(2n * ETHER)])).outcome).toBe("nobody");
        expect((await of([allow, cap(ETHER, { onExceed: { effect: "REQUIRE" } })])).outcome).toBe("nobody");
    });

    it("is not said where it depends on what this browser does not judge", async () => {
        const unless = { match: { destination: { in: ["payees"] } } };
        expect(await of([{ ...allow, ...unless }])).toMatchObject({ outcome: "depends", maybe: [{ id: "pay" }] });
        expect(await of([allow, { id: "no", effect: "DENY", ...unless }])).toMatchObject({ outcome: "nobody" });
        expect((await of([allow, { ...cap(1n), ...unless }])).maybe).toHaveLength(1);
        const draft = (await withdrawal(9, "DRAFT", ETHER, "")).body;
        const unread = { ...draft, transaction: { ...draft.transaction, unsigned: "c0" } };
        expect(foreseen([], unread, [], 0)).toBeUndefined();
    });
});

describe("a payee", () => {
    const entry = {
        label: "Northwind",
        counterparty: "northwind",
        addedAt: new Date(0),
        addedBy: "u:ann",
        tags: [],
        blocked: false,
    };
    const book = [{ ...entry, account: `eip155:1:${TO}` }];

    it("is who the book says, on its own chain alone", () => {
        expect(known("eip155:1", TO, book).entry?.label).toBe("Northwind");
        expect(known("eip155:1", TO.toLowerCase(), book).alike).toBeUndefined();
        expect(known("eip155:10", TO, book).entry).toBeUndefined();
    });

    it("that only looks like another is told apart", () => {
        const alike = `0xd8dA${"00".repeat(16)}6045`;
        expect(known("eip155:1", alike, book)).toMatchObject({ entry: undefined, alike: { label: "Northwind" } });
        expect(isAlike(TO, TO)).toBe(false);
        expect(isAlike(TO, `0xd8dA${"00".repeat(16)}6046`)).toBe(false);
    });

    it("was paid what nodes signed, and nothing else", async () => {
        const [of, done, other, denied] = await Promise.all([
            withdrawal(1, "PENDING_APPROVAL", ETHER, ""),
            withdrawal(2, "COMPLETED", ETHER, "", { signed: { unsigned: "", signatures: [], bytes: "" } }),
            withdrawal(3, "COMPLETED", ETHER, "", {
                destination: `0x${"11".repeat(20)}`,
                signed: { unsigned: "", signatures: [], bytes: "" },
            }),
            withdrawal(4, "DENIED", ETHER, ""),
        ]);
        const all = [of, done, other, denied].map((each) => each.body);
        expect(paidBefore(of.body, all).map((each) => each.id)).toEqual([done.body.id]);
    });
});

describe("words of a newer server", () => {
    it("are shown as they are", () => {
        expect(t("stage.TELEPORTED" as Key)).toBe("TELEPORTED");
        expect(localised("in force from 2026-11-23T09:03:35Z on")).not.toContain("T09:03");
    });
});

import { describe, expect, it } from "vitest";
import type { Withdrawal } from "../src/api/contract";
import { figures } from "../src/parts/denial";
import type { Rule } from "../src/parts/rules";

const NOW = Date.parse("2026-11-22T12:00:00Z");
const hours = (count: number) => new Date(NOW + count * 3_600_000).toISOString();
const ETHER = "eip155:1/slip44:60";

const limit = (id: string, max: bigint, more: object = {}) =>
    ({
        id,
        effect: "LIMIT",
        limit: { measure: "ASSET", max: String(max), window: { type: "ROLLING", length: "PT24H" }, ...more },
    }) as unknown as Rule;

let next = 0;
const paid = (amount: bigint, at: string, more: object = {}) =>
    ({
        id: `${next++}`,
        asset: ETHER,
        amount: String(amount),
        destination: "0x1",
        kind: "PAY",
        stage: "COMPLETED",
        signed: {},
        createdAt: at,
        updatedAt: at,
        transaction: { from: "0x2", nonce: String(next), chain: "eip155:1" },
        ...more,
    }) as unknown as Withdrawal;

describe("a denial in figures", () => {
    const asked = paid(7n, hours(0), { stage: "DENIED", signed: undefined });

    it("says what was asked for, used and allowed, and what would have passed", () => {
        const [first] = figures([limit("daily", 10n)], [paid(4n, hours(-1)), asked], asked);
        expect(first).toMatchObject({ rule: "daily", asked: 7n, used: 4n, max: 10n, left: 6n, isOver: true });
    });

    it("counts neither what came later nor what had left the window, and itself least of all", () => {
        const all = [paid(4n, hours(-30)), paid(5n, hours(1)), asked];
        expect(figures([limit("daily", 10n)], all, asked)[0]).toMatchObject({ used: 0n, left: 10n, isOver: false });
    });

    it("puts the limit that was passed first, and makes up nothing of one that counts by prices", () => {
        const rules = [limit("wide", 100n), limit("narrow", 5n), limit("fiat", 1n, { measure: "FIAT:USD" })];
        expect(figures(rules, [asked], asked).map((each) => [each.rule, each.isOver])).toEqual([
            ["narrow", true],
            ["wide", false],
        ]);
        expect(figures([limit("full", 4n)], [paid(9n, hours(-1)), asked], asked)[0]?.left).toBe(0n);
    });
});

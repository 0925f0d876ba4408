import { describe, expect, it } from "vitest";
import type { NodeHealth, Withdrawal } from "../src/api/contract";
import { losses } from "../src/parts/loss";
import { riskRules, stops } from "../src/parts/risk";
import type { Rule } from "../src/parts/rules";

const node = (tree: string) => ({ name: "risk", keys: [{ id: "2c", epoch: 1, tree }] }) as unknown as NodeHealth;

describe("the loss of a node", () => {
    it("stops a key whose condition needs it, and no other", () => {
        expect(losses([node("all(risk, 1 of (client, backup))")])).toMatchObject([
            { stops: ["risk"], goesOn: ["client", "backup"] },
        ]);
        expect(losses([node("2 of (a, b, c)")])).toMatchObject([{ stops: [], goesOn: ["a", "b", "c"] }]);
        expect(losses([node("all(a, b)")])).toMatchObject([{ stops: ["a", "b"], goesOn: [] }]);
        expect(losses([node("any(all(a, b), c)")])).toMatchObject([{ stops: [], goesOn: ["a", "b", "c"] }]);
    });

    it("is not told of a condition that cannot be read", () => {
        expect(losses([node("all(a,")])).toEqual([]);
    });
});

describe("what was stopped", () => {
    const NOW = Date.parse("2026-11-22T12:00:00Z");
    const request = (id: string, stage: string, number: number, days: number) =>
        ({
            id,
            stage,
            subStatus: { number, text: `reason ${number}` },
            updatedAt: new Date(NOW - days * 86_400_000).toISOString(),
        }) as unknown as Withdrawal;

    it("is counted by reason with the latest of each, and not beyond 30 days", () => {
        const all = [
            request("1", "DENIED", 2201, 5),
            request("2", "DENIED", 2201, 1),
            request("3", "FAILED", 4401, 2),
            request("4", "DENIED", 2201, 40),
            request("5", "COMPLETED", 4301, 1),
        ];
        expect(stops(all, NOW).map(({ number, count, id }) => [number, count, id])).toEqual([
            [2201, 2, "2"],
            [4401, 1, "3"],
        ]);
    });
});

describe("rules about risk", () => {
    it("are those that ask what others said about it", () => {
        const rule = (id: string, more: object) => ({ id, effect: "REQUIRE", ...more }) as unknown as Rule;
        const all = [rule("score", { when: "risk.score > 70" }), rule("pay", { activity: ["TRANSFER"] })];
        expect(riskRules(all).map((each) => each.id)).toEqual(["score"]);
    });
});

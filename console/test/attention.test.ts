import { describe, expect, it } from "vitest";
import type { NodeHealth, Policies } from "../src/api/contract";
import type { Ceremony, People } from "../src/api/people";
import { type Heard, attention, isWhole } from "../src/parts/attention";
import { ages } from "../src/parts/shares";

const NOW = Date.parse("2026-11-22T12:00:00Z");
const days = (count: number) => new Date(NOW + count * 86_400_000).toISOString();
const KEY = "2c".repeat(32);

const node = (name: string, more: object = {}) =>
    ({
        name,
        reached: true,
        ready: true,
        quarantined: [],
        linked: [],
        keys: [{ id: KEY, epoch: 2, tree: "" }],
        certificateEnds: days(200),
        ...more,
    }) as unknown as NodeHealth;

const policies = (more: object = {}) =>
    ({
        agreed: true,
        nodes: [{ node: "risk", reached: true, freezes: [], changes: [], ...more }],
    }) as unknown as Policies;

const made = (at: string, epoch = 2) => ({ key: KEY, epoch, startedAt: at, stands: "active" }) as Ceremony;

const person = (more: object) => ({ people: [{ name: "Ann", status: "active", ...more }] }) as unknown as People;

const well: Heard = {
    nodes: [node("risk")],
    policies: policies(),
    ceremonies: [made(days(-5))],
    people: person({ lastUsedAt: days(-2) }),
    failed: [],
};

describe("what needs attention", () => {
    it("is nothing where all was asked and is well", () => {
        expect(attention(well, NOW)).toEqual([]);
        expect(isWhole(well)).toBe(true);
    });

    it("is never called nothing while an answer is missing, late or failed", () => {
        for (const each of ["nodes", "policies", "ceremonies", "people"] as const) {
            expect(isWhole({ ...well, [each]: undefined })).toBe(false);
            const failed: Heard = { ...well, [each]: undefined, failed: [each] };
            expect(isWhole(failed)).toBe(false);
            expect(attention(failed, NOW)[0]).toMatch(/could not be asked/);
        }
    });

    it("is each of a freeze, a silent node, a certificate, late shares, an unused account and an open change", () => {
        const freeze = { order: "aa", scope: "workspace", by: "u:bo", reason: "odd", at: days(0) };
        const cases: readonly (readonly [Heard, RegExp])[] = [
            [{ ...well, policies: policies({ freezes: [freeze] }) }, /Frozen: Everything\. odd/],
            [{ ...well, policies: policies({ reached: false }) }, /risk judges by.* is not known/],
            [{ ...well, policies: policies({ changes: [{ id: "c" }] }) }, /1 change of governance is open/],
            [{ ...well, nodes: [node("risk", { reached: false, why: "no route" })] }, /no route/],
            [{ ...well, nodes: [node("risk", { certificateEnds: days(12) })] }, /certificate of risk ends/],
            [{ ...well, ceremonies: [made(days(-40))] }, /shares of key .* nodes make them anew every 30 days/],
            [{ ...well, people: person({ lastUsedAt: days(-120) }) }, /Ann signed in last/],
        ];
        for (const [heard, line] of cases) expect(attention(heard, NOW).join("\n")).toMatch(line);
        expect(attention({ ...well, people: person({ lastUsedAt: days(-120), status: "removed" }) }, NOW)).toEqual([]);
    });
});

describe("the age of shares", () => {
    it("is that of the newest epoch, and unknown where no log tells: not made up", () => {
        const nodes = [node("risk"), node("client", { keys: [{ id: KEY, epoch: 1, tree: "" }] })];
        expect(ages(nodes, [made(days(-90), 1)])).toMatchObject([{ epoch: 2, at: undefined, behind: ["client"] }]);
        expect(ages(nodes, [made(days(-90), 1)])[0]?.isDue(NOW)).toBe(false);
        expect(ages(nodes, [made(days(-3)), made(days(-90), 1)])[0]?.at).toBe(days(-3));
    });
});

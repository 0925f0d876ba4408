import { beforeAll, describe, expect, it } from "vitest";
import { type Line, lastRuling, roundsOf, saidBy } from "../src/parts/said";
import { plainly } from "../src/parts/why";
import { type Bytes, concat, ofHex, uint, utf8 } from "../src/proof/bytes";
import type { Roster } from "../src/proof/roster";
import { use } from "../src/words/words";
import { AT, type Node, node, told } from "./signedlog";

const INTENT = "ab".repeat(32);
const REFUSE = 3;

/** AL-2, NodeVerdict without digests. */
function verdict(why: string, of = INTENT): Bytes {
    const words = utf8(why);
    return concat(
        ...[uint(1, 1), uint(AT, 8), uint(4, 1), ofHex(of), new Uint8Array(32), uint(0, 2), uint(REFUSE, 1)],
        ...[uint(words.length, 4), words, new Uint8Array(32), uint(0, 1)],
    );
}

let a: Node, thief: Node, roster: Roster;

beforeAll(async () => {
    [a, thief] = [await node("a"), await node("a")];
    roster = { version: 1, members: [a.member] };
    use({}, "en");
});

describe("what a node wrote down of a request", () => {
    it("is its own refusal, proven by its log", async () => {
        const said = await saidBy([await told(a, verdict("wrong_completion"), "NodeVerdict")], roster, INTENT);
        expect(said.get("a")).toEqual([
            { node: "a", outcome: "refuse", why: "wrong_completion", at: new Date(AT), count: 1, isProven: true },
        ]);
    });

    it("stands once where it says the same again, and twice where it says something else", async () => {
        const words = ["pending: one", "pending: one", "pending: two"];
        const entries = await Promise.all(words.map((each) => told(a, verdict(each), "NodeVerdict")));
        const lines = (await saidBy(entries, roster, INTENT)).get("a") ?? [];
        expect(lines.map((each) => [each.why, each.count])).toEqual([
            ["pending: one", 2],
            ["pending: two", 1],
        ]);
    });

    it("is not proven under a head of another key, without keys, or of another request", async () => {
        const forged = await told(thief, verdict("denied"), "NodeVerdict");
        const other = await told(a, verdict("denied", "cd".repeat(32)), "NodeVerdict");
        const good = await told(a, verdict("denied"), "NodeVerdict");
        for (const [entry, by] of [
            [forged, roster],
            [other, roster],
            [good, undefined],
        ] as const)
            expect((await saidBy([entry], by, INTENT)).get("a")?.map((each) => each.isProven)).toEqual([false]);
    });

    it("leaves out what is no judgement, and what cannot be read", async () => {
        const unread = { ...(await told(a, verdict("denied"), "NodeVerdict")), leaf: "zz" };
        const other = await told(a, concat(uint(1, 1), uint(AT, 8), uint(2, 1)), "NodeStopped");
        expect((await saidBy([unread, other], roster, INTENT)).size).toBe(0);
    });
});

describe("why a node refuses", () => {
    it("is told in words, each reason by itself", () => {
        expect(plainly("bad_initiator_signature")).toEqual([
            "Who proposed it did not sign this: the bytes are others than those signed.",
        ]);
        expect(plainly("denied: 3 of at most 2 (daily-limit); no rule allows it")).toEqual([
            "The policy denies it.",
            "3 of at most 2 (daily-limit).",
            "No rule allows it.",
        ]);
    });

    it("of a kind that is not known here is as the node says it", () => {
        expect(plainly("new_kind: a reason")).toEqual(["new_kind", "A reason."]);
        expect(plainly("The node said: this")).toEqual(["The node said: this."]);
    });
});

describe("how long a node's part took", () => {
    const at = (millis: number) => new Date(AT + millis);
    const line = (outcome: Line["outcome"], millis: number, more: Partial<Line> = {}): Line => ({
        ...{ node: "a", outcome, why: "", at: at(millis), count: 1, isProven: true },
        ...more,
    });

    it("is from its judgement to its first signature, by its own clock", () => {
        const said = new Map([["a", [line("seen", 0), line("refuse", 5), line("sign", 20), line("signed", 251)]]]);
        expect(roundsOf(said)).toEqual([{ node: "a", millis: 231, isProven: true }]);
    });

    it("is not told of who did not sign, signed the same again, or whose clock went back", () => {
        for (const lines of [
            [line("seen", 0), line("sign", 20)],
            [line("signed", 20)],
            [line("sign", 20), line("signed", 40, { count: 2 })],
            [line("sign", 40), line("signed", 20)],
        ])
            expect(roundsOf(new Map([["a", lines]]))).toEqual([]);
    });

    it("is unproven where one of the two is", () => {
        const said = new Map([["a", [line("sign", 0, { isProven: false }), line("signed", 9)]]]);
        expect(roundsOf(said)[0]?.isProven).toBe(false);
    });
});

describe("what a node ruled last", () => {
    it("is its newest ruling, of whatever request, proven like any entry", async () => {
        const older = { ...(await told(a, verdict("denied: one"), "NodeVerdict")), index: 3 };
        const newer = await told(a, verdict("denied: two", "cd".repeat(32)), "NodeVerdict");
        const found = await lastRuling([older, { ...newer, index: 7 }], roster);
        expect(found).toMatchObject({ outcome: "refuse", why: "denied: two", subject: "cd".repeat(32) });
        // Under another place in the log than its head proves, it is not proven.
        expect(found?.isProven).toBe(false);
        expect((await lastRuling([newer], roster))?.isProven).toBe(true);
        expect(await lastRuling([{ ...newer, kind: "IntentSeen" }], roster)).toBeUndefined();
    });
});

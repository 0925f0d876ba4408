import { describe, expect, it } from "vitest";
import { type Bytes, Malformed, hex, ofHex } from "../src/proof/bytes";
import { type Fact, factsOfEvidence, parseFact, parseFactKeys, statedBy } from "../src/proof/facts";
import { Transcript } from "../src/proof/transcript";
import { vector } from "./vectors";

const all = JSON.parse(vector("house/facts.json")) as {
    readonly keys: string;
    readonly cases: readonly { readonly kind: string; readonly statement: string; readonly fact: string }[];
};
const keys = parseFactKeys(ofHex(all.keys));
const facts = all.cases.map((each) => parseFact(ofHex(each.fact)));
const during = (of: Fact) => of.at.getTime() + 1000;
const evidence = (version: number): Bytes =>
    ofHex((JSON.parse(vector(`house/evidence-${version}.json`)) as { evidence: string }).evidence);

describe("a fact that goes with a request", () => {
    it("is read as nodes read it, of every kind", async () => {
        expect(facts.map((each) => each.claim.kind.toUpperCase().replace(" ", "_"))).toEqual(
            all.cases.map((each) => each.kind),
        );
        expect(facts.length).toBe(8);
        for (const [i, each] of facts.entries()) {
            const own = Transcript.of("tallystick/facts/v1/statement").add("fact", each.bytes).digest();
            expect(hex(await own)).toBe(all.cases[i]?.statement);
        }
        expect(facts[1]?.claim).toMatchObject({ kind: "risk", score: 61, reasons: ["BURST", "NEW_PAYEE"] });
    });

    it("counts by the key that is trusted for its kind, while it holds", async () => {
        for (const each of facts) expect(await statedBy(each, keys, during(each))).toMatch(/^signer-/);
    });

    it("does not count by another key, of another kind, altered, too early, too late or for too long", async () => {
        const [of] = facts;
        if (!of) throw new Error("no fact");
        const now = during(of);
        const bent = (bytes: Bytes) => new Uint8Array(bytes.map((each, i) => (i === 3 ? each ^ 1 : each)));
        const lying: readonly [Fact, readonly (typeof keys)[number][], number][] = [
            [{ ...of, signer: facts[1]?.signer ?? of.signer }, keys, now],
            [{ ...of, signature: bent(of.signature) }, keys, now],
            [{ ...of, bytes: bent(of.bytes) }, keys, now],
            [of, keys, of.expires.getTime()],
            [of, keys, of.at.getTime() - 601_000],
            [of, keys.map((each) => ({ ...each, kind: "risk" })), now],
            [of, keys.map((each) => ({ ...each, lifetimeSeconds: 1 })), now],
            [of, [], now],
        ];
        for (const [i, [fact, by, at]] of lying.entries())
            expect(await statedBy(fact, by, at), String(i)).toBeUndefined();
    });

    it("is found behind the approvals of its evidence, and none where there is none", () => {
        expect(factsOfEvidence(evidence(2)).length).toBeGreaterThan(0);
        expect(factsOfEvidence(evidence(3))).toEqual(expect.any(Array));
        const whole = evidence(2);
        expect(() => factsOfEvidence(whole.slice(0, -1))).toThrow(Malformed);
        expect(() => factsOfEvidence(new Uint8Array([...whole, 0]))).toThrow(Malformed);
    });
});

import { createElement } from "react";
import { renderToStaticMarkup } from "react-dom/server";
import { describe, expect, it } from "vitest";
import { Voiced, isForged } from "../src/parts/voices";
import { Malformed, Reader, ofHex } from "../src/proof/bytes";
import { intentOfEvidence } from "../src/proof/intent";
import { type HeldKey, type Somebody, parseDirectory } from "../src/proof/people";
import { type Voice, type Voices, approvalOf, isSigned, voicesOf } from "../src/proof/voice";
import { vector } from "./vectors";

const read = <T>(path: string) => JSON.parse(vector(path)) as T;
const people = parseDirectory(ofHex(read<{ directory: string }>("house/people.json").directory));
const evidence = (version: number) => ofHex(read<{ evidence: string }>(`house/evidence-${version}.json`).evidence);
const { cases } = read<{ cases: readonly { person: string; statement: string; approval: string }[] }>(
    "house/approval.json",
);

describe("who proposed a payment", () => {
    it("is whose key the intent names, by a signature that holds", async () => {
        const { initiator, answers } = await voicesOf(evidence(3), await people);
        expect([initiator.person?.id, initiator.holds, answers.length]).toEqual(["u:ann", true, 0]);
        const other = await voicesOf(evidence(2), await people);
        expect(intentOfEvidence(evidence(2)).version).toBe(2);
        expect(other.answers.length).toBeGreaterThan(0);
        for (const each of other.answers) expect(each.person).toBeDefined();
    });

    it("is nobody where the signature is another's, where people are others, or a byte is", async () => {
        const known = await people;
        const bytes = evidence(3);
        for (const at of [60, 0xd5 + 5 + 1 + 4, bytes.length - 5]) {
            const bent = new Uint8Array(bytes);
            bent[at] = (bent[at] ?? 0) ^ 1;
            expect((await voicesOf(bent, known)).initiator.holds, String(at)).toBe(false);
        }
        const without = { ...known, people: known.people.filter((each) => each.id !== "u:ann") };
        expect(await voicesOf(bytes, without)).toMatchObject({ initiator: { person: undefined, holds: false } });
        await expect(voicesOf(bytes.slice(0, 100), known)).rejects.toThrow(Malformed);
    });
});

describe("who answered", () => {
    it("is whose key signed the statement, for each kind of key", async () => {
        expect(cases.length).toBe(6);
        for (const each of cases) {
            const of = approvalOf(new Reader(ofHex(each.approval)));
            const person = (await people).people.find(({ id }) => id === each.person);
            const key = person?.keys.find(({ id }) => id === of.keyId);
            if (!key) throw new Error(`no key of ${each.person}`);
            expect(await isSigned(key, of.proof, ofHex(each.statement)), each.person).toBe(true);
            const bent = new Uint8Array(ofHex(each.statement)).map((byte) => byte ^ 1);
            expect(await isSigned(key, of.proof, bent)).toBe(false);
            const others: readonly Partial<HeldKey>[] =
                key.kind === "passkey"
                    ? [
                          { rpId: "example.org" },
                          { origins: ["https://example.org"] },
                          { strength: key.strength === "HARDWARE" ? "PASSKEY" : "HARDWARE" },
                          { kind: "P-256" },
                      ]
                    : [{ kind: "passkey" }];
            for (const lie of others)
                expect(await isSigned({ ...key, ...lie }, of.proof, ofHex(each.statement))).toBe(false);
        }
    });

    it("counts for this very intent, and for no other that is made of it", async () => {
        const bytes = evidence(2);
        const held = async (of: Uint8Array<ArrayBuffer>) =>
            (await voicesOf(of, await people)).answers.filter(({ holds }) => holds).length;
        expect(await held(bytes)).toBeGreaterThan(0);
        const salt = 5 + intentOfEvidence(bytes).bytes.length - 1;
        expect(await held(new Uint8Array(bytes.map((each, i) => (i === salt ? each ^ 1 : each))))).toBe(0);
    });
});

describe("what stands on the screen of it", () => {
    const ann = { name: "Ann Lee" } as Somebody;
    const shown = (initiator: Voice, isProven = true, answers: Voices["answers"] = []) =>
        renderToStaticMarkup(createElement(Voiced, { of: { initiator, answers }, isProven }));

    it("is a fact where the key signed and the people are proven, and said to be less elsewhere", () => {
        expect(shown({ person: ann, holds: true })).toContain("Proposed by Ann Lee, whose key signed it");
        expect(shown({ person: ann, holds: true }, false)).toContain("that control shows");
        expect(shown({ person: undefined, holds: false })).toContain("a key that no document");
        const forged = { person: ann, holds: false };
        expect(shown(forged)).toContain("Ann Lee did not sign it");
        expect(isForged({ initiator: forged, answers: [] })).toBe(true);
        const answer = { person: ann, holds: false, answer: 1, at: new Date(0) };
        expect(shown({ person: ann, holds: true }, true, [answer])).toContain("is not signed by that key");
        expect(shown({ person: ann, holds: true }, true, [{ ...answer, holds: true }])).toContain("Ann Lee approved");
    });
});

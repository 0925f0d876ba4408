import { describe, expect, it } from "vitest";
import { verified } from "../src/parts/entries";
import { concat, hex, ofHex, sha256, uint, utf8 } from "../src/proof/bytes";
import { readEntry, saidOf } from "../src/proof/entry";
import { vector } from "./vectors";

/** Two entries of a log, and the head over them as a node signs it. */
async function log() {
    const entries = [concat(uint(1, 1), uint(1_800_000_000_123, 8), uint(31, 1), ofHex("ab".repeat(32)))];
    entries.push(concat(uint(1, 1), uint(1_800_000_000_456, 8), uint(2, 1), ofHex("cd".repeat(32))));
    const leaves = await Promise.all(entries.map((each) => sha256(concat(uint(0, 1), each))));
    const root = await sha256(concat(uint(1, 1), ...leaves));
    const base64 = btoa(String.fromCharCode(...root));
    const line = (name: string) => `— ${name} ${btoa("0".repeat(68))}\n`;
    const checkpoint = `tallystick.log/risk\n2\n${base64}\n\n${line("risk")}${line("client")}`;
    return { entries, leaves, checkpoint };
}

async function told() {
    const { entries, leaves, checkpoint } = await log();
    return {
        node: "risk",
        index: 0,
        kind: "GenesisTaken",
        at: new Date(1_800_000_000_123).toISOString(),
        leaf: hex(entries[0] ?? new Uint8Array()),
        proof: [hex(leaves[1] ?? new Uint8Array())],
        checkpoint,
    };
}

describe("entry of a node's log", () => {
    it("knows every kind that nodes write", () => {
        const all = vector("tlog/audit-entries-1.txt")
            .split("\n")
            .filter((line) => line !== "" && !line.startsWith("#"))
            .map((line) => line.split(" "));
        expect(all.length).toBeGreaterThanOrEqual(32);
        for (const [kind, bytes] of all) expect(readEntry(ofHex(bytes ?? "")).kind).toBe(kind);
    });

    it("says its kind and moment itself", async () => {
        const { entries } = await log();
        expect(readEntry(entries[0] ?? utf8("")).kind).toBe("GenesisTaken");
        expect(() => readEntry(utf8(""))).toThrow();
        const unknown = readEntry(concat(uint(1, 1), uint(1, 8), uint(99, 1)));
        expect(unknown).toMatchObject({ kind: "Unknown 99", isKnown: false });
    });

    it("is proven by its path to the head", async () => {
        expect(await verified(await told(), undefined)).toMatchObject({ holds: true, by: undefined });
    });

    it("is refuted if anything of it is another", async () => {
        const good = await told();
        const others = [
            { ...good, index: 1 },
            { ...good, leaf: good.leaf.replace(/ab$/, "ac") },
            { ...good, proof: ["00".repeat(32)] },
            { ...good, proof: [] },
            { ...good, kind: "NodeStopped" },
            { ...good, at: new Date(0).toISOString() },
            { ...good, checkpoint: good.checkpoint.replace("\n2\n", "\n3\n") },
            { ...good, checkpoint: "", leaf: "zz" },
        ];
        for (const each of others.slice(0, -1)) expect(await verified(each, undefined)).toMatchObject({ holds: false });
        expect(await verified(others.at(-1) ?? good, undefined)).not.toMatchObject({ holds: true });
    });

    it("says itself of which intent it is, and what came of it", () => {
        const head = (kind: number) => concat(uint(1, 1), uint(1, 8), uint(kind, 1), ofHex("ab".repeat(32)));
        const text = (of: string) => concat(uint(utf8(of).length, 4), utf8(of));
        const verdict = (ruling: number) =>
            concat(head(4), new Uint8Array(32), uint(1, 2), new Uint8Array(32), uint(ruling, 1), text("limit"));
        expect(saidOf(verdict(3))).toEqual({ subject: "ab".repeat(32), outcome: "refuse", why: "limit" });
        expect(() => saidOf(verdict(7))).toThrow();
        const decided = concat(head(37), new Uint8Array(64), uint(1, 1), text(""));
        expect(saidOf(decided)).toMatchObject({ outcome: "allowed" });
        expect(saidOf(concat(head(33), text("u:bo"), uint(0, 1)))).toMatchObject({ outcome: "no" });
        expect(saidOf(head(31))).toBeUndefined();
        const known = vector("tlog/audit-entries-1.txt").split("\n");
        const of = (kind: string) =>
            known.filter((line) => line.startsWith(`${kind} `)).map((line) => line.slice(kind.length + 1));
        for (const kind of ["IntentSeen", "NodeVerdict", "Signed", "PolicyDecided", "AnswerHeard"]) {
            expect(of(kind).length, kind).toBeGreaterThan(0);
            for (const bytes of of(kind)) expect(saidOf(ofHex(bytes))?.subject, kind).toHaveLength(64);
        }
    });

    it("is refuted if it is of another intent than it stands for", async () => {
        const of = "ab".repeat(32);
        const entry = concat(uint(1, 1), uint(1_800_000_000_123, 8), uint(3, 1), ofHex(of), new Uint8Array(32));
        const root = await sha256(concat(uint(0, 1), entry));
        const said = {
            node: "risk",
            index: 0,
            kind: "IntentSeen",
            at: new Date(1_800_000_000_123).toISOString(),
            leaf: hex(entry),
            proof: [],
            checkpoint: `tallystick.log/risk\n1\n${btoa(String.fromCharCode(...root))}\n\n`,
        };
        expect(await verified(said, undefined)).toMatchObject({ holds: true });
        expect(await verified(said, undefined, of)).toMatchObject({ holds: true, isOf: true });
        expect(await verified(said, undefined, "cd".repeat(32))).toMatchObject({ holds: false, isOf: false });
        expect(await verified(await told(), undefined, of)).toMatchObject({ holds: false, isOf: false });
    });

    it("without a proof is neither", async () => {
        const { proof: _, ...bare } = await told();
        expect(await verified(bare, undefined)).toBe("none");
    });
});

import { describe, expect, it } from "vitest";
import { verified } from "../src/parts/entries";
import { concat, hex, ofHex, sha256, uint, utf8 } from "../src/proof/bytes";
import { readEntry } from "../src/proof/entry";
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

    it("without a proof is neither", async () => {
        const { proof: _, ...bare } = await told();
        expect(await verified(bare, undefined)).toBe("none");
    });
});

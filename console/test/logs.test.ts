import { describe, expect, it } from "vitest";
import type { LogEntry } from "../src/api/people";
import { headsOf } from "../src/parts/heads";
import { EVERY, kindsOf, shown } from "../src/parts/logs";
import { type Bytes, concat, hex, sha256, uint, utf8 } from "../src/proof/bytes";
import { parsePlaces } from "../src/proof/places";
import { type Member, originOf } from "../src/proof/roster";
import { kindOf } from "../src/parts/ceremonies";

const entry = (node: string, kind: string, index: number, sentence = "") =>
    ({ node, kind, index, sentence, leaf: "00ab" }) as LogEntry;

describe("entries of logs", () => {
    const all = [
        entry("risk", "CheckpointCosigned", 7, "the head of client"),
        entry("risk", "NodeVerdict", 6, "denied by daily-limit"),
        entry("client", "Signed", 9),
    ];

    it("are shown without countersignatures unless asked for, and by kind and words", () => {
        expect(shown(all, { kind: "", find: "" }).map((each) => each.kind)).toEqual(["NodeVerdict", "Signed"]);
        expect(shown(all, { kind: EVERY, find: "" })).toEqual(all);
        expect(shown(all, { kind: "CheckpointCosigned", find: "" })).toEqual(all.slice(0, 1));
        expect(shown(all, { kind: EVERY, find: " DAILY-limit " })).toEqual(all.slice(1, 2));
        expect(shown(all, { kind: "", find: "00ab" }).length).toBe(2);
        expect(shown(all, { kind: "Signed", find: "risk" })).toEqual([]);
        expect(kindsOf(all)).toEqual(["CheckpointCosigned", "NodeVerdict", "Signed"]);
    });
});

describe("the head of a node's log", () => {
    async function told(name: string, signer: Member, secret: CryptoKey): Promise<LogEntry> {
        const leaf: Bytes = concat(uint(1, 1), uint(1_800_000_000_123, 8), uint(1, 1));
        const origin = originOf(signer);
        const root = btoa(String.fromCharCode(...(await sha256(concat(uint(0, 1), leaf)))));
        const body = `${origin}\n1\n${root}\n`;
        const id = (await sha256(concat(utf8(`${origin}\n`), uint(1, 1), signer.identity))).slice(0, 4);
        const line = concat(id, new Uint8Array(await crypto.subtle.sign("Ed25519", secret, utf8(body))));
        return {
            node: name,
            index: 0,
            kind: "NodeStarted",
            at: new Date(1_800_000_000_123).toISOString(),
            leaf: hex(leaf),
            proof: [],
            checkpoint: `${body}\n— ${origin} ${btoa(String.fromCharCode(...line))}\n`,
        };
    }

    it("is proven by its own node's signature, and not by another's", async () => {
        const pair = (await crypto.subtle.generateKey("Ed25519", true, ["sign", "verify"])) as CryptoKeyPair;
        const identity = new Uint8Array(await crypto.subtle.exportKey("raw", pair.publicKey));
        const risk: Member = { name: "risk", isNode: true, identity, whole: "" };
        const roster = { version: 1, members: [risk] };
        const good = await told("risk", risk, pair.privateKey);
        expect((await headsOf([good], roster)).get("risk")).toEqual({ size: 1, isProven: true });
        expect((await headsOf([{ ...good, node: "client" }], roster)).get("client")?.isProven).toBe(false);
        expect((await headsOf([{ ...good, leaf: "00" }, good], roster)).get("risk")?.isProven).toBe(false);
        expect((await headsOf([good], undefined)).get("risk")?.isProven).toBe(false);
        expect((await headsOf([], roster)).size).toBe(0);
    });
});

describe("in whose hands a node is", () => {
    const text = (of: string) => concat(uint(of.length, 4), utf8(of));
    const places = (trait: number) =>
        concat(
            utf8("tallystick-places"),
            uint(2, 1),
            uint(4, 4),
            uint(0, 2),
            uint(1, 2),
            text("risk"),
            uint(1, 2),
            text("risk-engine"),
            uint(0, 2),
            uint(1, 2),
            text("risk"),
            uint(2, 1),
            uint(1, 1),
            text("ops"),
            uint(trait, 1),
            text("eu-1"),
        );

    it("is read from the document of places, which has no trait of another number", () => {
        const { stations } = parsePlaces(places(2));
        expect(stations.get("risk")).toEqual({ roles: ["risk-engine"], operator: "ops", zone: "eu-1" });
        const treed = (format: number) =>
            concat(
                utf8("tallystick-places"),
                uint(format, 1),
                uint(4, 4),
                ...[0, 0, 0, 0, 1].map((count) => uint(count, 2)),
                new Uint8Array(32),
                text("2 of (a, b)"),
            );
        expect(parsePlaces(treed(3)).vaults).toEqual([]);
        expect(() => parsePlaces(treed(4))).toThrow("format 4");
        expect(() => parsePlaces(places(6))).toThrow("trait");
        expect(() => parsePlaces(places(2).slice(0, -1))).toThrow();
    });
});

describe("what raised an epoch", () => {
    it("is told in words, without a cause that nobody said, and as it is if it is of no known kind", () => {
        expect(kindOf("generation")).toBe("Key made");
        expect(kindOf("refresh, unsaid")).toBe("Shares made anew");
        expect(kindOf("refresh, incident")).toBe("Shares made anew, after an incident");
        expect(kindOf("next epoch")).toBe("next epoch");
    });
});

import { createElement } from "react";
import { renderToStaticMarkup } from "react-dom/server";
import { describe, expect, it } from "vitest";
import type { Policies, Vault, Withdrawal } from "../src/api/contract";
import { byOrder, isEverythingFrozen, scopeOf } from "../src/parts/frozen";
import { Heard, count } from "../src/parts/heard";
import { ofRequests, ofVaults } from "../src/parts/subjects";
import { type Bytes, Reader, concat, hex, ofHex, uint, utf8 } from "../src/proof/bytes";
import { demandOrder, parseOrder, readOrder } from "../src/proof/freeze";
import { parsePlaces, vaultOf } from "../src/proof/places";
import { vector } from "./vectors";

const known = JSON.parse(vector("house/governance.json")) as { workspace: string; freezes: { freeze: string }[] };

/** The order within a signed one. */
function orders() {
    return known.freezes.map(({ freeze }) => {
        const bytes = ofHex(freeze);
        const reader = new Reader(bytes);
        reader.take(1);
        const order = readOrder(reader);
        return { order, bytes: bytes.slice(1, reader.position) as Bytes };
    });
}

describe("what the top bar says", () => {
    it("is that everything is frozen, where one node says so, and of less than everything nothing", () => {
        const by = (...scopes: readonly string[]) =>
            ({
                nodes: [
                    { node: "a", freezes: [] },
                    { node: "b", freezes: scopes.map((scope, i) => ({ scope, order: String(i) })) },
                ],
            }) as unknown as Policies;
        expect(isEverythingFrozen(undefined)).toBe(false);
        expect(isEverythingFrozen(by())).toBe(false);
        expect(isEverythingFrozen(by("vault treasury"))).toBe(false);
        expect(isEverythingFrozen(by("vault treasury", "workspace"))).toBe(true);
    });
});

describe("an order to freeze", () => {
    it("is read from the bytes of the vector, in every scope", () => {
        const all = orders();
        expect(all.map(({ order }) => `${order.scope.kind} ${order.scope.of}`)).toEqual([
            expect.stringMatching(/^request 282bcbc3[0-9a-f]{56}$/),
            "vault treasury",
            "initiator u:ann",
            "node alpha",
            "workspace ",
        ]);
        for (const { order, bytes } of all) {
            expect(order).toMatchObject({ workspace: known.workspace, by: "u:bo", reason: "something is wrong" });
            expect(parseOrder(bytes)).toEqual(order);
            expect(() => parseOrder(concat(bytes, uint(0, 1)))).toThrow("goes on");
            expect(() => parseOrder(bytes.slice(0, -1))).toThrow();
        }
    });

    it("is not signed where it stops something else, for another reason or in another name", () => {
        for (const { order, bytes } of orders()) {
            const wished = { scope: order.scope, reason: order.reason, by: order.by };
            expect(() => demandOrder(bytes, wished)).not.toThrow();
            expect(() => demandOrder(bytes, { ...wished, reason: "nothing" })).toThrow("reason");
            expect(() => demandOrder(bytes, { ...wished, by: "u:ann" })).toThrow("name");
            for (const other of orders())
                if (other.order.scope.kind !== order.scope.kind)
                    expect(() => demandOrder(other.bytes, wished)).toThrow("scope");
        }
        const [, vault] = orders();
        const wished = { scope: { kind: "vault", of: "payments" }, reason: "something is wrong", by: "u:bo" } as const;
        expect(() => demandOrder(vault?.bytes ?? new Uint8Array(), wished)).toThrow("scope");
    });
});

describe("what nodes answered", () => {
    const said = (...followed: boolean[]) =>
        followed.map((each, i) => ({ node: `n${i}`, followed: each, words: each ? "taken" : "refused" }));
    const shown = (of: ReturnType<typeof said>) =>
        renderToStaticMarkup(
            createElement(Heard, { of, all: "freeze.done", what: "Everything", command: "./tallystick freeze" }),
        );

    it("is told as done only where every node followed", () => {
        expect(count(said(true, true))).toEqual({ followed: 2, all: 2, not: [] });
        expect(shown(said(true, true))).toContain("Frozen: Everything");
        for (const each of [said(true, false, false), said(false, false), said()]) {
            expect(shown(each)).not.toContain("Frozen: Everything");
            expect(shown(each)).toContain("danger");
            expect(shown(each)).toContain("./tallystick freeze");
        }
        expect(shown(said(true, false, false))).toContain("On 1 of 3 nodes; NOT on n1, n2.");
        expect(shown(said(false, false))).toContain("No node took it.");
    });
});

describe("what can be frozen", () => {
    const text = (of: string) => concat(uint(of.length, 4), utf8(of));
    const key = (byte: number) => new Uint8Array(32).fill(byte);
    const places = concat(
        utf8("tallystick-places"),
        uint(1, 1),
        uint(4, 4),
        uint(1, 2),
        ...["treasury", "main", "HOT"].map(text),
        uint(1, 2),
        text("tag"),
        uint(2, 2),
        key(1),
        key(2),
        uint(1, 2),
        text("wallet"),
        key(1),
        uint(2, 2),
        uint(0, 4),
        uint(7, 4),
        uint(0, 2),
        uint(0, 2),
    );
    const vault = (name: string, byte: number) => ({ name, keyId: hex(key(byte)) }) as Vault;

    it("is a vault under the name by which nodes know it, or its key's own", () => {
        const read = parsePlaces(places).vaults;
        expect(read).toEqual([{ name: "treasury", keys: [hex(key(1)), hex(key(2))] }]);
        expect(vaultOf(hex(key(3)), read)).toBe(`k${"03".repeat(16).slice(0, 31)}`);
        const all = ofVaults([vault("One", 1), vault("Two", 2), vault("Three", 3)], read);
        expect(all.map((each) => each.of)).toEqual(["treasury", `k${"03".repeat(16).slice(0, 31)}`]);
        expect(all[0]?.words).toContain("One, Two");
        expect(() => parsePlaces(places.slice(1))).toThrow();
        expect(() => parsePlaces(concat(places, uint(0, 1)))).toThrow("goes on");
    });

    it("is a request that is under way, and none that is over or never was proposed", () => {
        const transaction = { unsigned: "", digests: [], chain: "eip155:1", from: "0x2", nonce: "0" };
        const words = { asset: "eip155:1/slip44:60", amount: "1", kind: "PAY", note: "n", destination: "0x1" };
        const of = { id: "1", ...words, transaction };
        const request = (stage: string, intentId?: string) => ({ ...of, stage, intentId }) as unknown as Withdrawal;
        const all = [request("PENDING_APPROVAL", "aa"), request("COMPLETED", "bb"), request("DRAFT")];
        expect(ofRequests(all).map((each) => each.of)).toEqual(["aa"]);
    });
});

describe("what is frozen", () => {
    it("is told with what it stops and the nodes on which it stands, and not on others", () => {
        const freeze = { order: "aa", scope: "workspace", by: "u:bo", reason: "odd", at: new Date(0).toISOString() };
        const node = (name: string, ...freezes: object[]) => ({ node: name, freezes });
        const nodes = [node("risk", freeze), node("client"), node("backup", freeze, { ...freeze, order: "bb" })];
        const all = byOrder({ nodes } as unknown as Policies);
        expect(all.map((each) => [each.order, each.nodes])).toEqual([
            ["aa", ["risk", "backup"]],
            ["bb", ["backup"]],
        ]);
        expect(all.map(scopeOf)[0]).toBe("Everything");
        expect(byOrder(undefined)).toEqual([]);
    });
});

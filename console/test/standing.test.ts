import { createElement } from "react";
import { renderToStaticMarkup } from "react-dom/server";
import { beforeAll, describe, expect, it } from "vitest";
import { InBook } from "../src/parts/counterparty";
import { type Activated, activated, isProven } from "../src/parts/inforce";
import { concat, hex, uint, utf8 } from "../src/proof/bytes";
import { type Document, codeOf, parseDocument } from "../src/proof/change";
import { parentOf, pinOf } from "../src/proof/pin";
import type { Roster } from "../src/proof/roster";
import { AT, type Node, node, told } from "./signedlog";

function document(version: number, parent?: Uint8Array) {
    const content = utf8("the book");
    return concat(
        utf8("tallystick-document"),
        uint(1, 1),
        uint(codeOf("address-book"), 1),
        uint(version, 4),
        parent ? concat(uint(1, 1), parent) : uint(0, 1),
        uint(1_700_000_000, 8),
        uint(content.length, 4),
        content,
    );
}

const entryOf = (version: number, hash: Uint8Array) =>
    concat(uint(1, 1), uint(AT, 8), uint(36, 1), uint(codeOf("address-book"), 1), uint(version, 4), hash);

let a: Node, b: Node, thief: Node, roster: Roster, of: Document;

beforeAll(async () => {
    [a, b, thief] = [await node("a"), await node("b"), await node("a")];
    roster = { version: 1, members: [a.member, b.member] };
    of = await parseDocument(document(3));
});

describe("whether a document is in force", () => {
    it("is said by the logs of nodes that wrote so, under heads that they signed", async () => {
        const entries = [await told(a, entryOf(3, of.hash)), await told(b, entryOf(2, of.hash))];
        expect(await activated(of, entries, roster)).toEqual({ by: ["a"], refuted: [], later: [] });
    });

    it("is refuted by an entry under a head that another key signed, and not said by another hash", async () => {
        const forged = await told(thief, entryOf(3, of.hash));
        expect((await activated(of, [forged], roster)).by).toEqual([]);
        const own = await told(a, entryOf(3, of.hash));
        const swapped = { ...forged, checkpoint: own.checkpoint?.replace("\n1\n", "\n2\n") ?? "" };
        expect(await activated(of, [swapped], roster)).toMatchObject({ by: [], refuted: ["a"] });
        const other = await told(a, entryOf(3, new Uint8Array(32)));
        expect(await activated(of, [other], roster)).toEqual({ by: [], refuted: [], later: [] });
    });

    it("is no more once a node wrote of a later version, which a server may not show", async () => {
        const entries = [
            await told(a, entryOf(3, of.hash)),
            await told(b, entryOf(3, of.hash)),
            await told(b, entryOf(4, new Uint8Array(32).fill(9))),
        ];
        const found = await activated(of, entries, roster);
        expect(found).toEqual({ by: ["a"], refuted: [], later: ["b"] });
        expect(isProven(found, "same")).toBe(false);
    });

    it("is a fact only with a node that says so, none against it, and a roster that this browser knows", () => {
        const good: Activated = { by: ["a"], refuted: [], later: [] };
        expect(isProven(good, "same")).toBe(true);
        expect(isProven(good, "first")).toBe(true);
        expect(isProven(good, "other")).toBe(false);
        expect(isProven(good, undefined)).toBe(false);
        expect(isProven(undefined, "same")).toBe(false);
        expect(isProven({ ...good, by: [] }, "same")).toBe(false);
        expect(isProven({ ...good, refuted: ["b"] }, "same")).toBe(false);
    });
});

describe("a name of the address book", () => {
    const entry = {
        account: "eip155:1:0x1",
        label: "Northwind Ltd",
        counterparty: "northwind",
        addedAt: new Date(0),
        addedBy: "u:ann",
        tags: [],
        blocked: false,
    };
    const shown = (isKnown: boolean) =>
        renderToStaticMarkup(createElement(InBook, { of: entry, isProven: isKnown, isPending: false }));

    it("is told with its date where the book is proven, and else as control's word", () => {
        expect(shown(true)).toContain("In the address book as northwind, since");
        expect(shown(false)).toContain("Control calls it Northwind Ltd. That book is not proven here");
        expect(shown(false)).not.toContain("since");
    });
});

describe("the roster that a browser saw", () => {
    it("is followed by one that names it as its parent, and by no other", async () => {
        const first = await parseDocument(document(1));
        const next = document(2, first.hash);
        expect(parentOf(document(1))).toBeUndefined();
        expect(parentOf(next)).toBe(hex(first.hash));
        const hash = hex((await parseDocument(next)).hash);
        const seen = hex(first.hash);
        expect(pinOf("", { hash, parent: undefined })).toBe("first");
        expect(pinOf(seen, { hash: seen, parent: undefined })).toBe("same");
        expect(pinOf(seen, { hash, parent: parentOf(next) })).toBe("follows");
        expect(pinOf(seen, { hash, parent: undefined })).toBe("other");
        expect(pinOf(seen, { hash, parent: "00".repeat(32) })).toBe("other");
        expect(() => parentOf(utf8("tallystick-documen"))).toThrow();
    });
});

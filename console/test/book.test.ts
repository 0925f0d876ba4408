import { describe, expect, it } from "vitest";
import { isWithBlocked, isWithEntry } from "../src/proof/book";
import type { BookEntry } from "../src/proof/change";

const entry = (address: string, more: Partial<BookEntry> = {}): BookEntry => ({
    account: `eip155:1:${address}`,
    label: "Northwind",
    counterparty: "northwind",
    addedAt: new Date(1_700_000_000_000),
    addedBy: "u:ann",
    tags: [],
    blocked: false,
    ...more,
});
const before = [entry("0x01"), entry("0x05")];
const [first, last] = before as [BookEntry, BookEntry];
const wished = { account: "eip155:1:0x03", label: "Northwind", counterparty: "northwind", addedBy: "u:ann" };
const added = entry("0x03");

describe("a book that is to have one entry more", () => {
    it("has it, wherever it stands, and nothing else otherwise", () => {
        expect(isWithEntry(before, [first, added, last], wished)).toBe(true);
        expect(isWithEntry(before, [added, first, last], wished)).toBe(true);
        expect(isWithEntry(before, [first, last, added], wished)).toBe(true);
        expect(isWithEntry([], [added], wished)).toBe(true);
    });

    it("is not it with a second entry behind the first, or one of before gone, twice or otherwise", () => {
        const thief = entry("0x04");
        const others = [
            before,
            [first, added, thief, last],
            [first, added],
            [first, added, thief],
            [first, added, added, last],
            [first, first, added],
            [first, added, { ...last, label: "Mallory" }],
            [first, added, { ...last, blocked: true }],
        ];
        for (const each of others) expect(isWithEntry(before, each, wished)).toBe(false);
    });

    it("is not it where the entry is another than was asked for", () => {
        const lies: Partial<BookEntry>[] = [
            { account: "eip155:1:0x04" },
            { account: "eip155:137:0x03" },
            { label: "Mallory" },
            { counterparty: "mallory" },
            { addedBy: "u:bo" },
            { tags: ["trusted"] },
            { blocked: true },
        ];
        for (const each of lies)
            expect(isWithEntry(before, [first, { ...added, ...each }, last], wished), JSON.stringify(each)).toBe(false);
    });
});

describe("a book in which one account is to be blocked", () => {
    const blocked = { ...first, blocked: true };

    it("has it blocked, and nothing else otherwise", () => {
        expect(isWithBlocked(before, [blocked, last], first.account)).toBe(true);
        const others = [
            before,
            [blocked],
            [blocked, { ...last, blocked: true }],
            [first, { ...last, blocked: true }],
            [blocked, last, added],
            [{ ...blocked, label: "Mallory" }, last],
        ];
        for (const each of others) expect(isWithBlocked(before, each, first.account)).toBe(false);
        expect(isWithBlocked([blocked], [blocked], first.account)).toBe(false);
        expect(isWithBlocked(before, before, "eip155:1:0x09")).toBe(false);
    });
});

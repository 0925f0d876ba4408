import { asksForBook } from "../src/parts/rules";
import { describe, expect, it } from "vitest";
import { comingOf, isAccepted, keysProposed } from "../src/parts/coming";
import { concat, hex, ofHex, uint, utf8 } from "../src/proof/bytes";
import type { Change, Document } from "../src/proof/change";
import { parseDirectory } from "../src/proof/people";
import { vector } from "./vectors";

const text = (of: string) => concat(uint(of.length, 4), utf8(of));

function book(version: number, ...entries: readonly (readonly [label: string, address: string])[]): Document {
    const entry = ([label, address]: readonly [string, string]) =>
        concat(
            ...["eip155", "1", address, label, label].map(text),
            uint(1_700_000_000, 8),
            text("u:ann"),
            uint(0, 2),
            uint(0, 1),
        );
    const content = concat(
        utf8("tallystick-address-book"),
        uint(1, 1),
        uint(version, 4),
        uint(entries.length, 2),
        ...entries.map(entry),
    );
    return {
        kind: "address-book",
        version,
        effectiveFrom: new Date(1_800_000_000_000),
        content,
        hash: new Uint8Array(32),
    } as Document;
}

const change = (document: Document) =>
    ({ id: new Uint8Array(32), proposal: { kind: "document", document } }) as unknown as Change;

describe("an address that cools down", () => {
    const before = book(1, ["old", "0x01"]);

    it("is told from the change's bytes before it is in force, with its day", () => {
        const [only, ...others] = comingOf(before, change(book(2, ["old", "0x01"], ["new", "0x02"])), []);
        expect(others).toEqual([]);
        expect(only?.entry).toMatchObject({ account: "eip155:1:0x02", label: "new" });
        expect(only?.from).toEqual(new Date(1_800_000_000_000));
        expect(comingOf(undefined, change(book(1, ["first", "0x01"])), []).length).toBe(1);
    });

    it("is also one that becomes another's, and none that is in force or of an older book", () => {
        expect(comingOf(before, change(book(2, ["mallory", "0x01"])), [])[0]?.entry.label).toBe("mallory");
        expect(comingOf(before, change(book(2, ["old", "0x01"])), [])).toEqual([]);
        expect(comingOf(before, change(book(1, ["new", "0x02"])), [])).toEqual([]);
        const other = { ...book(2, ["new", "0x02"]), kind: "people" };
        expect(comingOf(before, change(other), [])).toEqual([]);
    });

    it("is called accepted only where every node says so", () => {
        const said = (...words: string[]) => words.map((each, i) => ({ node: `${i}`, followed: true, words: each }));
        expect(isAccepted(said("accepted, from X", "approved, waits until X"))).toBe(true);
        expect(isAccepted(said("accepted, from X", "lacks approvals: 1 of admins"))).toBe(false);
        expect(isAccepted(said("refused: accepted, from X"))).toBe(false);
        expect(isAccepted([])).toBe(false);
    });
});

describe("the address book", () => {
    it("decides nothing where no rule goes by whom a payment is for, and the screen says so", () => {
        const policy = (rule: object) => JSON.stringify({ rules: [{ id: "a", effect: "ALLOW", ...rule }] });
        for (const rule of [{}, { match: { amount: { max: "1" } } }, { match: { source: { tags: ["hot"] } } }])
            expect(asksForBook(policy(rule))).toBe(false);
        const asking = [{ match: { destination: { in: ["payees"] } } }, { match: { counterparty: {} } }, { when: "x" }];
        for (const rule of asking)
            expect(asksForBook(policy(rule))).toBe(true);
    });
});

describe("a key that an open change names", () => {
    it("is found in the people of that change, and in no other document", async () => {
        const known = JSON.parse(vector("house/people.json")) as { directory: string };
        const content = ofHex(known.directory);
        const keys = (await parseDirectory(content)).people.flatMap((each) => each.keys.map(({ id }) => id));
        const people = change({ ...book(2), kind: "people", content });
        const found = await keysProposed([change(book(2, ["old", "0x01"])), people]);
        expect([...found.keys()].sort()).toEqual([...new Set(keys)].sort());
        expect(found.size).toBeGreaterThan(0);
        expect(found.get(keys[0] ?? "")).toBe(hex(people.id));
    });
});

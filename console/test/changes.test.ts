import { describe, expect, it } from "vitest";
import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { createElement } from "react";
import { renderToStaticMarkup } from "react-dom/server";
import type { Proposal } from "../src/api/people";
import { ChangeText, against, nameOfChange } from "../src/parts/change";
import { differences } from "../src/parts/differences";
import { parseRules, sentenceOf } from "../src/parts/rules";
import { usesOf } from "../src/parts/velocity";
import { concat, hex, ofHex, uint, utf8 } from "../src/proof/bytes";
import { type Change, type Document, parseChange, parseDocument } from "../src/proof/change";
import { words } from "../src/proof/comparison";
import { use } from "../src/words/words";
import { vector } from "./vectors";

const text = (of: string) => concat(uint(utf8(of).length, 4), utf8(of));

/** GO-1, of a policy. */
function policy(content: object, version = 1, parent?: string): Promise<Document> {
    const json = utf8(JSON.stringify(content));
    const before = parent ? concat(uint(1, 1), ofHex(parent)) : uint(0, 1);
    const head = concat(utf8("tallystick-document"), uint(1, 1), uint(2, 1), uint(version, 4), before, uint(9, 8));
    return parseDocument(concat(head, uint(json.length, 4), json));
}

const eyes = { id: "eyes", effect: "REQUIRE", activity: ["TRANSFER"], approvals: [{ group: "admins", min: 2 }] };
const honest = {
    version: 1,
    id: "treasury",
    groups: { admins: { members: ["u:ann", "u:bo"] } },
    lists: { payees: { kind: "addressBook", minAgeHours: 24 } },
    calendars: { feasts: { holidays: ["2026-12-25"] } },
    rules: [eyes],
};
const told = async (after: object) => differences(await policy(honest), await policy({ ...honest, ...after }));

describe("a change of the policy", () => {
    it("is said member by member: nothing of it changes unseen", async () => {
        const groups = { admins: { members: ["u:ann", "u:mallory"] }, more: { members: [] } };
        const lists = { payees: { kind: "address", items: ["eip155:1:0xdead"] } };
        const all = [
            [{ groups }, "Group admins becomes: u:ann, u:mallory It was: u:ann, u:bo"],
            [{ groups }, "Group more is new: nobody and nothing"],
            [{ lists }, "List payees becomes: these and no other (address): eip155:1:0xdead It was: addresses of"],
            [{ lists: {} }, "List payees is gone"],
            [{ calendars: {} }, "Calendar feasts is gone. It was: 2026-12-25"],
            [{ admission: "INHERITED" }, "The policy's admission is new: INHERITED"],
            [{ effectiveFrom: "2020-01-01T00:00:00Z" }, "The policy's effectiveFrom is new: 2020-01-01"],
            [{ version: 7 }, "The policy's version is new: 7"],
        ] as const;
        for (const [after, line] of all) {
            const found = await told(after);
            expect(found?.sentences.join("\n"), line).toContain(line);
            expect(found?.isWorded, line).toBe(true);
        }
        expect((await told({}))?.sentences).toEqual(["Nothing that this browser reads differs."]);
    });

    it("is shown as it is written and counts as not read where there are no words for it", async () => {
        const all = [
            [{ scope: { org: "acme" } }, '{"org":"acme"}'],
            [{ groups: { admins: { members: ["u:ann", "u:bo"], allOf: ["x"] } } }, '"allOf":["x"]'],
            [{ lists: { payees: { kind: "elsewhere", from: "x" } } }, '"from":"x"'],
            [{ groups: "everybody" }, "The policy's groups"],
        ] as const;
        for (const [after, line] of all) {
            const found = await told(after);
            expect(found?.sentences.join("\n"), line).toContain(line);
            expect(found?.isWorded, line).toBe(line === "The policy's groups");
        }
    });

    it("is not read where it is no policy, or two rules have one name", async () => {
        await expect(told({ rules: [eyes, { ...eyes, effect: "ALLOW" }] })).rejects.toThrow("a name twice");
        const cut = { ...(await policy(honest)), content: utf8('{"rules":') };
        await expect(differences(await policy(honest), cut)).rejects.toThrow("no policy");
    });

    it("says of people what keys they need, in which turn, and for what each limit counts", async () => {
        const [was] = parseRules(JSON.stringify({ rules: [eyes] }));
        const strong = { ...eyes, approvals: [{ group: "admins", min: 2, authStrength: "HARDWARE", order: 2 }] };
        const weaker = await differences(await policy({ rules: [strong] }), await policy({ rules: [eyes] }));
        expect(weaker?.sentences[0]).toContain("with a passkey bound to its device in turn 2");
        expect(weaker?.sentences[0]).toContain(was ? sentenceOf(was) : "?");
        const limit = { measure: "FIAT:USD", max: "250.50", per: ["source"], onExceed: { effect: "DENY" } };
        const [cap] = parseRules(JSON.stringify({ rules: [{ id: "cap", effect: "LIMIT", limit }] }));
        if (!cap) throw new Error("a rule");
        expect(sentenceOf(cap)).toBe(
            "Limits everything to 250.50 USD for ever for each source. Beyond it: denied.",
        );
        expect(usesOf([cap], [], 0)[0]?.max).toBe(250n);
        const odd = { ...eyes, approvals: [{ group: "a", min: 1, quiet: true }] } as never;
        expect(sentenceOf(odd)).toContain("quiet true");
    });
});

describe("a change is held against the version that it follows", () => {
    const change = {} as Change;

    it("and is told where control shows that one", async () => {
        const before = await policy(honest);
        const after = await policy({ ...honest, id: "other" }, 2, hex(before.hash));
        expect(await against(change, after, before)).toMatchObject({ isRead: true, isChained: true });
    });

    it("and is not to be signed where control shows another, so that nothing seems to differ", async () => {
        const before = await policy(honest);
        const loose = { ...honest, rules: [] };
        const after = await policy(loose, 2, hex(before.hash));
        for (const shown of [await policy(loose), undefined, { ...before, kind: "people" }]) {
            const read = await against(change, after, shown);
            expect(read).toMatchObject({ isRead: false, isChained: false });
            expect(read.sentences).toHaveLength(1);
            expect(read.sentences[0]).toContain("Do not sign");
        }
        const shownAsDone = await against(change, after, after);
        expect(shownAsDone).toMatchObject({ isRead: false, isChained: false });
        expect(shownAsDone.sentences[0]).toContain("nothing to sign");
        const orphan = await policy(loose, 2);
        expect((await against(change, orphan, before)).isChained).toBe(false);
        expect((await against(change, await policy(loose), undefined)).isChained).toBe(true);
    });
});

describe("an entry of the address book", () => {
    it("whose date alone is another is another", async () => {
        const book = (seconds: number) => {
            const head = concat(utf8("tallystick-address-book"), uint(1, 1), uint(1, 4), uint(1, 2));
            const names = ["eip155", "1", "0xd8dA6BF26964aF9D7eEd9e03E53415D37aA96045", "Northwind", "northwind"];
            return concat(head, ...names.map(text), uint(seconds, 8), text("u:ann"), uint(0, 2), uint(0, 1));
        };
        const document = async (seconds: number) => ({
            ...(await policy({})),
            kind: "address-book",
            content: book(seconds),
        });
        const found = await differences(await document(1_700_000_000), await document(1_600_000_000));
        expect(found?.sentences[0]).toContain("2020");
        expect(found?.sentences[0]).toContain("2023");
    });
});

describe("an address book with an entry more", () => {
    const NORTHWIND = "0xd8dA6BF26964aF9D7eEd9e03E53415D37aA96045";
    const book = async (...addresses: readonly string[]) => {
        const names = (address: string) => ["eip155", "1", address, "Northwind", "northwind"].map(text);
        const entry = (address: string) => concat(...names(address), uint(9, 8), text("u:ann"), uint(0, 3));
        const head = concat(utf8("tallystick-address-book"), uint(1, 1), uint(1, 4), uint(addresses.length, 2));
        const content = concat(head, ...addresses.map(entry));
        return { ...(await policy({})), kind: "address-book", content };
    };
    const told = async (before: readonly string[], after: readonly string[]) =>
        (await differences(await book(...before), await book(...after)))?.sentences.join(" ") ?? "";

    it("is told to whoever agrees where that one only looks like another", async () => {
        const alike = `0xd8da${"0".repeat(32)}6045`;
        const said = await told([NORTHWIND], [NORTHWIND, alike]);
        expect(said).toContain(`Look twice: eip155:1:${alike} looks like Northwind, which is eip155:1:${NORTHWIND}`);
        const others: [readonly string[], readonly string[]][] = [
            [[NORTHWIND], [NORTHWIND, `0x${"1".repeat(40)}`]],
            [[NORTHWIND, alike], [NORTHWIND, alike]],
            [[], [NORTHWIND, alike]],
        ];
        for (const [before, after] of others) expect(await told(before, after)).not.toContain("Look twice");
    });
});

describe("what is compared of a change", () => {
    const codes = JSON.parse(vector("house/comparison-code.json")) as { changes: { id: string; code: string }[] };
    const { changes } = JSON.parse(vector("house/governance.json")) as { changes: { change: string }[] };
    /** Without its signature, key and answers: docs/spec/governance.md GO-4. */
    const bare = (bytes: string) => {
        const signed = ofHex(bytes);
        const length = Number(`0x${bytes.slice(2, 10)}`);
        return signed.slice(5, 5 + length);
    };
    const bytesOf = (i: number) => bare(changes[i]?.change ?? "");

    it("are six words of its id, the same as nodes and the command line have", async () => {
        expect(changes.length).toBe(3);
        for (const [i, { id, code }] of codes.changes.entries()) {
            const change = await parseChange(bytesOf(i));
            expect(hex(change.id)).toBe(id);
            expect(words(change.id)).toBe(code);
        }
    });

    it("stands beside the change, with the reason of its bytes and no word of the server's in its place", async () => {
        use({}, "en");
        const change = await parseChange(bytesOf(0));
        const read = { change, sentences: ["said"], isRead: true, isChained: true };
        const lie = { what: "a lie", reason: "a lie", change: "", differences: [], tightens: true };
        const of = lie as unknown as Proposal;
        const shown = renderToStaticMarkup(
            createElement(QueryClientProvider, { client: new QueryClient() }, createElement(ChangeText, { of, read })),
        );
        expect(shown).toContain(codes.changes[0]?.code);
        expect(shown).not.toContain("a lie");
    });

    it("has a button that names what it is, of every kind", () => {
        const one = (proposal: Change["proposal"]) => nameOfChange({ proposal } as Change);
        const document = (kind: string) => one({ kind: "document", document: { kind, version: 2 } as Document });
        const kinds = ["people", "policy", "address-book", "roster", "fact-keys", "emergency-policy", "places"];
        expect(kinds.map(document)).toEqual(kinds.map((each) => `${each.replaceAll("-", " ")} version 2`));
        expect(document("unknown-9")).toBe("a document not read here, version 2");
        expect(one({ kind: "unfreeze", order: "ab".repeat(32) })).toBe("the end of freeze abab…abab");
        const window = { from: new Date(0), until: new Date(86_400_000) };
        const glass = one({ kind: "break-glass", policy: "cd".repeat(32), ...window });
        expect(glass).toContain("emergency policy cdcd…cdcd");
    });
});

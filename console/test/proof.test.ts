import { describe, expect, it } from "vitest";
import { differences } from "../src/parts/differences";
import { type Bytes, Malformed, Reader, concat, hex, number, ofHex, sha256, uint, utf8 } from "../src/proof/bytes";
import { parseBook, parseChange, parseDocument } from "../src/proof/change";
import { comparisonCode, words } from "../src/proof/comparison";
import { readTransaction } from "../src/proof/ethereum";
import { approvalStatement, initiatorStatement, intentId, parseIntent } from "../src/proof/intent";
import { isIncluded, leafHash, parseCheckpoint } from "../src/proof/merkle";
import { identityDigest } from "../src/proof/session";
import { vector } from "./vectors";

interface CodeCase {
    name: string;
    chain: string;
    account: string;
    content: number;
    bytes: string;
    digests?: string[];
    code: string;
}

describe("comparison code", () => {
    const file = JSON.parse(vector("house/comparison-code.json")) as {
        cases: CodeCase[];
        words: { value: string; code: string }[];
    };

    it("is that of every vector", async () => {
        let ran = 0;
        for (const each of file.cases) {
            if (!each.digests) continue;
            const code = await comparisonCode({
                ...each,
                unsigned: ofHex(each.bytes),
                digests: each.digests.map(ofHex),
            });
            expect(code, each.name).toBe(each.code);
            ran++;
        }
        expect(ran).toBe(10);
    });

    it("writes the words of every value", () => {
        for (const each of file.words) expect(words(ofHex(each.value))).toBe(each.code);
        expect(file.words.length).toBe(3);
    });

    it("changes with one bit of the bytes", async () => {
        const one = file.cases[0] as CodeCase;
        const subject = { ...one, unsigned: ofHex("0103"), digests: (one.digests ?? []).map(ofHex) };
        expect(await comparisonCode(subject)).not.toBe(one.code);
    });
});

describe("intent", () => {
    const file = JSON.parse(vector("house/intent/intents.json")) as {
        cases: { bytes: string; id: string; unsigned: string; digests: string[]; chain: string }[];
    };

    it("has the id of every vector", async () => {
        for (const each of file.cases) {
            const intent = parseIntent(ofHex(each.bytes));
            expect(hex(await intentId(intent))).toBe(each.id);
            expect(hex(intent.unsigned)).toBe(each.unsigned);
            expect(intent.digests.map(hex)).toEqual(each.digests);
            expect(intent.chain).toBe(each.chain);
            expect((await initiatorStatement(intent)).length).toBe(32);
        }
        expect(file.cases.length).toBeGreaterThan(1);
    });

    it("is refused with a byte more or less", () => {
        const one = file.cases[0] as { bytes: string };
        expect(() => parseIntent(ofHex(`${one.bytes}00`))).toThrow("goes on");
        expect(() => parseIntent(ofHex(one.bytes.slice(0, -2)))).toThrow("ends");
    });
});

describe("approval", () => {
    it("has the statement that the nodes compute", async () => {
        const file = JSON.parse(vector("house/approval.json")) as {
            cases: { approval: string; statement: string }[];
        };
        const digests = [await sha256(utf8("first digest")), await sha256(utf8("second digest"))];
        for (const each of file.cases) {
            const bytes = ofHex(each.approval);
            const statement = await approvalStatement({
                subject: bytes.slice(1, 33),
                digests,
                answer: bytes[65] as 1 | 2,
                policy: bytes.slice(66, 98),
                at: Number(number(bytes.slice(98, 106))),
                expires: Number(number(bytes.slice(106, 114))),
            });
            expect(hex(statement)).toBe(each.statement);
        }
        expect(file.cases.length).toBe(6);
    });
});

describe("ethereum transaction", () => {
    const plain = "02e90180018203e882520894d8da6bf26964af9d7eed9e03e53415d37aa96045880de0b6b3a764000080c0";

    it("is read from its bytes with the digest to be signed", () => {
        const read = readTransaction(ofHex(plain));
        expect(read.effect).toEqual({
            kind: "coin",
            to: "0xd8dA6BF26964aF9D7eEd9e03E53415D37aA96045",
            amount: 10n ** 18n,
        });
        expect(read.chainId).toBe(1n);
        expect(read.feeMax).toBe(21_000_000n);
        expect(hex(read.digest)).toBe("60e0e516126da2eef77e9279e92e779d3a9e9d0adace258002364974d2a16cf0");
    });

    it("is refused with a byte after it, or in another than its one form", () => {
        expect(() => readTransaction(ofHex(`${plain}00`))).toThrow("goes on");
        expect(() => readTransaction(ofHex(plain.replace("80c0", "8100c0")))).toThrow();
    });
});

describe("inclusion", () => {
    const lines = vector("tlog/rfc6962-tree.txt").split("\n");
    const inputs = lines
        .flatMap((line) => /^leaf (\S+)/.exec(line)?.[1] ?? [])
        .map((each) => ofHex(each.replace("-", "")));
    const roots = lines.flatMap((line) => /^root \d+ (\S+)/.exec(line)?.[1] ?? []).map(ofHex);

    it("holds for every leaf of every tree, and for no other place, size or root", async () => {
        const leaves = await Promise.all(inputs.map(leafHash));
        let ran = 0;
        for (let size = 1; size <= leaves.length; size++) {
            const root = roots[size] as Bytes;
            for (let index = 0; index < size; index++) {
                const path = await proofOf(leaves.slice(0, size), index);
                const leaf = leaves[index] as Bytes;
                expect(await isIncluded(leaf, index, path, size, root)).toBe(true);
                expect(await isIncluded(leaf, index + 1, path, size, root)).toBe(false);
                expect(await isIncluded(leaf, index, [...path, root], size, root)).toBe(false);
                expect(await isIncluded(leaf, index, path, size, await sha256(root))).toBe(false);
                ran++;
            }
        }
        expect(ran).toBe(36);
    });

    it("reads the head of a log", () => {
        const text = "tallystick.node/a/ea4a\n2\n+sVCA+fMaWzw38tCySodnbr3CtnmIfS9jZhmLwDjwSU=\n\n— a xx\n— b yy\n";
        const head = parseCheckpoint(text);
        expect(head.size).toBe(2);
        expect(head.signers).toEqual(["a", "b"]);
        expect(() => parseCheckpoint("tallystick.node/a\n02\nAA==\n")).toThrow();
    });
});

async function proofOf(leaves: readonly Bytes[], index: number): Promise<Bytes[]> {
    if (leaves.length <= 1) return [];
    let half = 1;
    while (half * 2 < leaves.length) half *= 2;
    const [left, right] = [leaves.slice(0, half), leaves.slice(half)];
    return index < half
        ? [...(await proofOf(left, index)), await rootOf(right)]
        : [...(await proofOf(right, index - half)), await rootOf(left)];
}

async function rootOf(leaves: readonly Bytes[]): Promise<Bytes> {
    if (leaves.length === 1) return leaves[0] as Bytes;
    let half = 1;
    while (half * 2 < leaves.length) half *= 2;
    return sha256(concat(uint(1, 1), await rootOf(leaves.slice(0, half)), await rootOf(leaves.slice(half))));
}

describe("numbers", () => {
    it("do not wrap", () => {
        expect(() => uint(256, 1)).toThrow();
        expect(hex(uint(255n, 2))).toBe("00ff");
        expect(hex(utf8("é"))).toBe("c3a9");
    });
});

describe("change of governance", () => {
    const file = JSON.parse(vector("house/governance.json")) as {
        changes: { id: string; digest: string; change: string }[];
        documents: { hash: string; document: string }[];
    };

    it("has the id and the digest of every vector", async () => {
        for (const each of file.changes) {
            // What is signed begins after the form's byte, with its length before it.
            const reader = new Reader(ofHex(each.change));
            reader.uint(1);
            const change = await parseChange(reader.counted());
            expect(hex(change.id)).toBe(each.id);
            expect(hex(change.digest)).toBe(each.digest);
        }
        expect(file.changes.length).toBe(3);
    });

    it("reads every document's hash", async () => {
        for (const each of file.documents)
            expect(hex((await parseDocument(ofHex(each.document))).hash)).toBe(each.hash);
        expect(file.documents.length).toBe(2);
    });

    it("reads a book, and refuses one that is cut or goes on", () => {
        const { book } = JSON.parse(vector("house/address-book.json")) as { book: string };
        const entries = parseBook(ofHex(book));
        expect(entries.length).toBeGreaterThan(1);
        expect(entries.some((each) => each.blocked)).toBe(true);
        expect(() => parseBook(ofHex(book.slice(0, -2)))).toThrow(Malformed);
        expect(() => parseBook(ofHex(`${book}00`))).toThrow(Malformed);
    });

    it("refuses a change that goes on or is of another form", async () => {
        const reader = new Reader(ofHex(file.changes[0]?.change ?? ""));
        reader.uint(1);
        const change = reader.counted();
        await expect(parseChange(concat(change, ofHex("00")))).rejects.toThrow(Malformed);
        await expect(parseChange(change.slice(1))).rejects.toThrow(Malformed);
    });

    it("names what a policy or a book makes otherwise", async () => {
        const document = (kind: string, content: Bytes) => ({
            kind,
            version: 1,
            parent: undefined,
            effectiveFrom: new Date(0),
            content,
            hash: new Uint8Array(32),
        });
        const policy = (max: string) =>
            document("policy", utf8(`{"rules": [{"id": "cap", "effect": "LIMIT", "limit": {"max": "${max}"}}]}`));
        expect((await differences(policy("5"), policy("5")))?.sentences).toHaveLength(1);
        expect((await differences(policy("5"), policy("4")))?.sentences[0]).toContain("cap");
        expect((await differences(policy("5"), document("policy", utf8("{}"))))?.sentences[0]).toContain("gone");
        const { book } = JSON.parse(vector("house/address-book.json")) as { book: string };
        const known = document("address-book", ofHex(book));
        expect((await differences(undefined, known))?.sentences.length).toBe(parseBook(ofHex(book)).length);
        expect(await differences(undefined, document("places", utf8("")))).toBeUndefined();
    });
});

describe("whose an account is", () => {
    const shown = { origin: "https://custody.example.org", subject: "account 7", person: "u:nia" };
    const asked = {
        issuer: "https://id.example.org",
        at: "2026-06-01T12:00:00Z",
        toSign: { challenge: "c5a64kDO4O0RIFgr23gJs7IddRenN6l-O6CqL14qSfU" },
    };

    it("is hashed as control hashes it", async () => {
        expect(hex(await identityDigest(asked, shown))).toBe(
            "7396bae240cee0ed1120582bdb7809b3b21d7517a737a97e3ba0aa2f5e2a49f5",
        );
    });

    it("is not signed where control asks for something else", async () => {
        for (const other of [{ subject: "account 8" }, { person: "u:eve" }, { origin: "https://evil.example" }])
            await expect(identityDigest(asked, { ...shown, ...other })).rejects.toThrow(Malformed);
        for (const other of [{ issuer: "https://evil.example" }, { at: "2026-06-01T12:00:01Z" }])
            await expect(identityDigest({ ...asked, ...other }, shown)).rejects.toThrow(Malformed);
    });
});

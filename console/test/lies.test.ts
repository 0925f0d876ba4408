import { keccak_256 } from "@noble/hashes/sha3.js";
import { createElement } from "react";
import { renderToStaticMarkup } from "react-dom/server";
import { describe, expect, it } from "vitest";
import { TO, transaction, withdrawal } from "../e2e/fixtures";
import type { Withdrawal } from "../src/api/contract";
import { areWordsRight, binds, check, checkedKey, isSound } from "../src/parts/checked";
import { isSwapped, markOf, named, usePinned } from "../src/parts/pinned";
import { readingOf } from "../src/parts/reading";
import { amountOf, inShort } from "../src/parts/withdrawal";
import { type Bytes, Malformed, concat, hex, ofHex, uint } from "../src/proof/bytes";
import { comparisonCode } from "../src/proof/comparison";
import { readTransaction } from "../src/proof/ethereum";
import { intentOfEvidence } from "../src/proof/intent";

const ETHER = 10n ** 18n;
const THIEF = "0x00000000000000000000000000000000DeaDBeef";
const TOKEN = "0xA0b86991c6218b36c1d19D4a2e9Eb0cE3606eB48";

const string = (of: Bytes): Bytes => {
    if (of.length === 1 && (of[0] ?? 0) < 0x80) return of;
    return of.length <= 55 ? concat(uint(0x80 + of.length, 1), of) : concat(uint(0xb8, 1), uint(of.length, 1), of);
};
const list = (...parts: readonly Bytes[]): Bytes => {
    const body = concat(...parts);
    return body.length <= 55
        ? concat(uint(0xc0 + body.length, 1), body)
        : concat(uint(0xf8, 1), uint(body.length, 1), body);
};
const integer = (of: bigint): Bytes => {
    const digits = of === 0n ? "" : of.toString(16);
    return string(ofHex(digits.length % 2 ? `0${digits}` : digits));
};
const account = (of: string) => string(ofHex(of.slice(2).toLowerCase()));
const NOTHING = ofHex("80");

const legacy = (to: string, wei: bigint, chain = 31337n) =>
    list(
        ...[1n, 20_000_000_000n, 21_000n].map(integer),
        account(to),
        integer(wei),
        NOTHING,
        integer(chain),
        NOTHING,
        NOTHING,
    );

const withAccess = (to: string, wei: bigint, access: Bytes = ofHex("c0")) =>
    concat(
        ofHex("01"),
        list(...[31337n, 1n, 20_000_000_000n, 21_000n].map(integer), account(to), integer(wei), NOTHING, access),
    );

function tokens(amount: bigint): Bytes {
    const data = concat(ofHex("a9059cbb"), new Uint8Array(12), ofHex(TO.slice(2).toLowerCase()), uint(amount, 32));
    const numbers = [31337n, 1n, 10n ** 9n, 2n * 10n ** 10n, 90_000n].map(integer);
    return concat(ofHex("02"), list(...numbers, account(TOKEN), NOTHING, string(data), ofHex("c0")));
}

/** What a server says that is right in all but the bytes: digest and code are those of the bytes. */
async function over(unsigned: Bytes, more: object = {}): Promise<Withdrawal> {
    const { body } = await withdrawal(1, "PENDING_APPROVAL", ETHER / 4n, "rent", { intentId: undefined });
    const digest = new Uint8Array(keccak_256(unsigned));
    const { chain, from } = body.transaction;
    const code = await comparisonCode({
        chain,
        account: `${chain}:${from}`,
        content: 1,
        unsigned,
        digests: [digest],
    });
    const altered = { unsigned: hex(unsigned), digests: [hex(digest)], comparisonCode: code };
    return { ...body, ...more, transaction: { ...body.transaction, ...altered } } as Withdrawal;
}

describe("bytes of every form that nodes read", () => {
    it("are read as the legacy form, the example of EIP-155", () => {
        const read = readTransaction(
            ofHex("ec098504a817c800825208943535353535353535353535353535353535353535880de0b6b3a764000080018080"),
        );
        expect(hex(read.digest)).toBe("daf5a779ae972f972197303d7b574746c7ef83eadac0f2791ad23db92e4c8e53");
        expect(read.effect).toEqual({ kind: "coin", to: `0x${"35".repeat(20)}`, amount: ETHER });
        expect([read.chainId, read.nonce, read.feeMax]).toEqual([1n, 9n, 20_000_000_000n * 21_000n]);
    });

    it("are read as type 1, with the places that it names", () => {
        const places = list(list(account(TOKEN), list(string(new Uint8Array(32)))));
        for (const access of [ofHex("c0"), places]) {
            const read = readTransaction(withAccess(TO, ETHER, access));
            expect(read.effect).toEqual({ kind: "coin", to: TO, amount: ETHER });
            expect(read.nonce).toBe(1n);
        }
    });

    it("are not read where anything is of another form", () => {
        const begun = [1n, 2n, 21_000n].map(integer);
        const paid = [...begun, account(TO), integer(1n), NOTHING];
        const wrong: [string, Bytes][] = [
            ["signed", list(...paid, ...[37n, 5n, 6n].map(integer))],
            ["of no chain", legacy(TO, 1n, 0n)],
            ["before EIP-155", list(...paid)],
            ["places without a list", withAccess(TO, 1n, NOTHING)],
            ["places of no account", withAccess(TO, 1n, list(list(NOTHING, ofHex("c0"))))],
            ["type 3", concat(ofHex("03"), withAccess(TO, 1n).slice(1))],
            ["type 4", concat(ofHex("04"), withAccess(TO, 1n).slice(1))],
            ["one byte more", concat(legacy(TO, 1n), ofHex("00"))],
            ["a contract made", list(...begun, NOTHING, integer(1n), NOTHING, integer(1n), NOTHING, NOTHING)],
        ];
        for (const [what, bytes] of wrong) expect(() => readTransaction(bytes), what).toThrow(Malformed);
    });
});

describe("a server that has another transaction behind the same text", () => {
    it("is found out in every form of envelope", async () => {
        const much = 100n * ETHER;
        for (const bytes of [legacy(THIEF, much), withAccess(THIEF, much), transaction(THIEF, much, 1n)]) {
            const of = await over(bytes);
            expect(isSound(await check(of, undefined))).toBe(false);
            expect(inShort(of)).toBe("100.00 ETH to 0x0000…Beef");
        }
        for (const bytes of [legacy(TO, ETHER / 4n), withAccess(TO, ETHER / 4n)])
            expect(areWordsRight(await check(await over(bytes), undefined))).toBe(true);
    });

    it("has nothing signed on an EVM chain that this browser cannot read", async () => {
        const of = await over(concat(ofHex("04"), withAccess(THIEF, 1n).slice(1)));
        const checked = await check(of, undefined);
        expect([checked.isOpaque, isSound(checked), areWordsRight(checked)]).toEqual([true, false, false]);
        expect(inShort(of)).toContain("Not read here; the server says");
    });

    it("is not taken at its word on a chain that this browser does not read", async () => {
        const other = await over(ofHex("0200000001"));
        const chain = "bip122:000000000019d6689c085ae165831e93";
        const of = { ...other, transaction: { ...other.transaction, chain } };
        const checked = await check(of, undefined);
        expect([checked.isOpaque, areWordsRight(checked)]).toEqual([false, false]);
        expect(inShort(of)).toContain("Not read here; the server says");
    });
});

describe("a server that names another asset than the bytes move", () => {
    it("cannot pass a token for a little of the coin", async () => {
        const amount = (10n ** 12n).toString();
        for (const asset of [
            `eip155:31337/slip44:60/${TOKEN}`,
            "eip155:31337/slip44:60",
            `eip155:31337/erc20:${TO}`,
            `eip155:1/erc20:${TOKEN}`,
            `eip155:31337/erc20:${TOKEN}/7`,
        ]) {
            const of = await over(tokens(10n ** 12n), { asset, amount });
            expect(isSound(await check(of, undefined)), asset).toBe(false);
            expect(inShort(of), asset).toContain(TOKEN);
            expect(amountOf(of), asset).not.toContain("ETH");
        }
        for (const asset of [`eip155:31337/erc20:${TOKEN}`, `eip155:31337/erc20:${TOKEN.toLowerCase()}`]) {
            const of = await over(tokens(10n ** 12n), { asset, amount });
            expect(isSound(await check(of, undefined)), asset).toBe(true);
        }
    });

    it("cannot pass one chain's coin for another's", async () => {
        for (const asset of ["eip155:137/slip44:966", "eip155:137/slip44:60", "eip155:31337/slip44:966"]) {
            const of = await over(transaction(TO, ETHER, 1n), { asset, amount: ETHER.toString() });
            expect(isSound(await check(of, undefined)), asset).toBe(false);
            expect(inShort(of), asset).toContain("1.00 ETH");
        }
    });
});

describe("a server that calls a payment something else", () => {
    it("cannot pass one for a cancelling", async () => {
        const amount = (100n * ETHER).toString();
        const of = await over(transaction(THIEF, 100n * ETHER, 1n), { kind: "CANCEL", destination: THIEF, amount });
        expect(isSound(await check(of, undefined))).toBe(false);
        expect(inShort(of)).toBe("100.00 ETH to 0x0000…Beef");
    });

    it("may call a cancelling what it is: nothing, to oneself", async () => {
        const { body } = await withdrawal(1, "DRAFT", 1n, "");
        const { from } = body.transaction;
        const of = await over(transaction(from, 0n, 9n), { kind: "CANCEL", destination: from, amount: "0" });
        expect(isSound(await check(of, undefined))).toBe(true);
        expect(inShort(of)).toBe("Cancelling of number 9");
    });
});

describe("a server that says what a payment takes the place of", () => {
    const again = (nonce: bigint, to = TO, wei = ETHER / 4n) => transaction(to, wei, nonce);
    const kinds = { kind: "SPEED_UP", replaces: "the first" };

    it("is believed where both want one number, and do the same", async () => {
        const first = { ...(await over(again(7n))), id: "the first" };
        const second = await over(again(7n), kinds);
        expect(isSound(await check(second, undefined, first))).toBe(true);
    });

    it("is found out where both would be paid, or another is paid, or nobody can tell", async () => {
        const first = { ...(await over(again(7n))), id: "the first" };
        const { transaction: of } = first;
        const lies: [string, Withdrawal, Withdrawal | undefined][] = [
            ["another number", await over(again(8n), kinds), first],
            ["another payee", await over(again(7n, THIEF), { ...kinds, destination: THIEF }), first],
            ["more", await over(again(7n, TO, ETHER), { ...kinds, amount: String(ETHER) }), first],
            ["another account", await over(again(7n), kinds), { ...first, transaction: { ...of, from: THIEF } }],
            ["another's id", await over(again(7n), kinds), { ...first, id: "another" }],
            ["none", await over(again(7n), kinds), undefined],
            ["no id", await over(again(7n), { kind: "SPEED_UP" }), undefined],
        ];
        for (const [what, lie, before] of lies) {
            const checked = await check(lie, undefined, before);
            expect([checked.isPlaceRight, isSound(checked)], what).toEqual([false, false]);
        }
    });

    it("is judged anew when it says something else of the same bytes", async () => {
        const of = await over(again(7n));
        const words = { kind: "CANCEL", replaces: "x", asset: "y", destination: "z", amount: "1", expiresAt: "never" };
        const keys = Object.entries(words).map(([name, value]) => JSON.stringify(checkedKey({ ...of, [name]: value })));
        expect(new Set([JSON.stringify(checkedKey(of)), ...keys]).size).toBe(keys.length + 1);
    });
});

describe("a request that is swapped while somebody reads it", () => {
    it("is another by its bytes, its key or its end, and not by what is only said of it", async () => {
        const [first, again, other] = await Promise.all([
            withdrawal(1, "PENDING_APPROVAL", ETHER, "rent"),
            withdrawal(1, "PENDING_APPROVAL", ETHER, "another note", { answers: 1 }),
            withdrawal(1, "PENDING_APPROVAL", 2n * ETHER, "rent"),
        ]);
        const seen = await check(first.body, first.evidence);
        const mark = markOf(seen);
        expect(isSwapped(undefined, mark)).toBe(false);
        expect(isSwapped(mark, undefined)).toBe(false);
        expect(isSwapped(mark, markOf(await check(again.body, again.evidence)))).toBe(false);
        expect(isSwapped(mark, markOf(await check(other.body, other.evidence)))).toBe(true);
        expect(isSwapped(mark, markOf({ ...seen, intent: undefined }))).toBe(true);
        if (!seen.intent) throw new Error("an intent");
        for (const lie of [{ keyId: "00" }, { path: [7] }, { expires: new Date(0) }])
            expect(isSwapped(mark, markOf({ ...seen, intent: { ...seen.intent, ...lie } }))).toBe(true);
    });
});

describe("a request that is left out of the list while somebody reads it", () => {
    it("gives its place to no other, whichever stands first", async () => {
        const [a, b] = await Promise.all([
            withdrawal(1, "PENDING_APPROVAL", ETHER, "rent"),
            withdrawal(2, "PENDING_APPROVAL", 100n * ETHER, "a thief's"),
        ]);
        expect(named([b.body, a.body], a.body.id)).toBe(a.body);
        expect(named([b.body], a.body.id)).toBeUndefined();
        expect(named([b.body], undefined)).toBeUndefined();
    });

    it("is known again by what it was when it comes back, by another panel of the same page", () => {
        const found = (of: string, mark: string) => {
            let isOther: boolean | undefined;
            const Panel = () => {
                ({ isOther } = usePinned(of, mark));
                return null;
            };
            renderToStaticMarkup(createElement(Panel));
            return isOther;
        };
        expect(found("a", "its code")).toBe(false);
        expect(found("a", "another code")).toBe(true);
        expect(found("a", "its code")).toBe(false);
        expect(found("b", "another code")).toBe(false);
    });
});

describe("an intent over other than what is shown", () => {
    it("is not signed, whichever part of it is another", async () => {
        const { body, evidence } = await withdrawal(1, "PENDING_APPROVAL", ETHER, "rent");
        const intent = intentOfEvidence(ofHex(evidence));
        expect(binds(intent, body)).toBe(true);
        const { transaction: of } = body;
        const others = [
            { ...of, keyId: "00".repeat(32) },
            { ...of, path: [0] },
            { ...of, digests: [] },
            { ...of, digests: ["00".repeat(32)] },
            { ...of, unsigned: `${of.unsigned}00` },
            { ...of, chain: "eip155:1" },
        ];
        for (const other of others) expect(binds(intent, { ...body, transaction: other })).toBe(false);
        expect(binds({ ...intent, content: 2 }, body)).toBe(false);
        const later = { ...body, expiresAt: new Date(intent.expires.getTime() + 1_000).toISOString() };
        expect(isSound(await check(later, evidence))).toBe(false);
        expect(readingOf(body)?.nonce).toBe(1n);
    });
});

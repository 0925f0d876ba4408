import { keccak_256 } from "@noble/hashes/sha3.js";
import { type Bytes, Malformed, hex, number, ofHex, utf8 } from "./bytes";

/** What unsigned bytes of an EVM chain do, read from the bytes themselves and from nothing else. */
export interface Reading {
    readonly chainId: bigint;
    readonly nonce: bigint;
    readonly feeMax: bigint;
    readonly effect: Effect;
    readonly digest: Bytes;
}

export type Effect =
    | { readonly kind: "coin"; readonly to: string; readonly amount: bigint }
    | { readonly kind: "token"; readonly token: string; readonly to: string; readonly amount: bigint }
    | { readonly kind: "allowance"; readonly token: string; readonly spender: string; readonly amount: bigint }
    | { readonly kind: "call"; readonly to: string; readonly amount: bigint; readonly data: string };

type Item = Bytes | readonly Item[];

const TRANSFER = "a9059cbb";
const APPROVE = "095ea7b3";
const WORD = 32;

/** Where the fields of an envelope stand; what nodes read, without the leaves to run code (type 4). */
interface Envelope {
    readonly fields: number;
    readonly chainId: number;
    readonly nonce: number;
    readonly gasPrice: number;
    readonly gas: number;
    readonly to: number;
    /** Where its list of accounts and places begins to be named, if it has one. */
    readonly access?: number;
}

/** A legacy list ends in the chain's number and two empty fields (EIP-155). */
const LEGACY: Envelope = { fields: 9, chainId: 6, nonce: 0, gasPrice: 1, gas: 2, to: 3 };

/** By their type byte: EIP-2930 and EIP-1559. */
const TYPED: Readonly<Record<number, Envelope>> = {
    1: { fields: 8, chainId: 0, nonce: 1, gasPrice: 2, gas: 3, to: 4, access: 7 },
    2: { fields: 9, chainId: 0, nonce: 1, gasPrice: 3, gas: 4, to: 5, access: 8 },
};

/** Legacy and of types 1 and 2, unsigned; others are not read, and the caller says so. */
export function readTransaction(unsigned: Bytes): Reading {
    const first = unsigned[0] ?? 0;
    const isLegacy = first >= 0xc0;
    const form = isLegacy ? LEGACY : TYPED[first];
    if (!form) throw new Malformed("no transaction of a type that is read here");
    const fields = list(decode(isLegacy ? unsigned : unsigned.slice(1)));
    if (fields.length !== form.fields) throw new Malformed(`${fields.length} fields, not ${form.fields}`);
    const at = (i: number) => bytes(fields[i]);
    if (form.access !== undefined) checkAccess(fields[form.access]);
    else if (at(7).length > 0 || at(8).length > 0) throw new Malformed("a legacy list that is signed already");
    const chainId = integer(at(form.chainId));
    if (chainId === 0n) throw new Malformed("it names no chain");
    const to = at(form.to);
    if (to.length !== 20) throw new Malformed("it makes a contract: nobody can say what that will do");
    return {
        chainId,
        nonce: integer(at(form.nonce)),
        feeMax: integer(at(form.gasPrice)) * integer(at(form.gas)),
        effect: effectOf(address(to), integer(at(form.to + 1)), at(form.to + 2)),
        digest: new Uint8Array(keccak_256(unsigned)),
    };
}

/** Places that it names beforehand cost gas and do nothing; what is not of their form is not read. */
function checkAccess(of: Item | undefined): void {
    for (const each of list(of ?? new Uint8Array())) {
        const [account, keys, ...more] = list(each);
        if (more.length > 0 || bytes(account).length !== 20) throw new Malformed("no list of places");
        for (const key of list(keys ?? new Uint8Array()))
            if (bytes(key).length !== WORD) throw new Malformed("no list of places");
    }
}

function effectOf(to: string, amount: bigint, data: Bytes): Effect {
    if (data.length === 0) return { kind: "coin", to, amount };
    const selector = hex(data.slice(0, 4));
    const one = data.slice(4, 4 + WORD);
    const plain = data.length === 4 + 2 * WORD && amount === 0n && one.slice(0, 12).every((each) => each === 0);
    const second = number(data.slice(4 + WORD));
    if (plain && selector === TRANSFER)
        return { kind: "token", token: to, to: address(one.slice(12)), amount: second };
    if (plain && selector === APPROVE)
        return { kind: "allowance", token: to, spender: address(one.slice(12)), amount: second };
    return { kind: "call", to, amount, data: hex(data) };
}

/** EIP-55. */
export function address(bytes20: Uint8Array): string {
    const plain = hex(bytes20);
    const hash = hex(keccak_256(utf8(plain)));
    const mixed = Array.from(plain, (each, i) =>
        Number.parseInt(hash.charAt(i), 16) >= 8 ? each.toUpperCase() : each,
    );
    return `0x${mixed.join("")}`;
}

/** An address as a person writes it, in its one form; nothing if it is none or has other capitals than EIP-55. */
export function checksummed(text: string): string | undefined {
    const plain = /^0x([0-9a-fA-F]{40})$/.exec(text)?.[1];
    if (plain === undefined) return undefined;
    const right = address(ofHex(plain.toLowerCase()));
    return text === right || plain === plain.toLowerCase() ? right : undefined;
}

function integer(of: Bytes): bigint {
    if (of[0] === 0) throw new Malformed("a number with a leading zero");
    return number(of);
}

function bytes(item: Item | undefined): Bytes {
    if (item instanceof Uint8Array) return item;
    throw new Malformed("a list where bytes belong");
}

function list(item: Item): readonly Item[] {
    if (item instanceof Uint8Array) throw new Malformed("bytes where a list belongs");
    return item;
}

/** RLP in its one form, with nothing after it. */
export function decode(from: Bytes): Item {
    const [item, next] = read(from, 0);
    if (next !== from.length) throw new Malformed(`goes on after byte ${next}`);
    return item;
}

function read(from: Bytes, at: number): [Item, number] {
    const first = from[at];
    if (first === undefined) throw new Malformed(`ends at byte ${at}`);
    if (first < 0x80) return [from.slice(at, at + 1), at + 1];
    const isList = first >= 0xc0;
    const [start, length] = extent(from, at, first - (isList ? 0xc0 : 0x80));
    const end = start + length;
    if (end > from.length) throw new Malformed(`ends at byte ${from.length}`);
    if (!isList) {
        const value = from.slice(start, end);
        if (length === 1 && (value[0] ?? 0) < 0x80) throw new Malformed(`long form at byte ${at}`);
        return [value, end];
    }
    const items: Item[] = [];
    let next = start;
    while (next < end) {
        const [item, after] = read(from.slice(0, end), next);
        items.push(item);
        next = after;
    }
    return [items, end];
}

/** Where a string or list begins and how long it is. */
function extent(from: Bytes, at: number, head: number): [number, number] {
    if (head <= 55) return [at + 1, head];
    const width = head - 55;
    const size = from.slice(at + 1, at + 1 + width);
    const length = Number(number(size));
    if (size.length !== width || size[0] === 0 || length <= 55 || length > from.length)
        throw new Malformed(`length at byte ${at}`);
    return [at + 1 + width, length];
}

import { keccak_256 } from "@noble/hashes/sha3.js";
import { type Bytes, Malformed, hex, number, utf8 } from "./bytes";

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

/** Of type 2 (EIP-1559), unsigned: other types are not read, and the caller says so. */
export function readTransaction(unsigned: Bytes): Reading {
    if (unsigned[0] !== 2) throw new Malformed("not a transaction of type 2");
    const fields = list(decode(unsigned.slice(1)));
    if (fields.length !== 9) throw new Malformed(`${fields.length} fields, not 9`);
    const at = (i: number) => bytes(fields[i]);
    const value = integer(at(6));
    const to = at(5);
    if (to.length !== 20) throw new Malformed("it makes a contract: nobody can say what that will do");
    return {
        chainId: integer(at(0)),
        nonce: integer(at(1)),
        feeMax: integer(at(3)) * integer(at(4)),
        effect: effectOf(address(to), value, at(7)),
        digest: new Uint8Array(keccak_256(unsigned)),
    };
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

import type { Withdrawal } from "../api/contract";
import { Malformed, ofHex } from "../proof/bytes";
import { type Reading, readTransaction } from "../proof/ethereum";

const known = new WeakMap<Withdrawal["transaction"], { readonly reading: Reading | undefined }>();

/** What the bytes of a request do, read here; nothing of bytes that this browser cannot read. */
export function readingOf({ transaction }: Pick<Withdrawal, "transaction">): Reading | undefined {
    const found = known.get(transaction) ?? { reading: read(transaction.unsigned) };
    known.set(transaction, found);
    return found.reading;
}

function read(unsigned: string): Reading | undefined {
    try {
        return readTransaction(ofHex(unsigned));
    } catch (cause) {
        if (cause instanceof Malformed) return undefined;
        throw cause;
    }
}

/** Chains whose transactions this browser reads: there, bytes that it cannot read are not to be signed. */
export function isReadHere(chain: string): boolean {
    return chain.startsWith("eip155:");
}

export function chainOf({ chainId }: Reading): string {
    return `eip155:${chainId}`;
}

/** Of which asset an effect is, in the form of CAIP-19; nothing of one that moves none. */
export function assetOf(of: Reading): string | undefined {
    const { effect } = of;
    if (effect.kind === "coin") return `${chainOf(of)}/slip44:60`;
    return effect.kind === "token" ? `${chainOf(of)}/erc20:${effect.token}` : undefined;
}

/** Whether nothing leaves: no coin, no data, to oneself. It takes a sequence number and no more. */
export function isEmpty({ effect }: Reading, from: string): boolean {
    return effect.kind === "coin" && effect.amount === 0n && effect.to === from;
}

/** Whether both want the same number of the same account, by their bytes: the chain takes one of them and no more. */
export function areOnePlace(one: Withdrawal, other: Withdrawal): boolean {
    const [a, b] = [readingOf(one), readingOf(other)];
    if (!a || !b || one.transaction.from !== other.transaction.from) return false;
    return a.nonce === b.nonce && chainOf(a) === chainOf(b);
}

/** Whether both do the same, by their bytes, whatever either costs. */
export function areOneEffect(one: Withdrawal, other: Withdrawal): boolean {
    const [a, b] = [readingOf(one)?.effect, readingOf(other)?.effect];
    if (!a || !b || a.kind !== b.kind || a.amount !== b.amount) return false;
    if (a.kind === "coin") return b.kind === "coin" && a.to === b.to;
    return a.kind === "token" && b.kind === "token" && a.to === b.to && a.token === b.token;
}

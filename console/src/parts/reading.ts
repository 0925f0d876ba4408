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

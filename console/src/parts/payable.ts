import { isBitcoinAddress } from "../proof/bitcoin";
import { checksummed } from "../proof/ethereum";
import { isReadHere } from "./reading";

/** How many payments the interface drafts at once: control's own bound. */
export const PAYMENTS_MAX = 100;

const isBitcoin = (chain: string) => chain.startsWith("bip122:");

/** Whether addresses of this chain are known here by their form. */
export const isKnownOn = (chain: string) => isReadHere(chain) || isBitcoin(chain);

/** Whether a text is an address that can be paid on this chain; of chains that are not known here nothing is. */
export function isAddressOn(chain: string | undefined, text: string): boolean {
    if (chain === undefined) return false;
    return isReadHere(chain) ? checksummed(text) !== undefined : isBitcoinAddress(chain, text);
}

/** Which text says what an address of this chain looks like. */
export function addressWords(chain: string | undefined) {
    return chain !== undefined && isBitcoin(chain) ? "transfer.address.bad.bitcoin" : "transfer.address.bad";
}

/** Whether one transaction of this chain can pay several. */
export function paysTogether(chain: string | undefined): boolean {
    return chain !== undefined && isBitcoin(chain);
}

/** A payee as somebody wishes it, before anything is asked. */
export interface Wished {
    readonly key: number;
    readonly to: string;
    readonly amount: string;
}

/** What is wrong with a payee, if anything. */
export interface Judged extends Wished {
    /** Base units; nothing if it is no amount. */
    readonly base: bigint | undefined;
    readonly isAddress: boolean;
    readonly isGood: boolean;
    /** Whether the same amount to the same address stands above. */
    readonly isAgain: boolean;
}

/** @param units of an amount as typed */
export function judged(
    all: readonly Wished[],
    chain: string | undefined,
    units: (amount: string) => bigint | undefined,
): readonly Judged[] {
    const seen = new Set<string>();
    const isHex = chain !== undefined && isReadHere(chain);
    return all.map((each) => {
        const base = units(each.amount);
        const isAddress = isAddressOn(chain, each.to);
        const isGood = isAddress && base !== undefined && base > 0n;
        const what = `${isHex ? each.to.toLowerCase() : each.to} ${base}`;
        const isAgain = isGood && seen.has(what);
        seen.add(what);
        return { ...each, base, isAddress, isGood, isAgain };
    });
}

export function sumOf(all: readonly Judged[]): bigint {
    return all.reduce((sum, each) => sum + (each.base ?? 0n), 0n);
}

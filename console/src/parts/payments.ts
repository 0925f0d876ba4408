import { baseUnits } from "../words/format";
import { isAddressOn } from "./payable";

/** A line of a payout as a person wrote or pasted it. */
export interface Payment {
    readonly line: number;
    readonly text: string;
    readonly to: string;
    /** Nothing if it is no amount. */
    readonly amount: bigint | undefined;
    readonly note: string;
    readonly isAddress: boolean;
}

/**
 * Address, amount, note: a line each, as a spreadsheet gives them, or with commas or semicolons between. Where commas
 * stand between, a number right after the amount may be the rest of it (1,5): that is no amount, so that nobody pays 1
 * for 1.5.
 */
export function parsePayments(text: string, decimals: number, chain: string | undefined): readonly Payment[] {
    return text
        .split("\n")
        .map((each, i) => ({ line: i + 1, text: each.trim() }))
        .filter((each) => each.text !== "")
        .map(({ line, text: whole }) => {
            const between = ["\t", ";", ","].find((each) => whole.includes(each)) ?? ",";
            const [to = "", amount = "", ...rest] = whole.split(between).map((each) => each.trim());
            return {
                line,
                text: whole,
                to,
                amount: between === "," && /^\d/.test(rest[0] ?? "") ? undefined : baseUnits(amount, decimals),
                note: rest.join(`${between} `),
                isAddress: isAddressOn(chain, to),
            };
        });
}

export function isGood(of: Payment): boolean {
    return of.isAddress && of.amount !== undefined && of.amount > 0n;
}

/** Lines that pay the same address the same amount: perhaps one too many. */
export function repeated(all: readonly Payment[]): readonly number[] {
    const seen = new Set<string>();
    return all
        .filter((each) => {
            const what = `${each.to.toLowerCase()} ${each.amount}`;
            const isAgain = isGood(each) && seen.has(what);
            seen.add(what);
            return isAgain;
        })
        .map((each) => each.line);
}

import type { BookEntry } from "./change";

/** What somebody wishes to have in the book. */
export interface NewEntry {
    /** CAIP-10. */
    readonly account: string;
    readonly label: string;
    readonly counterparty: string;
    readonly addedBy: string;
}

const same = (one: BookEntry | undefined, other: BookEntry) => JSON.stringify(one) === JSON.stringify(other);

/** Whether a book is another with exactly this entry more, and nothing else otherwise. */
export function isWithEntry(before: readonly BookEntry[], after: readonly BookEntry[], wished: NewEntry): boolean {
    const at = after.findIndex((each, i) => !same(before[i], each));
    const [one] = after.slice(at, at + 1);
    const others = after.filter((_, i) => i !== at);
    return (
        at >= 0 &&
        one !== undefined &&
        others.length === before.length &&
        before.every((each, i) => same(others[i], each)) &&
        one.account === wished.account &&
        one.label === wished.label &&
        one.counterparty === wished.counterparty &&
        one.addedBy === wished.addedBy &&
        one.tags.length === 0 &&
        !one.blocked
    );
}

/** Whether a book is another in which this account is blocked, and nothing else otherwise. */
export function isWithBlocked(before: readonly BookEntry[], after: readonly BookEntry[], account: string): boolean {
    const wished = before.map((each) => (each.account === account ? { ...each, blocked: true } : each));
    return (
        before.some((each) => each.account === account && !each.blocked) &&
        after.length === wished.length &&
        wished.every((each, i) => same(after[i], each))
    );
}

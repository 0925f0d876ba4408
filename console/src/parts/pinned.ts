import { useState } from "react";
import type { Checked } from "./checked";

/** What makes a request the one that somebody looked at: its code, and once it is signed its key and its end. */
export function markOf({ code, intent }: Checked): string {
    return intent ? `${code} ${intent.keyId} ${intent.path.join()} ${intent.expires.getTime()}` : code;
}

/** What was looked at, by name, as long as this page is open: a request that is gone for a while is not a new one. */
const looked = new Map<string, string>();

/**
 * Holds on to what was shown first under a name: a server that puts another request in its place, just before the
 * finger comes down or while the reader looks at something else, has nothing signed until somebody has looked again.
 */
export function usePinned(of: string, mark: string | undefined) {
    const [, shown] = useState(0);
    if (mark !== undefined && !looked.has(of)) looked.set(of, mark);
    const again = () => {
        if (mark !== undefined) looked.set(of, mark);
        shown((times) => times + 1);
    };
    return { isOther: isSwapped(looked.get(of), mark), again };
}

/** Nothing is swapped before anything was seen. */
export function isSwapped(first: string | undefined, mark: string | undefined): boolean {
    return first !== undefined && mark !== undefined && first !== mark;
}

/** The one that the address names, or none: never another that happens to stand in its place. */
export function named<T extends { readonly id: string }>(all: readonly T[], id: string | undefined): T | undefined {
    return id === undefined ? undefined : all.find((each) => each.id === id);
}

import { useState } from "react";
import type { Checked } from "./checked";

/** What makes a request the one that somebody looked at: its code, and once it is signed its key and its end. */
export function markOf({ code, intent }: Checked): string {
    return intent ? `${code} ${intent.keyId} ${intent.path.join()} ${intent.expires.getTime()}` : code;
}

/**
 * Holds on to what was shown first: a server that puts another request in its place, just before the finger comes down,
 * has nothing signed until somebody has looked again.
 */
export function usePinned(mark: string | undefined) {
    const [first, pin] = useState<string>();
    if (first === undefined && mark !== undefined) pin(mark);
    return { isOther: isSwapped(first, mark), again: () => pin(mark) };
}

/** Nothing is swapped before anything was seen. */
export function isSwapped(first: string | undefined, mark: string | undefined): boolean {
    return first !== undefined && mark !== undefined && first !== mark;
}

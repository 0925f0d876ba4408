import { useRef, useState } from "react";

interface Row {
    readonly id: string;
}

/** What stands on a screen, and how many came since and wait until the reader asks for them. */
export interface Held<T> {
    readonly rows: readonly T[];
    readonly news: number;
}

/**
 * The rows in the order in which they were shown first, as they are now: nothing moves under the pointer. One that is
 * not in the list any more stands as long as it is in `all`. `isBelow` says of a row that came that it may stand below.
 */
export function held<T extends Row>(
    shown: readonly string[],
    now: readonly T[],
    all: readonly T[],
    isBelow: (row: T) => boolean = () => false,
): Held<T> {
    const byId = new Map([...all, ...now].map((each) => [each.id, each]));
    const known = new Set(shown);
    const came = now.filter((each) => !known.has(each.id));
    const below = came.filter(isBelow);
    return {
        rows: [...shown.flatMap((each) => byId.get(each) ?? []), ...below],
        news: came.length - below.length,
    };
}

/** Holds rows from when there are some, under the name of what is chosen; `show` lets in what waits. */
export function useHeld<T extends Row>(
    of: string,
    now: readonly T[] | undefined,
    all: readonly T[],
    isBelow?: (row: T, shown: readonly T[]) => boolean,
) {
    const [, again] = useState(0);
    const kept = useRef<{ of: string; ids: readonly string[] }>(undefined);
    // Where nothing stands, nothing moves by what comes first.
    if (now && (kept.current?.of !== of || kept.current.ids.length === 0))
        kept.current = { of, ids: now.map((each) => each.id) };
    const ids = kept.current?.ids ?? [];
    const standing = held(ids, [], all).rows;
    const found = held(ids, now ?? [], all, isBelow && ((row) => isBelow(row, standing)));
    if (now && kept.current) kept.current = { of, ids: found.rows.map((each) => each.id) };
    const show = () => {
        kept.current = undefined;
        again((times) => times + 1);
    };
    return { ...found, show };
}

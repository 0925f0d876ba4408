import type { Page } from "./contract";

/** All pages of a list, as far as `most` rows, and whether there is more behind them. */
export async function pagesOf<T>(
    path: string,
    most: number,
    get: (path: string) => Promise<Page<T>>,
): Promise<{ readonly rows: readonly T[]; readonly isCut: boolean }> {
    const rows: T[] = [];
    let cursor = "";
    do {
        const page = await get(`${path}${path.includes("?") ? "&" : "?"}limit=100${cursor}`);
        rows.push(...page.items);
        cursor = page.next ? `&cursor=${encodeURIComponent(page.next)}` : "";
    } while (cursor && rows.length < most);
    return { rows, isCut: cursor !== "" };
}

/** The latest, and before them whatever still waits, each once. */
export function merged<T extends { readonly id: string }>(latest: readonly T[], waiting: readonly T[]): readonly T[] {
    const known = new Set(latest.map((each) => each.id));
    return [...latest, ...waiting.filter((each) => !known.has(each.id))];
}

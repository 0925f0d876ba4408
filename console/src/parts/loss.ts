import type { NodeHealth } from "../api/contract";
import { isLit, namesIn, parseTree } from "./quorum";

/** Whether a key could still be signed with, were one node gone: by its quorum tree, whoever answers now. */
export interface Loss {
    readonly key: string;
    readonly tree: string;
    /** Without each of these alone nobody can sign; from their backups alone it goes on. */
    readonly stops: readonly string[];
    readonly goesOn: readonly string[];
}

export function losses(nodes: readonly NodeHealth[]): readonly Loss[] {
    const keys = new Map(nodes.flatMap((node) => node.keys.map((each) => [each.id, each.tree] as const)));
    return [...keys].flatMap(([key, text]) => {
        const tree = parseTree(text);
        if (!tree) return [];
        const names = namesIn(tree);
        const goesOn = names.filter((gone) => isLit(tree, new Set(names.filter((each) => each !== gone))));
        return [{ key, tree: text, stops: names.filter((each) => !goesOn.includes(each)), goesOn }];
    });
}

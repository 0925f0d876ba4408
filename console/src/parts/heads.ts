import { useQuery } from "@tanstack/react-query";
import { get } from "../api/client";
import type { Page } from "../api/contract";
import type { LogEntry } from "../api/people";
import { parseCheckpoint } from "../proof/merkle";
import type { Roster } from "../proof/roster";
import { verified } from "./entries";
import { useRoster } from "./roster";

/** The head of a node's log: how many entries it has, and whether the node's own signature on it was verified here. */
export interface LogHead {
    readonly size: number;
    readonly isProven: boolean;
}

export async function headsOf(
    entries: readonly LogEntry[],
    roster: Roster | undefined,
): Promise<ReadonlyMap<string, LogHead>> {
    const heads = new Map<string, LogHead>();
    for (const each of entries) {
        if (!each.checkpoint) continue;
        const { size } = parseCheckpoint(each.checkpoint);
        if (size < (heads.get(each.node)?.size ?? 0)) continue;
        const found = await verified(each, roster);
        const isProven = found !== "none" && found.holds && found.isOwn;
        if (size > (heads.get(each.node)?.size ?? -1) || !isProven) heads.set(each.node, { size, isProven });
    }
    return heads;
}

export function useHeads() {
    const roster = useRoster();
    return useQuery({
        queryKey: ["asked", "/v1/audit/entries", "heads", roster.data?.hash ?? ""],
        queryFn: async ({ signal }) =>
            headsOf((await get<Page<LogEntry>>("/v1/audit/entries", signal)).items, roster.data),
        enabled: !roster.isPending,
        retry: false,
        refetchInterval: 15_000,
    });
}

import { useQuery } from "@tanstack/react-query";
import { get } from "../api/client";
import type { Page } from "../api/contract";
import type { LogEntry } from "../api/people";
import { useRoster } from "./roster";
import { type LastRuling, lastRuling } from "./said";

const EVERY_MILLIS = 30_000;

/** What a node ruled last, and among how many of its newest entries it was looked for. */
export function useLastRuling(node: string) {
    const roster = useRoster();
    return useQuery<{ readonly ruling: LastRuling | undefined; readonly count: number }>({
        // Not under the paths that an event of a log has asked again: a page of a log is much, and this is no alarm.
        queryKey: ["ruling", node, roster.data?.hash ?? ""],
        queryFn: async ({ signal }) => {
            const path = `/v1/audit/entries?node=${encodeURIComponent(node)}`;
            const { items } = await get<Page<LogEntry>>(path, signal);
            return { ruling: await lastRuling(items, roster.data), count: items.length };
        },
        enabled: !roster.isPending,
        retry: false,
        staleTime: EVERY_MILLIS,
        refetchInterval: EVERY_MILLIS,
    });
}

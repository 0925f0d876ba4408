import type { NodeHealth } from "../api/contract";
import type { Ceremony } from "../api/people";
import { short } from "../words/format";

const DAY_MILLIS = 86_400_000;
/** Nodes make shares anew by themselves every 30 days (docs/runbook/operations.md); some days more are a fault. */
const REFRESH_DAYS = 33;

/** The shares of a key, and when they were made as far as nodes' logs of late tell. */
export interface Age {
    readonly key: string;
    readonly name: string;
    readonly epoch: number;
    /** Nothing where no log of late tells of the ceremony that made them. */
    readonly at: string | undefined;
    /** Nodes that hold a share of an older epoch than the newest. */
    readonly behind: readonly string[];
    isDue(now: number): boolean;
}

export function ages(nodes: readonly NodeHealth[], ceremonies: readonly Ceremony[]): readonly Age[] {
    const keys = new Map<string, Map<string, number>>();
    for (const node of nodes)
        for (const each of node.keys)
            keys.set(each.id, (keys.get(each.id) ?? new Map<string, number>()).set(node.name, each.epoch));
    return [...keys].map(([key, by]) => {
        const epoch = Math.max(...by.values());
        const at = ceremonies.find((each) => each.key === key && each.epoch === epoch)?.startedAt;
        return {
            key,
            name: short(key),
            epoch,
            at,
            behind: [...by].filter(([, has]) => has < epoch).map(([name]) => name),
            isDue: (now) => at !== undefined && now - Date.parse(at) > REFRESH_DAYS * DAY_MILLIS,
        };
    });
}

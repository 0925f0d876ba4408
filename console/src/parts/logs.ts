import type { LogEntry } from "../api/people";

/** What is shown of a log: by default all but the countersignatures, of which most of it is. */
export interface Filter {
    readonly kind: string;
    readonly find: string;
}

/** Every kind, countersignatures too. */
export const EVERY = "every";
const COSIGNED = "CheckpointCosigned";

export function shown(all: readonly LogEntry[], { kind, find }: Filter): readonly LogEntry[] {
    const wanted = find.trim().toLowerCase();
    return all.filter((each) => {
        const isKind = kind === EVERY || (kind === "" ? each.kind !== COSIGNED : each.kind === kind);
        const text = `${each.node} ${each.kind} ${each.index} ${each.sentence ?? ""} ${each.leaf ?? ""}`.toLowerCase();
        return isKind && text.includes(wanted);
    });
}

export const kindsOf = (all: readonly LogEntry[]) => [...new Set(all.map((each) => each.kind))].sort();

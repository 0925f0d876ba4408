import type { LogEntry } from "../api/people";
import type { Key } from "../words/en";
import { t } from "../words/words";

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
        const names = `${each.node} ${each.kind} ${kindName(each.kind)} ${each.index}`;
        const text = `${names} ${each.sentence ?? ""} ${each.leaf ?? ""}`.toLowerCase();
        return isKind && text.includes(wanted);
    });
}

/** What an entry of such a kind tells of; a kind that has no words here stays as it is. */
export const kindName = (kind: string) => t(`entry.${kind}` as Key);

export const kindsOf = (all: readonly LogEntry[]) => [...new Set(all.map((each) => each.kind))].sort();

import { useQueries, useQuery } from "@tanstack/react-query";
import { get } from "../api/client";
import type { Page } from "../api/contract";
import type { OpenProposal, Proposed, Said } from "../api/people";
import { useAsked } from "../api/queries";
import { hex, ofHex } from "../proof/bytes";
import { type BookEntry, type Change, type Document, parseBook, parseChange } from "../proof/change";
import { parseDirectory } from "../proof/people";

/** An entry that a change would bring, read from the change's bytes. */
export interface Coming {
    readonly change: string;
    readonly entry: BookEntry;
    readonly from: Date;
    /** Each node's own words, as control carries them. */
    readonly stands: readonly Said[];
}

const ACCEPTED = /^(accepted, from|approved, waits until) /;

/** Whether every node that tells of it has what it asks for and waits for its day alone. */
export function isAccepted(stands: readonly Said[]): boolean {
    return stands.length > 0 && stands.every((each) => ACCEPTED.test(each.words));
}

/** What is new or otherwise in a book that is not in force, against the one that is. */
export function comingOf(before: Document | undefined, change: Change, stands: readonly Said[]): readonly Coming[] {
    const { proposal } = change;
    if (proposal.kind !== "document" || proposal.document.kind !== "address-book") return [];
    const { document } = proposal;
    if (before && document.version <= before.version) return [];
    const entries = before ? parseBook(before.content) : [];
    const known = new Map(entries.map((each) => [each.account, JSON.stringify(each)]));
    return parseBook(document.content)
        .filter((each) => known.get(each.account) !== JSON.stringify(each))
        .map((entry) => ({ change: hex(change.id), entry, from: document.effectiveFrom, stands }));
}

interface Open {
    readonly change: Change;
    readonly stands: readonly Said[];
}

/** Open changes, read from their bytes; one whose bytes are not those of its id is left out. */
function useOpenChanges(): readonly Open[] {
    const open = useAsked<Page<OpenProposal>>("/v1/proposals", 30_000);
    const all = open.data?.items ?? [];
    const changes = useQueries({
        queries: all.map(({ id }) => ({
            queryKey: ["asked", `/v1/proposals/${id}`, "change"],
            queryFn: async ({ signal }: { signal: AbortSignal }) => {
                const read = await parseChange(ofHex((await get<Proposed>(`/v1/proposals/${id}`, signal)).change));
                if (hex(read.id) !== id) throw new Error("another change");
                return read;
            },
            retry: false,
            staleTime: 60_000,
        })),
    });
    return changes.flatMap(({ data }, i) => (data ? [{ change: data, stands: all[i]?.stands ?? [] }] : []));
}

/** Entries of open changes, the soonest first. */
export function useComing(before: Document | undefined): readonly Coming[] {
    return useOpenChanges()
        .flatMap(({ change, stands }) => comingOf(before, change, stands))
        .sort((a, b) => a.from.getTime() - b.from.getTime());
}

/** Which open change names which key: what is proposed already is not offered again. */
export function useProposedKeys(): ReadonlyMap<string, string> {
    const open = useOpenChanges();
    const found = useQuery({
        queryKey: ["proposed keys", open.map(({ change }) => hex(change.id)).join()],
        queryFn: () => keysProposed(open.map(({ change }) => change)),
        staleTime: Number.POSITIVE_INFINITY,
        retry: false,
    });
    return found.data ?? new Map();
}

export async function keysProposed(open: readonly Change[]): Promise<ReadonlyMap<string, string>> {
    const found = new Map<string, string>();
    for (const { id, proposal } of open) {
        if (proposal.kind !== "document" || proposal.document.kind !== "people") continue;
        const { people } = await parseDirectory(proposal.document.content);
        for (const key of people.flatMap((each) => each.keys)) found.set(key.id, hex(id));
    }
    return found;
}

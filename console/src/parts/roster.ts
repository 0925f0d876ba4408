import { useLocalStorage } from "@mantine/hooks";
import { useQuery } from "@tanstack/react-query";
import { get } from "../api/client";
import { hex, ofHex } from "../proof/bytes";
import { parseDocument } from "../proof/change";
import { type Pin, parentOf, pinOf } from "../proof/pin";
import { type Roster, parseRoster } from "../proof/roster";

/** A roster with the document that it stands in. */
export interface Told extends Roster {
    readonly hash: string;
    readonly parent: string | undefined;
}

/** The keys of nodes as the document in force has them, read here. Whoever doubts it compares the document's hash. */
export function useRoster() {
    return useQuery<Told>({
        queryKey: ["asked", "/v1/documents/roster", "read"],
        queryFn: async ({ signal }) => {
            const { document } = await get<{ document: string }>("/v1/documents/roster", signal);
            const bytes = ofHex(document);
            const { content, hash } = await parseDocument(bytes);
            return { ...parseRoster(content), hash: hex(hash), parent: parentOf(bytes) };
        },
        retry: false,
        staleTime: 60_000,
    });
}

/** Under which this browser keeps the hash of the roster that it saw. */
export const SEEN = "roster";

/** How the roster stands to the one this browser saw before, and how its reader says that it was compared. */
export function usePin(): { pin: Pin | undefined; accept: () => void } {
    const roster = useRoster();
    const [seen, keep] = useLocalStorage({
        key: SEEN,
        defaultValue: "",
        getInitialValueInEffect: false,
        // As it is: no quotes around it.
        serialize: (value) => value,
        deserialize: (value) => value ?? "",
    });
    const of = roster.data;
    return { pin: of && pinOf(seen, of), accept: () => of && keep(of.hash) };
}

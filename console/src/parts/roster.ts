import { useQuery } from "@tanstack/react-query";
import { get } from "../api/client";
import { ofHex } from "../proof/bytes";
import { parseDocument } from "../proof/change";
import { type Roster, parseRoster } from "../proof/roster";

/** The keys of nodes as the document in force has them, read here. Whoever doubts it compares the document's hash. */
export function useRoster() {
    return useQuery<Roster>({
        queryKey: ["asked", "/v1/documents/roster", "read"],
        queryFn: async ({ signal }) => {
            const { document } = await get<{ document: string }>("/v1/documents/roster", signal);
            return parseRoster((await parseDocument(ofHex(document))).content);
        },
        retry: false,
        staleTime: 60_000,
    });
}

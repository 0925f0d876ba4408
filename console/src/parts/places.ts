import { useQuery } from "@tanstack/react-query";
import { get } from "../api/client";
import { ofHex } from "../proof/bytes";
import { parseDocument } from "../proof/change";
import { type Places, parsePlaces } from "../proof/places";

/** The document of places that control shows, read here; a workspace may have none. */
export function usePlaces(isWanted = true) {
    return useQuery<Places>({
        queryKey: ["asked", "/v1/documents/places", "read"],
        queryFn: async ({ signal }) => {
            const { document } = await get<{ document: string }>("/v1/documents/places", signal);
            return parsePlaces((await parseDocument(ofHex(document))).content);
        },
        enabled: isWanted,
        retry: false,
        staleTime: 60_000,
    });
}

import { useQuery } from "@tanstack/react-query";
import { get } from "../api/client";
import { ofHex } from "../proof/bytes";
import { type Document, parseDocument } from "../proof/change";
import { type Places, parsePlaces } from "../proof/places";
import { useStanding } from "./inforce";

interface Read {
    readonly document: Document;
    readonly places: Places;
}

/** The document of places that control shows, read here; a workspace may have none. */
function useRead(isWanted = true) {
    return useQuery<Read>({
        queryKey: ["asked", "/v1/documents/places", "read"],
        queryFn: async ({ signal }) => {
            const told = await get<{ document: string }>("/v1/documents/places", signal);
            const document = await parseDocument(ofHex(told.document));
            return { document, places: parsePlaces(document.content) };
        },
        enabled: isWanted,
        retry: false,
        staleTime: 60_000,
    });
}

export function usePlaces(isWanted = true) {
    const { data, isPending } = useRead(isWanted);
    return { data: data?.places, isPending };
}

/** Of which vault a key is, by a document that nodes' own logs say is in force; nothing where none says so. */
export function useVaultOf(keyId: string): { readonly name: string | undefined; readonly isPending: boolean } {
    const read = useRead();
    const standing = useStanding(read.data?.document);
    return {
        name: provenVault(keyId, read.data?.places, standing.isProven),
        isPending: read.isPending || (read.data !== undefined && standing.isPending),
    };
}

export function provenVault(keyId: string, places: Places | undefined, isProven: boolean): string | undefined {
    if (!isProven) return undefined;
    return places?.vaults.find((each) => each.keys.includes(keyId))?.name;
}

import { useQuery } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { ofHex } from "../proof/bytes";
import { words } from "../proof/comparison";
import { type NewPasskey, wordsOfKey } from "../proof/newkey";

/** Six words of a key's id, as its owner's own screen shows them. */
export function KeyWords({ of }: { of: string }) {
    return (
        <div className="code-words" data-small role="img" aria-label={of}>
            {of.split("-").map((word, i) => (
                <span key={`${i}`}>{word}</span>
            ))}
        </div>
    );
}

/** Of a key in a document: its id was computed here from the document's bytes. */
export const wordsOfId = (id: string) => words(ofHex(id));

/** Of a key that waits: computed here from what would be put into the document, whatever the server calls it. */
export function useKeyWords(of: NewPasskey | undefined): string | undefined {
    return useQuery({
        queryKey: ["words of", of],
        queryFn: () => {
            if (!of) throw new Error("asked too early");
            return wordsOfKey(of);
        },
        enabled: of !== undefined,
        retry: false,
        staleTime: Number.POSITIVE_INFINITY,
    }).data;
}

/** What a newcomer's browser made on the page before: in memory alone, and once. */
export interface Made {
    readonly words: string;
    /** Whether the server says that it keeps the very key that was made here. */
    readonly isKept: boolean;
}

let made: Made | undefined;

export function remember(of: Made): void {
    made = of;
}

export function useMade(): Made | undefined {
    const [shown] = useState(made);
    useEffect(() => {
        made = undefined;
    }, []);
    return shown;
}

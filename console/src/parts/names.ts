import { useQuery } from "@tanstack/react-query";
import { hex } from "../proof/bytes";
import { parseDirectory } from "../proof/people";
import { moment } from "../words/format";
import { t } from "../words/words";
import { useDocument, useStanding } from "./inforce";

const MOMENT = /\b\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d(?:\.\d+)?)?Z/g;

/** Names of people as the document in force has them; an id that it does not have stays as it is. */
export function useNames(): (id: string) => string {
    const document = useDocument("people");
    const directory = useDirectory(document.data);
    const names = new Map((directory.data?.people ?? []).map((each) => [each.id, each.name]));
    return (id) => names.get(id) ?? id;
}

/** Ids in somebody's words, each with its name by the document of people in force, where that is proven. */
export function useNamed(): (words: string) => string {
    const document = useDocument("people");
    const directory = useDirectory(document.data);
    const { isProven } = useStanding(document.data);
    const names = new Map((isProven ? (directory.data?.people ?? []) : []).map((each) => [each.id, each.name]));
    return (words) => named(words, names);
}

const IDS = /(?<![\w:/.-])u:[a-z](?:[a-z0-9.-]{0,61}[a-z0-9])?(?![\w:])/g;

/** The id stays: it is what was written, and the name stands beside it. */
export function named(words: string, names: ReadonlyMap<string, string>): string {
    return words.replace(IDS, (id: string, at: number) => {
        const name = names.get(id);
        const isNamed = name !== undefined && words.slice(0, at).endsWith(`${name} (`);
        return name === undefined || isNamed ? id : t("people.named", { id, name });
    });
}

/** The people of a document, read from its bytes. */
export function useDirectory(of: ReturnType<typeof useDocument>["data"]) {
    return useQuery({
        queryKey: ["directory", of ? hex(of.hash) : ""],
        queryFn: () => parseDirectory(of?.content ?? new Uint8Array()),
        enabled: of !== undefined,
        retry: false,
        staleTime: Number.POSITIVE_INFINITY,
    });
}

/** Moments that a server wrote into its words, as the reader has them. */
export function localised(words: string): string {
    return words.replace(MOMENT, (each) => moment(each));
}

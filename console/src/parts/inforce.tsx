import { useQuery } from "@tanstack/react-query";
import { get } from "../api/client";
import type { Page } from "../api/contract";
import type { LogEntry } from "../api/people";
import { hex, ofHex } from "../proof/bytes";
import { type Document, codeOf, parseDocument } from "../proof/change";
import { activationOf } from "../proof/entry";
import type { Roster } from "../proof/roster";
import { NoIcon, WaitIcon, YesIcon } from "../shell/icons";
import { short } from "../words/format";
import { t } from "../words/words";
import { verified } from "./entries";
import { useRoster } from "./roster";

const EVERY_MILLIS = 5_000;

/** A document in force, parsed and hashed here; nothing if none of its kind is. */
export function useDocument(kind: string) {
    return useQuery<Document>({
        queryKey: ["asked", `/v1/documents/${kind}`, "document"],
        queryFn: async ({ signal }) => {
            const { document } = await get<{ document: string }>(`/v1/documents/${kind}`, signal);
            return parseDocument(ofHex(document));
        },
        retry: false,
        refetchInterval: EVERY_MILLIS,
    });
}

/** The text of a policy, from its document's bytes. */
export function textOf(of: Document | undefined): string | undefined {
    return of && new TextDecoder().decode(of.content);
}

/** Which nodes wrote into logs of theirs, under heads that they signed, that they judge by this version. */
export async function activated(
    of: Document,
    entries: readonly LogEntry[],
    roster: Roster,
): Promise<{ readonly by: readonly string[]; readonly refuted: readonly string[] }> {
    const by = new Set<string>();
    const refuted = new Set<string>();
    for (const each of entries) {
        const said = activationOf(ofHex(each.leaf ?? ""));
        if (said?.kind !== codeOf(of.kind) || said.version !== of.version || said.hash !== hex(of.hash)) continue;
        const found = await verified(each, roster);
        if (found !== "none" && found.holds && found.isOwn) by.add(each.node);
        else refuted.add(each.node);
    }
    return { by: [...by].sort(), refuted: [...refuted].sort() };
}

/** Whether what is shown is what nodes count by: by their own signed logs, not by the word of who serves this page. */
export function InForce({ of }: { of: Document | undefined }) {
    const roster = useRoster();
    const found = useQuery({
        queryKey: ["activated", of ? hex(of.hash) : "", roster.data?.version ?? 0],
        queryFn: async ({ signal }) => {
            if (!of || !roster.data) throw new Error("asked too early");
            const path = `/v1/audit/entries?subject=${hex(of.hash)}`;
            const { items } = await get<Page<LogEntry>>(path, signal);
            return activated(of, items, roster.data);
        },
        enabled: of !== undefined && roster.data !== undefined,
        retry: false,
        staleTime: 60_000,
        // Nodes write it down when it comes into force, each in its own second.
        refetchInterval: ({ state }) =>
            (state.data?.by.length ?? 0) < (roster.data?.members ?? []).filter((each) => each.isNode).length
                ? 2 * EVERY_MILLIS
                : false,
    });
    if (!of) return null;
    const nodes = (roster.data?.members ?? []).filter((each) => each.isNode).length;
    const about = { kind: of.kind, version: of.version, hash: short(hex(of.hash)) };
    if (found.data && found.data.refuted.length > 0)
        return (
            <p role="alert" className="danger strong checks-line">
                <NoIcon /> <span>{t("inForce.refuted", { nodes: found.data.refuted.join(", ") })}</span>
            </p>
        );
    return (
        <p className="soft small checks-line" title={hex(of.hash)}>
            {found.data && found.data.by.length > 0 ? <YesIcon /> : <WaitIcon />}
            <span>
                {t("inForce.read", about)}{" "}
                {found.data && found.data.by.length > 0
                    ? t("inForce.by", { nodes: found.data.by.join(", "), count: found.data.by.length, all: nodes })
                    : found.isPending && !found.error && !roster.error
                      ? t("check.pending")
                      : t("inForce.none")}
            </span>
        </p>
    );
}

import { Button } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { type ReactNode, useEffect } from "react";
import { get } from "../api/client";
import type { Page } from "../api/contract";
import type { LogEntry } from "../api/people";
import { hex, ofHex } from "../proof/bytes";
import { type Document, codeOf, parseDocument } from "../proof/change";
import { activationOf } from "../proof/entry";
import type { Pin } from "../proof/pin";
import type { Roster } from "../proof/roster";
import { NoIcon, WaitIcon, YesIcon } from "../shell/icons";
import { short } from "../words/format";
import { t } from "../words/words";
import { verified } from "./entries";
import { usePin, useRoster } from "./roster";

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

export interface Activated {
    readonly by: readonly string[];
    readonly refuted: readonly string[];
    /** Nodes that wrote of a later version of the same kind since. */
    readonly later: readonly string[];
}

/** Which nodes wrote, under heads that they signed, that they judge by this version or a later one. */
export async function activated(of: Document, entries: readonly LogEntry[], roster: Roster): Promise<Activated> {
    const by = new Set<string>();
    const refuted = new Set<string>();
    const later = new Set<string>();
    for (const each of entries) {
        const said = activationOf(ofHex(each.leaf ?? ""));
        if (said?.kind !== codeOf(of.kind) || said.version < of.version) continue;
        const isLater = said.version > of.version;
        if (!isLater && said.hash !== hex(of.hash)) continue;
        const found = await verified(each, roster);
        if (found === "none" || !found.holds || !found.isOwn) refuted.add(each.node);
        else if (isLater) later.add(each.node);
        else by.add(each.node);
    }
    const still = [...by].filter((each) => !later.has(each));
    return { by: still.sort(), refuted: [...refuted].sort(), later: [...later].sort() };
}

/** What this browser found of whether a document is in force; `isProven` where it may be spoken of as a fact. */
export interface Standing {
    readonly found: Activated | undefined;
    readonly pin: Pin | undefined;
    readonly isPending: boolean;
    readonly nodes: number;
    readonly isProven: boolean;
}

/** Only what nodes wrote, under keys of a roster that is the one this browser knows or follows it, is a fact. */
export function isProven(found: Activated | undefined, pin: Pin | undefined): boolean {
    return (
        found !== undefined &&
        found.by.length > 0 &&
        found.refuted.length === 0 &&
        found.later.length === 0 &&
        pin !== undefined &&
        pin !== "other"
    );
}

/** Whether a document is what nodes count by: by their own signed logs, not by the word of who serves this page. */
export function useStanding(of: Document | undefined): Standing {
    const roster = useRoster();
    const { pin } = usePin();
    const nodes = (roster.data?.members ?? []).filter((each) => each.isNode).length;
    const found = useQuery({
        queryKey: ["activated", of ? hex(of.hash) : "", roster.data?.hash ?? ""],
        queryFn: async ({ signal }) => {
            if (!of || !roster.data) throw new Error("asked too early");
            const [told, newest] = await Promise.all([
                get<Page<LogEntry>>(`/v1/audit/entries?subject=${hex(of.hash)}`, signal),
                get<Page<LogEntry>>("/v1/audit/entries", signal),
            ]);
            return activated(of, [...told.items, ...newest.items], roster.data);
        },
        enabled: of !== undefined && roster.data !== undefined,
        retry: false,
        staleTime: 60_000,
        // Nodes write it down when it comes into force, each in its own second.
        refetchInterval: ({ state }) => ((state.data?.by.length ?? 0) < nodes ? 2 * EVERY_MILLIS : false),
    });
    return {
        found: found.data,
        pin,
        isPending: found.isPending && !found.error && !roster.error,
        nodes,
        isProven: isProven(found.data, pin),
    };
}

function Wrong({ children }: { children: ReactNode }) {
    return (
        <p role="alert" className="danger strong checks-line">
            <NoIcon /> <span>{children}</span>
        </p>
    );
}

const named = (nodes: readonly string[]) => ({ count: nodes.length, nodes: nodes.join(", ") });

/** What stands beside a document that a screen shows. */
export function InForce({ of }: { of: Document | undefined }) {
    const { found, isPending, nodes } = useStanding(of);
    if (!of) return null;
    if (found && found.refuted.length > 0)
        return <Wrong>{t("inForce.refuted", named(found.refuted))}</Wrong>;
    if (found && found.later.length > 0) return <Wrong>{t("inForce.later", named(found.later))}</Wrong>;
    const about = { kind: of.kind, version: of.version, hash: short(hex(of.hash)) };
    const isTold = found !== undefined && found.by.length > 0;
    return (
        <div className="tight">
            <PinLine />
            <p className="soft small checks-line" title={hex(of.hash)}>
                {isTold ? <YesIcon /> : <WaitIcon />}
                <span>
                    {t("inForce.read", about)}{" "}
                    {isTold
                        ? t("inForce.by", { nodes: found.by.join(", "), count: found.by.length, all: nodes })
                        : t(isPending ? "check.pending" : "inForce.none")}
                </span>
            </p>
        </div>
    );
}

/** Nothing while the roster is the one that this browser saw before. */
function PinLine() {
    const { pin, accept } = usePin();
    useEffect(() => {
        if (pin === "first") accept();
    });
    if (pin !== "follows" && pin !== "other") return null;
    return (
        <div className="stack" role="alert">
            <p className={pin === "other" ? "danger strong" : "attention"}>
                {t(pin === "other" ? "inForce.pin.other" : "inForce.pin.follows")}
            </p>
            <pre className="bytes">{t("inForce.pin.command")}</pre>
            <div>
                <Button variant="default" onClick={accept}>
                    {t("inForce.pin.accept")}
                </Button>
            </div>
        </div>
    );
}

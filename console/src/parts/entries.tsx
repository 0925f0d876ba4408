import { useQuery } from "@tanstack/react-query";
import type { LogEntry } from "../api/people";
import { ofHex } from "../proof/bytes";
import { readEntry } from "../proof/entry";
import { isIncluded, leafHash, parseCheckpoint } from "../proof/merkle";
import { signedBy } from "../proof/note";
import type { Roster } from "../proof/roster";
import { NoIcon, WaitIcon, YesIcon } from "../shell/icons";
import { t } from "../words/words";
import { When } from "./basics";
import { useRoster } from "./roster";

export interface Proven {
    /** Whether the hashes lead to the head, and the entry says of itself what the server says of it. */
    readonly holds: boolean;
    /** What the entry itself says, not the server. */
    readonly kind: string;
    readonly isKnown: boolean;
    readonly at: Date | undefined;
    /** Nodes whose signature on the head was verified here; nothing if there were no keys to verify with. */
    readonly by: readonly string[] | undefined;
    readonly forged: readonly string[];
    /** Whether the node whose log it is signed the head. */
    readonly isOwn: boolean;
}

type Found = Proven | "none";

const REFUTED: Proven = { holds: false, kind: "", isKnown: false, at: undefined, by: [], forged: [], isOwn: false };

/** Whether an entry is in the log that its node signed, by this browser's own hashing and verifying. */
export async function verified(entry: LogEntry, roster: Roster | undefined): Promise<Found> {
    if (!entry.leaf || !entry.proof || !entry.checkpoint) return "none";
    try {
        const head = parseCheckpoint(entry.checkpoint);
        const bytes = ofHex(entry.leaf);
        const { kind, isKnown, at } = readEntry(bytes);
        const isIn = await isIncluded(await leafHash(bytes), entry.index, entry.proof.map(ofHex), head.size, head.root);
        const isWhatIsSaid =
            (kind === entry.kind || !isKnown) && (at === undefined || at.getTime() === Date.parse(entry.at ?? ""));
        const signed = roster && (await signedBy(entry.checkpoint, entry.node, roster.members));
        const isSigned = signed === undefined || (signed.isOwn && signed.forged.length === 0);
        return {
            holds: isIn && isWhatIsSaid && isSigned,
            kind,
            isKnown,
            at,
            by: signed?.by,
            forged: signed?.forged ?? [],
            isOwn: signed?.isOwn ?? false,
        };
    } catch {
        return REFUTED;
    }
}

export function Entries({ of }: { of: readonly LogEntry[] }) {
    const roster = useRoster();
    return (
        <ul className="list">
            {of.map((each) => (
                <Entry key={`${each.node}/${each.index}`} of={each} roster={roster.data} isReady={!roster.isPending} />
            ))}
        </ul>
    );
}

function Entry({ of, roster, isReady }: { of: LogEntry; roster: Roster | undefined; isReady: boolean }) {
    const found = useQuery<Found>({
        queryKey: ["proven", of, roster?.version ?? 0],
        queryFn: () => verified(of, roster),
        enabled: isReady,
        retry: false,
        staleTime: Number.POSITIVE_INFINITY,
    });
    const isUnknown = found.data !== undefined && found.data !== "none" && found.data.holds && !found.data.isKnown;
    return (
        <li className="tight">
            <span className="between">
                <span className="strong">{t("audit.entry", { node: of.node, kind: of.kind, index: of.index })}</span>
                {of.at && (
                    <span className="soft small">
                        <When at={of.at} exact />
                    </span>
                )}
            </span>
            {isUnknown ? <p className="attention">{t("audit.unknown")}</p> : <p className="wrap">{of.sentence}</p>}
            <Finding of={found.data} node={of.node} />
            {of.leaf && (
                <details open={isUnknown}>
                    <summary className="soft small">{t("audit.bytes")}</summary>
                    <pre className="bytes mono">{of.leaf}</pre>
                </details>
            )}
        </li>
    );
}

function Finding({ of, node }: { of: Found | undefined; node: string }) {
    if (of === undefined)
        return (
            <p className="soft small row">
                <WaitIcon /> {t("check.pending")}
            </p>
        );
    if (of === "none") return <p className="attention small">{t("audit.unproven")}</p>;
    if (!of.holds)
        return (
            <p role="alert" className="danger strong row">
                <NoIcon />
                {of.forged.length > 0
                    ? t("audit.forged", { nodes: of.forged.join(", ") })
                    : of.by && !of.isOwn && of.kind
                      ? t("audit.notSigned", { node })
                      : t("audit.refuted")}
            </p>
        );
    const others = (of.by ?? []).filter((each) => each !== node);
    return (
        <p className="soft small checks-line">
            <YesIcon />
            <span>
                {of.by === undefined
                    ? t("audit.verified.hashes")
                    : others.length === 0
                      ? t("audit.verified.alone", { node })
                      : t("audit.verified", { node, nodes: others.join(", ") })}
            </span>
        </p>
    );
}

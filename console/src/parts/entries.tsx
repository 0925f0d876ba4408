import { useQuery } from "@tanstack/react-query";
import type { LogEntry } from "../api/people";
import { ofHex } from "../proof/bytes";
import { type Said, readEntry, saidOf } from "../proof/entry";
import { isIncluded, leafHash, parseCheckpoint } from "../proof/merkle";
import { signedBy } from "../proof/note";
import type { Roster } from "../proof/roster";
import { NoIcon, WaitIcon, YesIcon } from "../shell/icons";
import { t } from "../words/words";
import { When } from "./basics";
import { kindName } from "./logs";
import { localised } from "./names";
import { useRoster } from "./roster";
import { plainly } from "./why";
import { sentence } from "./withdrawal";

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
    /** What it says itself of an intent, if it is of one. */
    readonly said: Said | undefined;
    /** Whether it is of the intent that was asked for; also where none was. */
    readonly isOf: boolean;
}

type Found = Proven | "none";

const REFUTED: Proven = {
    holds: false,
    kind: "",
    isKnown: false,
    at: undefined,
    by: [],
    forged: [],
    isOwn: false,
    said: undefined,
    isOf: true,
};

/** Whether an entry is in the log that its node signed, and of this intent, by what is hashed here. */
export async function verified(entry: LogEntry, roster: Roster | undefined, of?: string): Promise<Found> {
    if (!entry.leaf || !entry.proof || !entry.checkpoint) return "none";
    try {
        const head = parseCheckpoint(entry.checkpoint);
        const bytes = ofHex(entry.leaf);
        const { kind, isKnown, at } = readEntry(bytes);
        const said = saidOf(bytes);
        const isOf = of === undefined || !isKnown || said?.subject === of;
        const isIn = await isIncluded(await leafHash(bytes), entry.index, entry.proof.map(ofHex), head.size, head.root);
        const isWhatIsSaid =
            (kind === entry.kind || !isKnown) && (at === undefined || at.getTime() === Date.parse(entry.at ?? ""));
        const signed = roster && (await signedBy(entry.checkpoint, entry.node, roster.members));
        const isSigned = signed === undefined || (signed.isOwn && signed.forged.length === 0);
        return {
            holds: isIn && isWhatIsSaid && isSigned && isOf,
            kind,
            isKnown,
            at,
            by: signed?.by,
            forged: signed?.forged ?? [],
            isOwn: signed?.isOwn ?? false,
            said,
            isOf,
        };
    } catch {
        return REFUTED;
    }
}

/** With `subject` they are said to be of one intent, and each must say so itself. */
export function Entries({ of, subject }: { of: readonly LogEntry[]; subject?: string | undefined }) {
    const roster = useRoster();
    return (
        <ul className="list">
            {of.map((each) => (
                <Entry
                    key={`${each.node}/${each.index}`}
                    of={each}
                    subject={subject}
                    roster={roster.data}
                    isReady={!roster.isPending}
                />
            ))}
        </ul>
    );
}

function Entry(at: { of: LogEntry; subject: string | undefined; roster: Roster | undefined; isReady: boolean }) {
    const { of, subject, roster, isReady } = at;
    const found = useQuery<Found>({
        queryKey: ["proven", of, subject ?? "", roster?.version ?? 0],
        queryFn: () => verified(of, roster, subject),
        enabled: isReady,
        retry: false,
        staleTime: Number.POSITIVE_INFINITY,
        // Under a newer head the same entry is looked at anew, without a gap; another in its place is another.
        placeholderData: (before, query) =>
            (query?.queryKey[1] as LogEntry | undefined)?.leaf === of.leaf ? before : undefined,
    });
    const isUnknown = found.data !== undefined && found.data !== "none" && found.data.holds && !found.data.isKnown;
    return (
        <li className="tight">
            <span className="between">
                <span className="strong">
                    {t("audit.entry", { node: of.node, kind: kindName(of.kind), index: of.index })}
                </span>
                {of.at && (
                    <span className="soft small">
                        <When at={of.at} exact />
                    </span>
                )}
            </span>
            {isUnknown ? <p className="attention">{t("audit.unknown")}</p> : <Words of={of} found={found.data} />}
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

/** What the bytes say first; control's sentence stands under its own head. */
function Words({ of, found }: { of: LogEntry; found: Found | undefined }) {
    const said = found !== undefined && found !== "none" && found.holds ? found.said : undefined;
    return (
        <>
            {said?.outcome && (
                <p className="wrap">
                    {t(`audit.outcome.${said.outcome}`)}{" "}
                    {said.outcome === "refuse" ? plainly(said.why).join(" ") : sentence(said.why)}
                </p>
            )}
            {of.sentence && <p className="wrap soft">{t("audit.said", { sentence: localised(of.sentence) })}</p>}
        </>
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
                    : !of.isOf
                      ? t("audit.other")
                    : of.by && !of.isOwn && of.kind
                      ? t("audit.notSigned", { node })
                      : t("audit.refuted")}
            </p>
        );
    const others = (of.by ?? []).filter((each) => each !== node);
    return (
        <p className={of.by === undefined ? "attention small checks-line" : "soft small checks-line"}>
            {of.by === undefined ? <WaitIcon /> : <YesIcon />}
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

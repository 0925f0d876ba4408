import { Button } from "@mantine/core";
import { useState } from "react";
import type { LogEntry } from "../api/people";
import { ofHex } from "../proof/bytes";
import { readEntry } from "../proof/entry";
import { isIncluded, leafHash, parseCheckpoint } from "../proof/merkle";
import { t } from "../words/words";
import { When } from "./basics";

interface Proven {
    readonly holds: boolean;
    readonly signers: number;
    /** What the entry itself says, not the server. */
    readonly kind: string;
    readonly at: Date | undefined;
}

type Found = Proven | "none";

/** Whether an entry is in the log that its node signed, by this browser's own hashing. */
export async function verified(entry: LogEntry): Promise<Found> {
    if (!entry.leaf || !entry.proof || !entry.checkpoint) return "none";
    try {
        const head = parseCheckpoint(entry.checkpoint);
        const bytes = ofHex(entry.leaf);
        const { kind, at } = readEntry(bytes);
        const isIn = await isIncluded(
            await leafHash(bytes),
            entry.index,
            entry.proof.map(ofHex),
            head.size,
            head.root,
        );
        const isWhatIsSaid = kind === entry.kind && at.getTime() === Date.parse(entry.at ?? "");
        return { holds: isIn && isWhatIsSaid, signers: head.signers.length, kind, at };
    } catch {
        return { holds: false, signers: 0, kind: "", at: undefined };
    }
}

export function Entries({ of }: { of: readonly LogEntry[] }) {
    return (
        <ul className="list">
            {of.map((each) => (
                <Entry key={`${each.node}/${each.index}`} of={each} />
            ))}
        </ul>
    );
}

function Entry({ of }: { of: LogEntry }) {
    const [found, find] = useState<Found>();
    return (
        <li>
            <span className="between">
                <span className="strong">
                    {of.node} · {of.kind} · {of.index}
                </span>
                {of.at && (
                    <span className="soft small">
                        <When at={of.at} exact />
                    </span>
                )}
            </span>
            <p className="soft wrap">{of.sentence}</p>
            <p className="row" role="status">
                {found === undefined ? (
                    <Button variant="default" size="compact-sm" onClick={() => void verified(of).then(find)}>
                        {t("audit.verify")}
                    </Button>
                ) : found === "none" ? (
                    <span className="soft">{t("audit.unproven")}</span>
                ) : found.holds ? (
                    <span className="tight">
                        <span className="strong">{t("audit.verified", { count: found.signers })}</span>
                        <span className="soft small">{t("audit.verified.lead")}</span>
                    </span>
                ) : (
                    <span className="danger strong">{t("audit.refuted")}</span>
                )}
            </p>
        </li>
    );
}

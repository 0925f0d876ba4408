import { Button } from "@mantine/core";
import { useState } from "react";
import type { LogEntry } from "../api/people";
import { ofHex } from "../proof/bytes";
import { isIncluded, leafHash, parseCheckpoint } from "../proof/merkle";
import { t } from "../words/words";
import { When } from "./basics";

type Found = { readonly holds: boolean; readonly signers: number } | "none";

/** Whether an entry is in the log that its node signed, by this browser's own hashing. */
export async function verified(entry: LogEntry): Promise<Found> {
    if (!entry.leaf || !entry.proof || !entry.checkpoint) return "none";
    try {
        const head = parseCheckpoint(entry.checkpoint);
        const leaf = await leafHash(ofHex(entry.leaf));
        const holds = await isIncluded(leaf, entry.index, entry.proof.map(ofHex), head.size, head.root);
        return { holds, signers: head.signers.length };
    } catch {
        return { holds: false, signers: 0 };
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
            <p className="soft">{of.sentence}</p>
            <p className="row" role="status">
                {found === undefined ? (
                    <Button variant="default" size="compact-sm" onClick={() => void verified(of).then(find)}>
                        {t("audit.verify")}
                    </Button>
                ) : found === "none" ? (
                    <span className="soft">{t("audit.unproven")}</span>
                ) : found.holds ? (
                    <span className="strong">{t("audit.verified", { count: found.signers })}</span>
                ) : (
                    <span className="danger strong">{t("audit.refuted")}</span>
                )}
            </p>
        </li>
    );
}

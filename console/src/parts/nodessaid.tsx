import { useQuery } from "@tanstack/react-query";
import { useEffect } from "react";
import type { Page, Withdrawal } from "../api/contract";
import type { LogEntry } from "../api/people";
import { useAsked } from "../api/queries";
import { t } from "../words/words";
import { Failed, Panel, Tag, type Tone, Waiting, When } from "./basics";
import { useRoster } from "./roster";
import { type Line, saidBy } from "./said";
import { plainly } from "./why";

const TONES: Readonly<Partial<Record<Line["outcome"], Tone>>> = {
    refuse: "attention",
    sign: "accent",
    signed: "accent",
};

/** What the logs of nodes tell of a request, in lines of each; not what control says of them. */
export function useSaid(of: Withdrawal) {
    const path = of.intentId ? `/v1/audit/entries?subject=${of.intentId}` : undefined;
    const entries = useAsked<Page<LogEntry>>(path, 5_000);
    const roster = useRoster();
    // Events tell of each stage and answer, and the logs then of more.
    const { refetch } = entries;
    useEffect(() => {
        if (path) void refetch({ cancelRefetch: false });
    }, [path, of.stage, of.answers, refetch]);
    const items = entries.data?.items;
    const said = useQuery({
        queryKey: ["said", of.intentId, items, roster.data?.hash],
        queryFn: () => saidBy(items ?? [], roster.data, of.intentId ?? ""),
        enabled: items !== undefined && !roster.isPending,
        retry: false,
        staleTime: Number.POSITIVE_INFINITY,
        placeholderData: (before, query) => (query?.queryKey[1] === of.intentId ? before : undefined),
    });
    return { said: said.data, error: entries.error };
}

/** Each node's own judgements side by side, from its log. */
export function NodesSaid({ of }: { of: Withdrawal }) {
    const { said, error } = useSaid(of);
    if (!of.intentId) return null;
    return (
        <Panel title={t("said.title")} lead={t("said.lead")} live>
            {error ? (
                <Failed error={error} command="./tallystick log show" />
            ) : !said ? (
                <Waiting />
            ) : said.size === 0 ? (
                <p className="soft">{t("said.none")}</p>
            ) : (
                <div className="columns">
                    {[...said].map(([node, lines]) => (
                        <div key={node} className="tight">
                            <h3>{node}</h3>
                            <ol className="list">
                                {lines.map((each, i) => (
                                    <li key={`${i}`} className="tight">
                                        <One of={each} />
                                    </li>
                                ))}
                            </ol>
                        </div>
                    ))}
                </div>
            )}
        </Panel>
    );
}

/** It refused for now: what the policy asks for may still come. */
const isWaiting = (of: Line) => of.outcome === "refuse" && /^pending(:|$)/.test(of.why);

export function LineTag({ of }: { of: Line }) {
    return (
        <Tag tone={!of.isProven ? "attention" : isWaiting(of) ? "plain" : (TONES[of.outcome] ?? "plain")}>
            {t(isWaiting(of) ? "said.waits" : `said.${of.outcome}`)}
        </Tag>
    );
}

function One({ of }: { of: Line }) {
    return (
        <>
            <span className="between">
                <LineTag of={of} />
                <span className="soft small">
                    {of.count > 1 && t("said.times", { count: of.count })} {of.at && <When at={of.at} exact />}
                </span>
            </span>
            {of.why && plainly(of.why).map((each) => <p key={each}>{each}</p>)}
            {!of.isProven && <p className="attention small">{t("said.unproven")}</p>}
        </>
    );
}

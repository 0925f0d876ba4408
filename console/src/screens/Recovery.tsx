import { useQueries } from "@tanstack/react-query";
import { get } from "../api/client";
import type { NodeHealth, Page } from "../api/contract";
import type { Ceremony, LogEntry } from "../api/people";
import { useAsked } from "../api/queries";
import { Facts, Failed, Head, Panel, Tag, Waiting, When } from "../parts/basics";
import { Entries } from "../parts/entries";
import { type Loss, losses } from "../parts/loss";
import { ages } from "../parts/shares";
import { short } from "../words/format";
import { t } from "../words/words";

const RESTORED = "ShareRestored";
const VERIFY = "./tallystick backup verify FILE --key FILE";

/** Could we go on if a machine were gone? What nodes know of it, and what nobody here knows. */
export default function Recovery() {
    const nodes = useAsked<Page<NodeHealth>>("/v1/nodes", 30_000);
    const ceremonies = useAsked<Page<Ceremony>>("/v1/ceremonies", 60_000);
    const all = nodes.data?.items ?? [];
    return (
        <>
            <Head title={t("recovery.title")} lead={t("recovery.lead")} />
            <div className="stack">
                <Panel title={t("recovery.shares")} lead={t("recovery.shares.lead")}>
                    {nodes.isPending || ceremonies.isPending ? (
                        <Waiting />
                    ) : nodes.error ? (
                        <Failed error={nodes.error} command="./tallystick doctor" />
                    ) : (
                        <ul className="list">
                            {ages(all, ceremonies.data?.items ?? []).map((each) => (
                                <li key={each.key} className="tight">
                                    <span className="between">
                                        <span className="strong mono">{each.name}</span>
                                        <Tag tone={each.isDue(Date.now()) ? "attention" : "plain"}>
                                            {t("nodes.epoch", { epoch: each.epoch })}
                                        </Tag>
                                    </span>
                                    <p>
                                        {each.at ? (
                                            <>
                                                {t("recovery.made")} <When at={each.at} />
                                            </>
                                        ) : (
                                            t("recovery.madeUnknown")
                                        )}
                                    </p>
                                    {each.behind.length > 0 && (
                                        <p className="attention">
                                            {t("recovery.behind", { nodes: each.behind.join(", ") })}
                                        </p>
                                    )}
                                </li>
                            ))}
                        </ul>
                    )}
                </Panel>
                {nodes.data && (
                    <Panel title={t("recovery.loss")} lead={t("recovery.loss.lead")}>
                        <ul className="list">
                            {losses(all).map((each) => (
                                <Lost key={each.key} of={each} />
                            ))}
                        </ul>
                    </Panel>
                )}
                {nodes.data && <Restored of={all.map((each) => each.name)} />}
                <Unknown />
            </div>
        </>
    );
}

function Lost({ of }: { of: Loss }) {
    return (
        <li className="tight">
            <span className="strong mono">{short(of.key)}</span>
            <p className="soft">{of.tree}</p>
            <p>{of.goesOn.length > 0 && t("recovery.goesOn", { nodes: of.goesOn.join(", ") })}</p>
            {of.stops.length > 0 && (
                <p className="attention">{t("recovery.stops", { nodes: of.stops.join(", ") })}</p>
            )}
        </li>
    );
}

/** Shares that came back from a backup, as the nodes' own logs of late tell, proven here. */
function Restored({ of }: { of: readonly string[] }) {
    const logs = useQueries({
        queries: of.map((node) => ({
            queryKey: ["asked", "/v1/audit/entries", "restored", node],
            queryFn: ({ signal }: { signal: AbortSignal }) =>
                get<Page<LogEntry>>(`/v1/audit/entries?node=${encodeURIComponent(node)}`, signal),
            retry: false,
            staleTime: 60_000,
        })),
    });
    const found = logs.flatMap(({ data }) => (data?.items ?? []).filter((each) => each.kind === RESTORED));
    const missing = of.filter((_, i) => logs[i]?.error);
    return (
        <Panel title={t("recovery.restored")} lead={t("recovery.restored.lead")}>
            {missing.length > 0 && (
                <p className="attention">
                    {t("recovery.unheard", { count: missing.length, nodes: missing.join(", ") })}
                </p>
            )}
            {logs.some((each) => each.isPending) ? (
                <Waiting />
            ) : found.length > 0 ? (
                <Entries of={found} />
            ) : (
                <p className="soft">{t("recovery.restored.none")}</p>
            )}
        </Panel>
    );
}

/** What no log holds: a screen that showed a date for it would have made it up. */
function Unknown() {
    return (
        <Panel title={t("recovery.unknown")} lead={t("recovery.unknown.lead")}>
            <Facts
                of={[
                    [
                        t("recovery.unknown.backups"),
                        <pre key="backups" className="bytes">
                            {VERIFY}
                        </pre>,
                    ],
                    [t("recovery.unknown.drills"), t("recovery.unknown.drills.how")],
                ]}
            />
        </Panel>
    );
}

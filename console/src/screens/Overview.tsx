import { Link } from "@tanstack/react-router";
import type { NodeHealth, Policies, Withdrawal } from "../api/contract";
import type { Page } from "../api/contract";
import type { Ceremony } from "../api/people";
import { OVER, STOPPED, WAITING, useAsked, useWithdrawals } from "../api/queries";
import { Balances } from "../parts/balances";
import { Failed, Head, Panel, Waiting, When } from "../parts/basics";
import { StageTag, inShort } from "../parts/withdrawal";
import { relative } from "../words/format";
import { t } from "../words/words";

const CERTIFICATE_DAYS = 30;
const LATELY_MILLIS = 7 * 86_400_000;

/** Is everything all right, and what waits? Both in the first line. */
export default function Overview() {
    const nodes = useAsked<Page<NodeHealth>>("/v1/nodes", 15_000);
    const policies = useAsked<Policies>("/v1/policies", 30_000);
    const withdrawals = useWithdrawals();
    const ceremonies = useAsked<Page<Ceremony>>("/v1/ceremonies", 60_000);
    const all = withdrawals.data ?? [];
    return (
        <div className="stack">
            <div>
                <Head title={t("overview.title")} />
                <p className="truth" role="status">
                    {nodes.data && withdrawals.data ? (
                        truth(nodes.data.items, policies.data, all, ceremonies.data?.items)
                    ) : (
                        <Waiting lines={1} />
                    )}
                </p>
            </div>
            <div className="columns">
                <div className="stack">
                    <Panel title={t("overview.waiting")}>
                        <Rows
                            of={all.filter((each) => WAITING.has(each.stage))}
                            from={withdrawals}
                            to="/approvals"
                            empty={t("overview.waiting.empty")}
                        />
                    </Panel>
                    <Panel title={t("overview.running")}>
                        <Rows
                            of={all.filter((each) => !OVER.has(each.stage) && !WAITING.has(each.stage))}
                            from={withdrawals}
                            empty={t("overview.running.empty")}
                        />
                    </Panel>
                    <Panel title={t("overview.denied")}>
                        <Rows of={all.filter(isLate)} from={withdrawals} empty={t("overview.denied.empty")} />
                    </Panel>
                </div>
                <div className="stack">
                    <Panel title={t("overview.attention")}>
                        <Attention nodes={nodes.data?.items ?? []} policies={policies.data} error={nodes.error} />
                    </Panel>
                    <Panel title={t("overview.balances")} lead={t("overview.balances.note")}>
                        <Balances />
                    </Panel>
                </div>
            </div>
        </div>
    );
}

const isLate = (of: Withdrawal) => STOPPED.has(of.stage) && Date.now() - Date.parse(of.updatedAt) < LATELY_MILLIS;

function truth(
    nodes: readonly NodeHealth[],
    policies: Policies | undefined,
    all: readonly Withdrawal[],
    ceremonies: readonly Ceremony[] = [],
): string {
    const down = nodes.filter((each) => !each.reached).length;
    const waits = all.filter((each) => WAITING.has(each.stage)).length;
    const freezes = new Set((policies?.nodes ?? []).flatMap((node) => node.freezes.map((each) => each.order))).size;
    const parts: string[] = [];
    if (down > 0) parts.push(t("overview.down", { count: down }));
    if (policies && !policies.agreed) parts.push(t("overview.differ"));
    else if (down === 0 && policies) parts.push(t("overview.agree", { count: nodes.length }));
    parts.push(waits === 0 ? t("overview.nothingWaits") : t("overview.waits", { count: waits }));
    if (freezes > 0) parts.push(t("overview.frozen", { count: freezes }));
    const refreshed = ceremonies.find((each) => each.stands === "active")?.startedAt;
    if (refreshed) parts.push(t("overview.refreshed", { when: relative(refreshed) }));
    return parts.join(" ");
}

function Rows(at: {
    of: readonly Withdrawal[];
    from: ReturnType<typeof useWithdrawals>;
    to?: "/approvals";
    empty: string;
}) {
    if (at.from.isPending) return <Waiting />;
    if (at.from.error) return <Failed error={at.from.error} retry={() => void at.from.refetch()} />;
    if (at.of.length === 0) return <p className="soft">{at.empty}</p>;
    return (
        <ul className="list">
            {at.of.slice(0, 6).map((each) => (
                <li key={each.id}>
                    <Link
                        className="plain-link"
                        to={at.to ?? "/transactions/$id"}
                        params={{ id: each.id }}
                        {...(at.to ? { search: { id: each.id } } : {})}
                    >
                        <span className="between">
                            <span className="strong">{inShort(each)}</span>
                            <StageTag of={each} />
                        </span>
                        <span className="soft small between">
                            <span>{each.note || each.subStatus.text}</span>
                            <When at={each.updatedAt} />
                        </span>
                    </Link>
                </li>
            ))}
        </ul>
    );
}

function Attention(at: { nodes: readonly NodeHealth[]; policies: Policies | undefined; error: unknown }) {
    if (at.error) return <Failed error={at.error} command="./tallystick doctor" />;
    const lines = [...ofNodes(at.nodes), ...ofPolicies(at.policies)];
    if (lines.length === 0) return <p className="soft">{t("overview.attention.empty")}</p>;
    return (
        <ul className="list">
            {lines.map((line) => (
                <li key={line} className="attention">
                    {line}
                </li>
            ))}
        </ul>
    );
}

function ofNodes(nodes: readonly NodeHealth[]): string[] {
    return nodes.flatMap((node) => {
        if (!node.reached) return [t("overview.notReached", { node: node.name, why: node.why ?? "" })];
        const lines: string[] = [];
        if (!node.ready) lines.push(t("overview.notReady", { node: node.name }));
        if (node.quarantined.length > 0)
            lines.push(t("overview.quarantined", { node: node.name, nodes: node.quarantined.join(", ") }));
        const ends = node.certificateEnds;
        if (ends && Date.parse(ends) - Date.now() < CERTIFICATE_DAYS * 86_400_000)
            lines.push(t("overview.certificate", { node: node.name, when: relative(ends) }));
        return lines;
    });
}

function ofPolicies(policies: Policies | undefined): string[] {
    const all = policies?.nodes ?? [];
    const freezes = new Map(all.flatMap((node) => node.freezes.map((each) => [each.order, each] as const)));
    const open = new Set(all.flatMap((node) => node.changes.map((each) => each.id))).size;
    return [
        ...[...freezes.values()].map((each) => t("overview.freeze", { scope: each.scope, reason: each.reason })),
        ...(open > 0 ? [t("overview.openChange", { count: open })] : []),
    ];
}

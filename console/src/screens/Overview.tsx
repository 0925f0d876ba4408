import { Link } from "@tanstack/react-router";
import type { NodeHealth, Page, Policies, Withdrawal } from "../api/contract";
import type { Ceremony, Decision, People } from "../api/people";
import { OVER, STOPPED, WAITING, useAsked, useWithdrawals } from "../api/queries";
import { type Heard, attention, isWhole } from "../parts/attention";
import { Balances } from "../parts/balances";
import { Failed, Head, Panel, Waiting, When } from "../parts/basics";
import { StageTag, inShort } from "../parts/withdrawal";
import { relative } from "../words/format";
import { plain, t } from "../words/words";

const LATELY_MILLIS = 7 * 86_400_000;

/** Is everything all right, and what waits? Both in the first line. */
export default function Overview() {
    const nodes = useAsked<Page<NodeHealth>>("/v1/nodes", 15_000);
    const policies = useAsked<Policies>("/v1/policies", 30_000);
    const withdrawals = useWithdrawals();
    const ceremonies = useAsked<Page<Ceremony>>("/v1/ceremonies", 60_000);
    const people = useAsked<People>("/v1/people", 60_000);
    const asked = useAsked<Page<Decision>>("/v1/approvals?waiting=me", 15_000);
    const all = withdrawals.data ?? [];
    const mine = new Set((asked.data?.items ?? []).map((each) => each.id));
    const others = all.filter((each) => WAITING.has(each.stage) && !mine.has(each.id)).length;
    const parts = { nodes, policies, ceremonies, people };
    const heard: Heard = {
        nodes: nodes.data?.items,
        policies: policies.data,
        ceremonies: ceremonies.data?.items,
        people: people.data,
        failed: (Object.keys(parts) as (keyof typeof parts)[]).filter((each) => parts[each].error),
    };
    return (
        <div className="stack">
            <div>
                <Head title={t("overview.title")} />
                <p className="truth" role="status">
                    {nodes.data && withdrawals.data ? (
                        truth(nodes.data.items, policies.data, all, mine, ceremonies.data?.items)
                    ) : (
                        <Waiting lines={1} />
                    )}
                </p>
            </div>
            <div className="columns">
                <div className="stack">
                    <Panel title={t("overview.waiting")}>
                        <Rows
                            of={all.filter((each) => WAITING.has(each.stage) && mine.has(each.id))}
                            from={withdrawals}
                            to="/approvals"
                            empty={t(asked.error ? "overview.waiting.unknown" : "overview.waiting.empty")}
                        />
                        {others > 0 && (
                            <p className="soft">
                                <Link to="/approvals">{t("overview.others", { count: others })}</Link>
                            </p>
                        )}
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
                        <Attention of={heard} error={nodes.error} />
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
    mine: ReadonlySet<string>,
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
    if (waits > 0 && mine.size > 0) parts.push(t("overview.waitsMe", { count: mine.size }));
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
                            <span>{plain(each.note || each.subStatus.text)}</span>
                            <When at={each.updatedAt} />
                        </span>
                    </Link>
                </li>
            ))}
        </ul>
    );
}

function Attention({ of, error }: { of: Heard; error: unknown }) {
    if (error) return <Failed error={error} command="./tallystick doctor" />;
    const lines = attention(of);
    return (
        <div className="tight">
            {lines.length > 0 && (
                <ul className="list">
                    {lines.map((line) => (
                        <li key={line} className="attention">
                            {line}
                        </li>
                    ))}
                </ul>
            )}
            {lines.length === 0 &&
                (isWhole(of) ? <p className="soft">{t("overview.attention.empty")}</p> : <Waiting lines={2} />)}
            <p className="soft small">{t("overview.attention.not")}</p>
        </div>
    );
}

import { Button } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import type { NodeHealth, Page } from "../api/contract";
import type { Ceremony } from "../api/people";
import { useAsked, useWithdrawals } from "../api/queries";
import { Empty, Facts, Failed, Head, Panel, Tag, Waiting, When } from "../parts/basics";
import { Ceremonies } from "../parts/ceremonies";
import { InForce, useDocument } from "../parts/inforce";
import { type LogHead, useHeads } from "../parts/heads";
import { LineTag } from "../parts/nodessaid";
import { usePlaces } from "../parts/places";
import { useLastRuling } from "../parts/rulings";
import { type Age, ages } from "../parts/shares";
import { TreeView } from "../parts/tree";
import { inShort } from "../parts/withdrawal";
import type { Station } from "../proof/places";
import { relative, short } from "../words/format";
import { t } from "../words/words";

/** Who holds shares, how they are, and whether they can sign now. */
export default function Nodes() {
    const nodes = useAsked<Page<NodeHealth>>("/v1/nodes", 10_000);
    const roster = useDocument("roster");
    const ceremonies = useAsked<Page<Ceremony>>("/v1/ceremonies", 15_000);
    const heads = useHeads();
    const places = usePlaces();
    if (nodes.isPending) return <Waiting />;
    if (nodes.error) return <Failed error={nodes.error} command="./tallystick doctor" />;
    const all = nodes.data.items;
    const there = new Set(all.filter((each) => each.reached && each.ready).map((each) => each.name));
    const keys = new Map(all.flatMap((node) => node.keys.map((each) => [each.id, each] as const)));
    return (
        <>
            <Head title={t("nodes.title")}>
                <Button variant="default" renderRoot={(at) => <Link to="/ceremony" {...at} />}>
                    {t("plan.title")}
                </Button>
            </Head>
            <div className="stack">
                <InForce of={roster.data} />
                {all.length === 0 ? (
                    <Empty title={t("nodes.empty")} />
                ) : (
                    <div className="columns">
                        {all.map((each) => (
                            <NodeCard
                                key={each.name}
                                of={each}
                                ages={ages([each], ceremonies.data?.items ?? [])}
                                head={heads.data?.get(each.name)}
                                station={places.data?.stations.get(each.name)}
                            />
                        ))}
                    </div>
                )}
                {keys.size > 0 && (
                    <Panel title={t("nodes.tree")} lead={t("nodes.tree.lead")}>
                        <ul className="list">
                            {[...keys.values()].map((each) => (
                                <li key={each.id}>
                                    <p className="between">
                                        <span className="mono">{short(each.id)}</span>
                                        <span className="soft">{t("nodes.epoch", { epoch: each.epoch })}</span>
                                    </p>
                                    <TreeView text={each.tree} there={there} />
                                </li>
                            ))}
                        </ul>
                    </Panel>
                )}
                <Ceremonies />
            </div>
        </>
    );
}

function shareOf({ name, epoch, at }: Age): string {
    return at
        ? t("nodes.share", { key: name, epoch, when: relative(at) })
        : t("nodes.share.unknown", { key: name, epoch });
}

/** By the node's own log; what it was about, by the bytes of the request, where control lists it. */
function LastRuled({ node }: { node: string }) {
    const found = useLastRuling(node);
    const all = useWithdrawals();
    if (found.error) return t("nodes.away");
    if (!found.data) return <Waiting lines={1} />;
    const { ruling, count } = found.data;
    if (!ruling) return count === 0 ? t("app.none") : t("nodes.verdict.none", { count });
    const of = all.data?.find((each) => each.intentId === ruling.subject);
    return (
        <span className="row">
            <LineTag of={ruling} />
            {of ? (
                <Link to="/transactions/$id" params={{ id: of.id }}>
                    {inShort(of)}
                </Link>
            ) : (
                <span>{t("nodes.verdict.of", { intent: short(ruling.subject) })}</span>
            )}
            <span className="soft">{ruling.at && <When at={ruling.at} />}</span>
        </span>
    );
}

function NodeCard(given: {
    of: NodeHealth;
    ages: readonly Age[];
    head: LogHead | undefined;
    station: Station | undefined;
}) {
    const { of, head, station } = given;
    const hands = station && [station.operator, station.zone, station.account, station.provider].filter(Boolean);
    const standing = of.reached ? t(of.ready ? "nodes.ready" : "nodes.notReady") : t("nodes.away");
    return (
        <Panel title={of.name} tone={of.reached && of.ready ? "plain" : "attention"}>
            <div className="stack">
                <div className="row">
                    <Tag tone={of.reached && of.ready ? "accent" : "attention"}>{standing}</Tag>
                    {of.why && <span className="soft">{of.why}</span>}
                </div>
                {of.reached && (
                    <Facts
                        of={[
                            [t("nodes.linked"), of.linked.join(", ") || t("app.none")],
                            ...(of.quarantined.length > 0
                                ? ([[t("nodes.quarantined"), of.quarantined.join(", ")]] as const)
                                : []),
                            [t("nodes.software"), `${of.software ?? ""} · ${short(of.build ?? "")}`],
                            ...(of.certificateEnds
                                ? ([[t("nodes.certificate"), <When key="ends" at={of.certificateEnds} />]] as const)
                                : []),
                            ...(station && station.roles.length > 0
                                ? ([[t("nodes.roles"), station.roles.join(", ")]] as const)
                                : []),
                            ...(hands && hands.length > 0 ? ([[t("nodes.hands"), hands.join(", ")]] as const) : []),
                            [t("nodes.keys"), given.ages.map(shareOf).join("; ") || t("app.none")],
                            [t("nodes.verdict"), <LastRuled key="ruling" node={of.name} />],
                            ...(head
                                ? ([
                                      [
                                          t("nodes.head"),
                                          <span key="head" className={head.isProven ? undefined : "attention"}>
                                              {t(head.isProven ? "nodes.head.proven" : "nodes.head.unproven", {
                                                  count: head.size,
                                              })}
                                          </span>,
                                      ],
                                  ] as const)
                                : []),
                        ]}
                    />
                )}
            </div>
        </Panel>
    );
}

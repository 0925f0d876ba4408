import { Button, Tabs } from "@mantine/core";
import { Link, useNavigate, useParams } from "@tanstack/react-router";
import { useId, useState } from "react";
import { send } from "../api/client";
import type { HistoryLine, Page, Withdrawal } from "../api/contract";
import type { Decision, LogEntry, Verdicts } from "../api/people";
import { changed, useAsked, useSession } from "../api/queries";
import { Empty, Facts, Failed, FullAddress, Head, Panel, Tag, Waiting, When } from "../parts/basics";
import { useChecked } from "../parts/checked";
import { Comments } from "../parts/comments";
import { Reasons } from "../parts/decision";
import { useDuring } from "../parts/during";
import { reasonSaid, ruleSaid } from "../parts/controlsaid";
import { Effects, Proofs } from "../parts/effects";
import { Denied } from "../parts/denial";
import { Entries } from "../parts/entries";
import { NodesSaid } from "../parts/nodessaid";
import { Review } from "../parts/review";
import { Timeline } from "../parts/timeline";
import { Voiced, useVoices } from "../parts/voices";
import { StageTag, inShort, numberOf, sentence } from "../parts/withdrawal";
import { plain, t } from "../words/words";

const BEFORE_NODES = new Set([
    "DRAFT",
    "SUBMITTED",
    "SCREENING",
    "PENDING_POLICY",
    "PENDING_APPROVAL",
    "PENDING_DELAY",
]);

/** Where there is nothing left to do. */
const DONE = 4301;

/** What it did, where it stands, why, and the proof. */
export default function Transaction() {
    const { id } = useParams({ strict: false }) as { id: string };
    const navigate = useNavigate();
    const asked = useAsked<Withdrawal>(`/v1/withdrawals/${id}`);
    const history = useAsked<Page<HistoryLine>>(`/v1/withdrawals/${id}/history`);
    if (asked.isPending) return <Waiting />;
    if (asked.error) return <Failed error={asked.error} retry={() => void asked.refetch()} />;
    const of = asked.data;
    if (of.stage === "DRAFT")
        return (
            <>
                <Head title={inShort(of)} lead={t("transfer.lead")}>
                    <StageTag of={of} />
                </Head>
                <Review key={id} of={of} discarded={() => void navigate({ to: "/transfer" })} />
            </>
        );
    return (
        <>
            <Head title={inShort(of)} lead={plain(of.note)}>
                <StageTag of={of} />
                <TakeBack key={id} of={of} />
            </Head>
            <div className="stack">
                <Panel title={t("transaction.now")} tone={toneOf(of)}>
                    <p>{sentence(of.subStatus.detail || of.subStatus.text)}</p>
                    {of.subStatus.remedy && of.subStatus.number !== DONE && (
                        <p className="soft">{t("transaction.remedy", { remedy: of.subStatus.remedy })}</p>
                    )}
                    <Mined of={of} />
                    <Places of={of} />
                    <Stuck key={id} of={of} />
                </Panel>
                <Tabs defaultValue="timeline" keepMounted={false}>
                    <Tabs.List>
                        <Tabs.Tab value="timeline">{t("transaction.timeline")}</Tabs.Tab>
                        <Tabs.Tab value="explain">{t("transaction.explain")}</Tabs.Tab>
                        <Tabs.Tab value="proof">{t("transaction.proof")}</Tabs.Tab>
                        <Tabs.Tab value="bytes">{t("transaction.bytes")}</Tabs.Tab>
                    </Tabs.List>
                    <Tabs.Panel value="timeline" pt="md">
                        <div className="columns">
                            <Panel title={t("transactions.what")}>
                                <Did of={of} />
                            </Panel>
                            <Panel title={t("transaction.timeline")}>
                                {history.data ? <Timeline of={of} lines={history.data.items} /> : <Waiting />}
                            </Panel>
                        </div>
                        <div className="stack gap-above">
                            <Answers of={of} />
                            <Comments of={id} />
                            <NodesSaid of={of} />
                        </div>
                    </Tabs.Panel>
                    <Tabs.Panel value="explain" pt="md">
                        <Denied of={of} />
                        <Explain id={id} />
                    </Tabs.Panel>
                    <Tabs.Panel value="proof" pt="md">
                        <Proof of={of} />
                    </Tabs.Panel>
                    <Tabs.Panel value="bytes" pt="md">
                        <BytesOf of={of} />
                    </Tabs.Panel>
                </Tabs>
            </div>
        </>
    );
}

function toneOf(of: Withdrawal) {
    if (["DENIED", "FROZEN", "FAILED", "REJECTED"].includes(of.stage)) return "danger" as const;
    return ["DROPPED", "EXPIRED"].includes(of.stage) ? ("attention" as const) : ("plain" as const);
}

function Did({ of }: { of: Withdrawal }) {
    const checked = useChecked(of);
    return (
        <div className="stack">
            <Effects of={of} />
            <Proofs checked={checked.data} error={checked.error} isReplacing={of.replaces !== undefined} />
        </div>
    );
}

/** Who proposed it and who answered, by their signatures; why somebody said no is in none, and control's word. */
function Answers({ of }: { of: Withdrawal }) {
    const { voices, isProven } = useVoices(of);
    const decision = useAsked<Decision>(of.answers > 0 ? `/v1/withdrawals/${of.id}/decision` : undefined);
    if (!voices) return null;
    const hasReasons = decision.data?.answers.some((each) => each.reason) ?? false;
    return (
        <Panel title={t("transaction.answers")}>
            <Voiced of={voices} isProven={isProven} />
            {decision.data && hasReasons && (
                <ul className="list gap-above">
                    <Reasons of={decision.data} />
                </ul>
            )}
        </Panel>
    );
}

function TakeBack({ of }: { of: Withdrawal }) {
    const [error, fail] = useState<unknown>();
    if (!BEFORE_NODES.has(of.stage)) return null;
    const act = () =>
        send("POST", `/v1/withdrawals/${of.id}/cancel`, {}).then(() => changed("withdrawal", of.id), fail);
    return (
        <>
            <Button variant="default" title={t("transaction.cancel.lead")} onClick={() => void act()}>
                {t("transaction.cancel")}
            </Button>
            {error ? <Failed error={error} /> : null}
        </>
    );
}

/** Where it stands on the chain, in figures. */
export function Mined({ of }: { of: Withdrawal }) {
    if (!of.block || !of.transactionId) return null;
    const figures = { block: String(of.block.number), have: of.confirmations.have };
    return (
        <p className="soft note">
            {t("transaction.mined", figures)} <FullAddress value={of.transactionId} />
        </p>
    );
}

/** The other transactions that want the same sequence number: the chain takes one of them. */
function Places({ of }: { of: Withdrawal }) {
    const others = [
        ["replace.takes", of.replaces],
        ["replace.taken", of.replacedBy],
    ] as const;
    return others.map(([key, id]) =>
        id ? (
            <p key={key}>
                {t(key)}{" "}
                <Link to="/transactions/$id" params={{ id }}>
                    {t("effect.replaces.which", { number: numberOf(of) })}
                </Link>
            </p>
        ) : null,
    );
}

/** What a chain does not get done with can be asked for again, dearer or paying nobody, where control says so. */
function Stuck({ of }: { of: Withdrawal }) {
    const session = useSession();
    const navigate = useNavigate();
    const { isBusy, error, during } = useDuring();
    const may = session.data?.scopes?.includes("WITHDRAWALS_WRITE") ?? false;
    const can = new Set(of.replacements);
    const about = useId();
    if (!may || can.size === 0) return null;
    const draft = (how: "speed-up" | "cancel-on-chain") =>
        during(async () => {
            const made = await send<Withdrawal>("POST", `/v1/withdrawals/${of.id}/${how}`, {});
            changed("withdrawal", of.id);
            await navigate({ to: "/transactions/$id", params: { id: made.id } });
        });
    return (
        <div className="tight gap-above">
            <p className="soft">{t("replace.lead")}</p>
            {can.has("CANCEL") && (
                <p id={about} className="soft">
                    {t(of.transaction.nonce === undefined ? "replace.cancel.outputs" : "replace.cancel.number")}
                </p>
            )}
            <div className="row">
                {can.has("SPEED_UP") && (
                    <Button variant="default" disabled={isBusy} onClick={() => void draft("speed-up")}>
                        {t("replace.speedUp")}
                    </Button>
                )}
                {can.has("CANCEL") && (
                    <Button
                        variant="default"
                        aria-describedby={about}
                        disabled={isBusy}
                        onClick={() => void draft("cancel-on-chain")}
                    >
                        {t("replace.cancel")}
                    </Button>
                )}
            </div>
            {error ? <Failed error={error} /> : null}
        </div>
    );
}

/** Why did that happen? Every rule that each node looked at. */
function Explain({ id }: { id: string }) {
    const verdicts = useAsked<Verdicts>(`/v1/withdrawals/${id}/verdicts`);
    if (verdicts.isPending) return <Waiting />;
    if (verdicts.error)
        return (
            <Panel>
                <Failed error={verdicts.error} command="./tallystick policy explain" />
            </Panel>
        );
    const { nodes, explained } = verdicts.data;
    if (nodes.length === 0 && !explained) return <Empty title={t("transaction.explain.none")} />;
    return (
        <div className="stack">
            <p className="soft">{t("transaction.explain.lead")}</p>
            <Panel title={t("transaction.explain.nodes")}>
                <ul className="list">
                    {nodes.map((each) => (
                        <li key={each.node}>
                            <span className="between">
                                <span className="row">
                                    <span className="strong">{each.node}</span>
                                    <Tag tone={each.said === "signed" ? "accent" : "attention"}>{each.said}</Tag>
                                </span>
                                <span className="soft small">
                                    <When at={each.at} exact />
                                </span>
                            </span>
                            <p>{sentence(each.words)}</p>
                        </li>
                    ))}
                </ul>
            </Panel>
            {explained && (
                <Panel title={t("transaction.explain.rules")} lead={explained.because.map(reasonSaid).join(" ")}>
                    <ul className="list">
                        {explained.rules.map((each, i) => (
                            <li key={`${each.rule}${i}`}>
                                <span className="row">
                                    <span className="strong">{each.rule}</span>
                                    <Tag tone={explained.deciding.includes(each.rule) ? "accent" : "plain"}>
                                        {t(
                                            each.how === "matched"
                                                ? "transaction.explain.matched"
                                                : "transaction.explain.unmatched",
                                        )}
                                    </Tag>
                                    {each.criterion && <span className="soft small">{each.criterion}</span>}
                                </span>
                                <p className="soft">{ruleSaid(each.rule, each.sentence)}</p>
                            </li>
                        ))}
                    </ul>
                </Panel>
            )}
        </div>
    );
}

function Proof({ of }: { of: Withdrawal }) {
    // Witnesses countersign a head some seconds after it was made.
    const path = of.intentId ? `/v1/audit/entries?subject=${of.intentId}` : undefined;
    const entries = useAsked<Page<LogEntry>>(path, 5_000);
    if (of.intentId && entries.isPending) return <Waiting />;
    if (entries.error)
        return (
            <Panel>
                <Failed error={entries.error} command="./tallystick log show" />
            </Panel>
        );
    return (
        <Panel title={t("transaction.proof")} lead={t("transaction.proof.lead")}>
            {entries.data?.items.length ? (
                <Entries of={entries.data.items} subject={of.intentId} />
            ) : (
                <Empty title={t("transaction.proof.none")} />
            )}
        </Panel>
    );
}

function BytesOf({ of }: { of: Withdrawal }) {
    return (
        <Panel>
            <Facts
                of={[
                    ...(of.transaction.nonce === undefined
                        ? []
                        : ([[t("transaction.nonce"), of.transaction.nonce]] as const)),
                    [t("transfer.address"), <FullAddress key="from" value={of.transaction.from} />],
                    ...(of.transactionId
                        ? ([
                              [
                                  t("transaction.id"),
                                  <span key="id" className="mono">
                                      {of.transactionId}
                                  </span>,
                              ],
                          ] as const)
                        : []),
                    ...(of.block
                        ? ([[t("transaction.block", { number: of.block.number }), of.block.hash]] as const)
                        : []),
                    [
                        t("transaction.intent"),
                        <span key="intent" className="mono">
                            {of.intentId ?? t("app.none")}
                        </span>,
                    ],
                    ...of.transaction.digests.map(
                        (each) =>
                            [
                                t("transaction.digest"),
                                <span key={each} className="mono">
                                    {each}
                                </span>,
                            ] as const,
                    ),
                    [
                        t("transaction.unsigned"),
                        <pre key="bytes" className="bytes mono">
                            {of.transaction.unsigned}
                        </pre>,
                    ],
                    [t("transactions.since"), <When key="when" at={of.createdAt} exact />],
                ]}
            />
        </Panel>
    );
}

import { TextInput, Textarea } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import type { Policies, Vault } from "../api/contract";
import { useAll, useAsked, useSession, useWithdrawals } from "../api/queries";
import { Failed, Head, Panel, Tag, Waiting, When } from "../parts/basics";
import { Propose } from "../parts/change";
import { paymentOf } from "../parts/checked";
import { rulesOf } from "../parts/draft";
import { InForce, textOf, useDocument } from "../parts/inforce";
import { Limits } from "../parts/limits";
import { localised, useNames } from "../parts/names";
import { NamedForms } from "../parts/namedform";
import { Replay } from "../parts/replay";
import { RulesForm } from "../parts/ruleform";
import { type Rule, assetsOf, outcomes, parseRules, sentenceOf, steps } from "../parts/rules";
import type { Change } from "../proof/change";
import { WhatIf } from "../parts/whatif";
import { chainName, money, short } from "../words/format";
import { plain, t } from "../words/words";

/** By what every node judges, in sentences; and what a draft would change, before anybody signs it. */
export default function Policy() {
    const policies = useAsked<Policies>("/v1/policies", 5_000);
    const document = useDocument("policy");
    const text = textOf(document.data);
    const session = useSession();
    const mayPropose = session.data?.scopes?.includes("PROPOSALS_WRITE") ?? false;
    const rules = parseRules(text);
    if (policies.isPending) return <Waiting />;
    if (policies.error) return <Failed error={policies.error} command="./tallystick policy" />;
    return (
        <>
            <Head title={t("nav.policy")} lead={t(policies.data.agreed ? "policy.agreed" : "policy.differ")} />
            <div className="stack">
                <Panel title={t("policy.rules")} lead={t("policy.lead")}>
                    {document.isPending ? (
                        <Waiting />
                    ) : document.error ? (
                        <Failed error={document.error} command="./tallystick policy explain" />
                    ) : (
                        <div className="stack">
                            <InForce of={document.data} />
                            <ul className="list">
                                {rules.map((each) => (
                                    <li key={each.id}>
                                        <span className="row">
                                            <span className="strong">{each.id}</span>
                                            <Tag tone={each.effect === "DENY" ? "danger" : "plain"}>
                                                {t(`rule.effect.${each.effect}`)}
                                            </Tag>
                                        </span>
                                        <p>{sentenceOf(each)}</p>
                                    </li>
                                ))}
                            </ul>
                        </div>
                    )}
                </Panel>
                {rules.length > 0 && <Matrix rules={rules} />}
                {rules.some((each) => each.effect === "LIMIT") && (
                    <Panel title={t("limits.title")} lead={t("limits.lead")}>
                        <Limits />
                    </Panel>
                )}
                {mayPropose && <Draft key={text ?? ""} current={readable(text)} />}
                <Changes of={policies.data} />
                <Documents of={policies.data} />
            </div>
        </>
    );
}

/** A limit in base units is another amount of every asset: a table for each. */
function Matrix({ rules }: { rules: readonly Rule[] }) {
    const vaults = useAll<Vault>("/v1/vaults", 100);
    const paid = (useWithdrawals().data ?? []).flatMap((each) => paymentOf(each)?.asset ?? []);
    return (
        <Panel title={t("policy.matrix")} lead={t("policy.matrix.lead")}>
            <div className="stack">
                {assetsOf(rules, paid).map((each) => (
                    <OfAsset key={each} rules={rules} asset={each} vaults={vaults.data ?? []} />
                ))}
            </div>
        </Panel>
    );
}

function OfAsset({ rules, asset, vaults }: { rules: readonly Rule[]; asset: string; vaults: readonly Vault[] }) {
    const columns = steps(rules, asset);
    const chain = chainName(asset.slice(0, asset.indexOf("/")));
    const title = t("policy.matrix.asset", { unit: money(asset, 0n).unit, chain });
    return (
        <div className="tight">
            <h3>{title}</h3>
            <div className="scroll-x" tabIndex={0} role="region" aria-label={title}>
                <table className="plain matrix">
                    <thead>
                        <tr>
                            <th>{t("nav.vaults")}</th>
                            {columns.map((each) => (
                                <th key={each.label}>{each.label}</th>
                            ))}
                        </tr>
                    </thead>
                    <tbody>
                        {vaults.map((vault) => (
                            <tr key={vault.id}>
                                <td className="strong">{plain(vault.name)}</td>
                                {columns.map((each) => {
                                    const { tone, text } = outcomes(rules, each);
                                    return (
                                        <td key={each.label} data-tone={tone}>
                                            {text}
                                        </td>
                                    );
                                })}
                            </tr>
                        ))}
                    </tbody>
                </table>
            </div>
        </div>
    );
}

/** One line to a member: documents travel without a space between. */
function readable(text: string | undefined): string {
    try {
        return JSON.stringify(JSON.parse(text ?? ""), null, 2);
    } catch {
        return text ?? "";
    }
}

interface Numbered {
    readonly version?: number;
}

/** The draft with the number that comes next, if it has still that of the policy in force. */
function numbered(draft: string, current: string): string {
    try {
        const next = JSON.parse(draft) as Numbered;
        const { version = 0 } = JSON.parse(current) as Numbered;
        return JSON.stringify(next.version === version ? { ...next, version: version + 1 } : next);
    } catch {
        return draft;
    }
}

/** Whether two texts of JSON say the same, in whatever order. */
function same(one: string, other: string): boolean {
    const sorted = (of: unknown): unknown =>
        Array.isArray(of)
            ? of.map(sorted)
            : of !== null && typeof of === "object"
              ? Object.fromEntries(
                    Object.entries(of)
                        .sort(([a], [b]) => (a < b ? -1 : 1))
                        .map(([name, value]) => [name, sorted(value)]),
                )
              : of;
    try {
        return JSON.stringify(sorted(JSON.parse(one))) === JSON.stringify(sorted(JSON.parse(other)));
    } catch {
        return false;
    }
}

function Draft({ current }: { current: string }) {
    const [draft, write] = useState<string>();
    const [open, turnTo] = useState<number>();
    const [named, turnToNamed] = useState<string>();
    const isOpen = open !== undefined || named !== undefined;
    const [reason, say] = useState("");
    const isOther = draft !== undefined && draft !== current;
    const text = numbered(draft ?? current, current);
    const isIt = ({ proposal }: Change) =>
        proposal.kind === "document" &&
        proposal.document.kind === "policy" &&
        same(new TextDecoder().decode(proposal.document.content), text);
    return (
        <Panel title={t("policy.draft")} lead={t("policy.draft.lead")}>
            <div className="stack">
                <RulesForm text={draft ?? current} current={current} write={write} open={open} turnTo={turnTo} />
                <NamedForms text={draft ?? current} current={current} write={write} open={named} turnTo={turnToNamed} />
                <details>
                    <summary className="soft">{t("rule.form.text")}</summary>
                    <Textarea
                        label={t("policy.text")}
                        description={t("policy.note")}
                        autosize={false}
                        rows={12}
                        spellCheck={false}
                        classNames={{ input: "mono" }}
                        readOnly={isOpen}
                        value={draft ?? current}
                        onChange={(event) => write(event.currentTarget.value)}
                    />
                </details>
                {rulesOf(text) && <WhatIf draft={text} current={current} />}
                <Replay text={isOther ? text : undefined} />
                <TextInput
                    label={t("policy.reason")}
                    required
                    value={reason}
                    onChange={(event) => say(event.currentTarget.value)}
                />
                <Propose
                    ask={t("policy.compare")}
                    of={`${text} ${reason}`}
                    wish={isOther && !isOpen && reason ? { kind: "policy", text, reason } : undefined}
                    isIt={isIt}
                />
                {isOpen && <p className="soft">{t("rule.form.open")}</p>}
            </div>
        </Panel>
    );
}

function Changes({ of }: { of: Policies }) {
    const named = useNames();
    const open = new Map(of.nodes.flatMap((node) => node.changes.map((each) => [each.id, each] as const)));
    return (
        <Panel title={t("policy.changes")}>
            {open.size === 0 ? (
                <p className="soft">{t("policy.changes.empty")}</p>
            ) : (
                <ul className="list">
                    {[...open.values()].map((each) => (
                        <li key={each.id}>
                            <span className="between">
                                <Link to={`/changes/${each.id}` as "/"} className="strong">
                                    {localised(each.proposal)}
                                </Link>
                                <Tag>{localised(each.stands)}</Tag>
                            </span>
                            <span className="soft">
                                {named(each.by)}, <When at={each.seenAt} />
                            </span>
                        </li>
                    ))}
                </ul>
            )}
        </Panel>
    );
}

function Documents({ of }: { of: Policies }) {
    const seen = new Map(
        of.nodes.flatMap((node) => node.inForce.map((each) => [`${each.kind} ${each.hash}`, each] as const)),
    );
    return (
        <Panel title={t("policy.documents")}>
            <table className="plain stacking">
                <tbody>
                    {[...seen.values()].map((each) => (
                        <tr key={`${each.kind}${each.hash}`}>
                            <td className="strong">{each.kind}</td>
                            <td>{t("policy.version", { version: each.version })}</td>
                            <td className="mono soft" title={each.hash}>
                                {short(each.hash)}
                            </td>
                            <td className="soft number">
                                <When at={each.effectiveFrom} exact />
                            </td>
                        </tr>
                    ))}
                </tbody>
            </table>
        </Panel>
    );
}

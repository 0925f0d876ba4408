import { Button, TextInput, Textarea } from "@mantine/core";
import { useState } from "react";
import { send } from "../api/client";
import type { Policies, Vault } from "../api/contract";
import { NotSigned, sign } from "../api/passkey";
import type { Proposal } from "../api/people";
import { changed, useAll, useAsked, useSession } from "../api/queries";
import { Failed, Head, Panel, Tag, Waiting, When } from "../parts/basics";
import { type Rule, outcomes, parseRules, sentenceOf, steps } from "../parts/rules";
import { changeId } from "../proof/session";
import { short } from "../words/format";
import { t } from "../words/words";

/** By what every node judges, in sentences; and what a draft would change, before anybody signs it. */
export default function Policy() {
    const policies = useAsked<Policies>("/v1/policies", 30_000);
    const text = useAsked<{ text?: string }>("/v1/documents/policy");
    const session = useSession();
    const mayPropose = session.data?.scopes?.includes("PROPOSALS_WRITE") ?? false;
    const rules = parseRules(text.data?.text);
    if (policies.isPending) return <Waiting />;
    if (policies.error) return <Failed error={policies.error} command="./tallystick policy" />;
    return (
        <>
            <Head title={t("nav.policy")} lead={t(policies.data.agreed ? "policy.agreed" : "policy.differ")} />
            <div className="stack">
                <Panel title={t("policy.rules")} lead={t("policy.lead")}>
                    {text.isPending ? (
                        <Waiting />
                    ) : text.error ? (
                        <Failed error={text.error} command="./tallystick policy explain" />
                    ) : (
                        <ul className="list">
                            {rules.map((each) => (
                                <li key={each.id}>
                                    <span className="row">
                                        <span className="strong">{each.id}</span>
                                        <Tag tone={each.effect === "DENY" ? "danger" : "plain"}>{each.effect}</Tag>
                                    </span>
                                    <p>{sentenceOf(each)}</p>
                                </li>
                            ))}
                        </ul>
                    )}
                </Panel>
                {rules.length > 0 && <Matrix rules={rules} />}
                {mayPropose && <Draft key={text.data?.text ?? ""} current={readable(text.data?.text)} />}
                <Changes of={policies.data} />
                <Documents of={policies.data} />
            </div>
        </>
    );
}

function Matrix({ rules }: { rules: readonly Rule[] }) {
    const vaults = useAll<Vault>("/v1/vaults", 100);
    const columns = steps(rules);
    return (
        <Panel title={t("policy.matrix")} lead={t("policy.matrix.lead")}>
            <div className="scroll-x" tabIndex={0} role="region" aria-label={t("policy.matrix")}>
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
                        {(vaults.data ?? []).map((vault) => (
                            <tr key={vault.id}>
                                <td className="strong">{vault.name}</td>
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
        </Panel>
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

function Draft({ current }: { current: string }) {
    const [draft, write] = useState<string>();
    const [reason, say] = useState("");
    const [proposal, keep] = useState<Proposal>();
    const [error, fail] = useState<unknown>();
    const [isSent, sent] = useState(false);
    const compare = () => {
        fail(undefined);
        keep(undefined);
        send<Proposal>("POST", "/v1/proposals", { kind: "policy", text: draft ?? current, reason }).then(keep, fail);
    };
    const publish = async (of: Proposal) => {
        fail(undefined);
        try {
            if (!of.change || !of.toSign) return;
            const challenge = await changeId({ change: of.change, toSign: of.toSign });
            const assertion = await sign(challenge, of.toSign.rpId, of.toSign.allowCredentials);
            await send("POST", `/v1/proposals/${of.id}/submit`, { assertion });
            changed("proposal", of.id);
            sent(true);
        } catch (cause) {
            fail(cause);
        }
    };
    return (
        <Panel title={t("policy.draft")} lead={t("policy.draft.lead")}>
            <div className="stack">
                <Textarea
                    aria-label={t("policy.text")}
                    autosize={false}
                    rows={12}
                    spellCheck={false}
                    classNames={{ input: "mono" }}
                    value={draft ?? current}
                    onChange={(event) => {
                        write(event.currentTarget.value);
                        keep(undefined);
                    }}
                />
                <TextInput
                    label={t("policy.reason")}
                    required
                    value={reason}
                    onChange={(event) => say(event.currentTarget.value)}
                />
                <div>
                    <Button
                        variant="default"
                        onClick={compare}
                        disabled={draft === undefined || draft === current || !reason}
                    >
                        {t("policy.compare")}
                    </Button>
                </div>
                {proposal && <Difference of={proposal} />}
                {proposal && !proposal.change && (
                    <div className="tight">
                        <p className="attention">{t("policy.unchecked")}</p>
                        <pre className="bytes mono">./tallystick governance propose --help</pre>
                    </div>
                )}
                {proposal?.change && !isSent && (
                    <div className="tight">
                        <p className="soft">{t("policy.publish.lead")}</p>
                        <div>
                            <Button onClick={() => void publish(proposal)}>{t("policy.publish")}</Button>
                        </div>
                    </div>
                )}
                {isSent && <p role="status">{t("policy.published")}</p>}
                {error instanceof NotSigned ? <p role="alert">{t("approvals.notSigned")}</p> : null}
                {error && !(error instanceof NotSigned) ? (
                    <Failed error={error} command="./tallystick policy diff" />
                ) : null}
            </div>
        </Panel>
    );
}

function Difference({ of }: { of: Proposal }) {
    return (
        <div className="tight" role="status">
            <ul className="list">
                <li className="row">
                    <Tag tone={of.tightens ? "plain" : "attention"}>
                        {t(of.tightens ? "policy.tighten" : "policy.loosen")}
                    </Tag>
                    {of.what}
                </li>
                {of.differences.map((each) => (
                    <li key={each}>{each}</li>
                ))}
            </ul>
            {of.remarks && of.remarks.length > 0 && (
                <>
                    <h3>{t("policy.findings")}</h3>
                    <ul className="list">
                        {of.remarks.map((each) => (
                            <li key={each} className="attention">
                                {each}
                            </li>
                        ))}
                    </ul>
                </>
            )}
        </div>
    );
}

function Changes({ of }: { of: Policies }) {
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
                                <span className="strong">{each.proposal}</span>
                                <Tag>{each.stands}</Tag>
                            </span>
                            <span className="soft">
                                {each.by}, <When at={each.seenAt} />
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

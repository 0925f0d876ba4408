import { Checkbox, NativeSelect, TextInput } from "@mantine/core";
import { Link, useNavigate, useSearch } from "@tanstack/react-router";
import { useState } from "react";
import type { NodeHealth, Page } from "../api/contract";
import { useAsked } from "../api/queries";
import { Failed, Head, Panel, Tag, Waiting } from "../parts/basics";
import { Ceremonies } from "../parts/ceremonies";
import { Copied } from "../parts/copied";
import { InForce, useDocument } from "../parts/inforce";
import {
    CAUSES,
    type Finding,
    type Held,
    KINDS,
    NOTHING,
    type Plan,
    SCHEMES,
    type Wish,
    keysOf,
    planOf,
    treeWithout,
} from "../parts/plan";
import { namesIn, parseTree } from "../parts/quorum";
import { useRoster } from "../parts/roster";
import { TreeView } from "../parts/tree";
import { short } from "../words/format";
import { t } from "../words/words";

/** Leads to the command of a ceremony: what it is for, what it would change, and how far it is. It starts none. */
export default function Ceremony() {
    const search = useSearch({ strict: false }) as { kind?: string };
    const navigate = useNavigate();
    const nodes = useAsked<Page<NodeHealth>>("/v1/nodes", 10_000);
    const document = useDocument("roster");
    const roster = useRoster();
    const [made, change] = useState<Wish>(NOTHING);
    if (nodes.isPending || roster.isPending) return <Waiting />;
    const error = nodes.error ?? roster.error;
    if (error) return <Failed error={error} command="./tallystick doctor" />;
    const all = nodes.data?.items ?? [];
    const members = (roster.data?.members ?? []).filter((each) => each.isNode).map((each) => each.name);
    const keys = keysOf(all);
    const kind = KINDS.find((each) => each === search.kind) ?? "refresh";
    const wish = { ...made, kind, key: made.key || (keys[0]?.id ?? "") };
    const plan = planOf(wish, all, members);
    const there = new Set(all.filter((each) => each.reached && each.ready).map((each) => each.name));
    return (
        <>
            <Head title={t("plan.title")} lead={t("plan.lead")} />
            <div className="stack">
                <InForce of={document.data} />
                <Panel title={t("plan.kind")}>
                    <div className="stack">
                        <NativeSelect
                            label={t("plan.wish")}
                            value={kind}
                            onChange={(event) =>
                                void navigate({
                                    to: "/ceremony",
                                    search: { kind: event.currentTarget.value } as never,
                                    replace: true,
                                })
                            }
                            data={KINDS.map((each) => ({ value: each, label: t(`plan.kind.${each}`) }))}
                        />
                        <p>{t(`plan.what.${kind}`)}</p>
                        <Fields of={wish} keys={keys} change={(more) => change({ ...made, ...more })} />
                    </div>
                </Panel>
                <Preview of={plan} wish={wish} there={there} />
                <Panel title={t("plan.command")} lead={t("plan.command.lead")}>
                    {plan.command ? <Copied of={plan.command} /> : <p className="attention">{t("plan.stopped")}</p>}
                </Panel>
                <Ceremonies of={kind === "generate" ? undefined : wish.key} />
                <Panel title={t("plan.after")}>
                    <ol className="list">
                        {AFTER[kind].map((each) => (
                            <li key={each} className="tight">
                                <p>{t(`plan.after.${each}`)}</p>
                                {COMMANDS[each] && <pre className="bytes">{COMMANDS[each]}</pre>}
                            </li>
                        ))}
                        {kind !== "generate" && (
                            <li>
                                <Link to="/recovery">{t("nav.recovery")}</Link>
                            </li>
                        )}
                    </ol>
                </Panel>
            </div>
        </>
    );
}

type Then = "epochs" | "attest" | "backup" | "vault" | "refresh" | "roster";

const AFTER: Readonly<Record<Wish["kind"], readonly Then[]>> = {
    generate: ["epochs", "attest", "backup", "vault"],
    refresh: ["epochs", "attest", "backup"],
    reshare: ["epochs", "attest", "backup"],
    leave: ["epochs", "attest", "backup", "roster"],
    repair: ["epochs", "refresh", "attest", "backup"],
};

const COMMANDS: Readonly<Partial<Record<Then, string>>> = {
    epochs: "./tallystick doctor --identity FILE --passphrase-file FILE --roster FILE",
    attest: "./tallystick ceremony attestation --key ID --epoch N --out FILE.json --pdf FILE.pdf",
    backup: "./tallystick backup verify FILE --key FILE",
    refresh: "./tallystick ceremony refresh --key ID --because incident --reason TEXT",
};

function Fields({ of, keys, change }: { of: Wish; keys: readonly Held[]; change: (more: Partial<Wish>) => void }) {
    const held = keys.find((each) => each.id === of.key);
    const old = parseTree(held?.tree ?? "");
    const names = old ? namesIn(old) : [];
    const who = (node: string) =>
        change({ node, ...(of.kind === "leave" && { tree: treeWithout(held, node) ?? "", dealers: [] }) });
    return (
        <>
            {of.kind !== "generate" && (
                <NativeSelect
                    label={t("plan.key")}
                    value={of.key}
                    onChange={(event) => change({ key: event.currentTarget.value, node: "", dealers: [] })}
                    data={keys.map((each) => ({
                        value: each.id,
                        label: t("plan.key.one", { key: short(each.id), epoch: each.epoch }),
                    }))}
                />
            )}
            {(of.kind === "repair" || of.kind === "leave") && (
                <NativeSelect
                    label={t(of.kind === "repair" ? "plan.lost" : "plan.leaver")}
                    value={of.node}
                    onChange={(event) => who(event.currentTarget.value)}
                    data={[{ value: "", label: t("plan.choose") }, ...names]}
                />
            )}
            {["generate", "reshare", "leave"].includes(of.kind) && (
                <TextInput
                    label={t("plan.tree")}
                    description={t("plan.tree.lead")}
                    value={of.tree}
                    spellCheck={false}
                    autoComplete="off"
                    onChange={(event) => change({ tree: event.currentTarget.value })}
                />
            )}
            {of.kind === "generate" && (
                <NativeSelect
                    label={t("plan.scheme")}
                    value={of.scheme}
                    onChange={(event) => change({ scheme: event.currentTarget.value })}
                    data={SCHEMES.map((each) => ({ value: each, label: t(`plan.scheme.${each}`) }))}
                />
            )}
            {(of.kind === "reshare" || of.kind === "leave") && names.length > 0 && (
                <Checkbox.Group
                    label={t("plan.dealers")}
                    description={t("plan.dealers.lead")}
                    value={[...of.dealers]}
                    onChange={(dealers) => change({ dealers })}
                >
                    <div className="row gap-above">
                        {names
                            .filter((each) => of.kind !== "leave" || each !== of.node)
                            .map((each) => (
                                <Checkbox key={each} value={each} label={each} />
                            ))}
                    </div>
                </Checkbox.Group>
            )}
            {of.kind === "refresh" && (
                <div className="columns">
                    <NativeSelect
                        label={t("plan.cause")}
                        value={of.cause}
                        onChange={(event) => change({ cause: event.currentTarget.value })}
                        data={CAUSES.map((each) => ({ value: each, label: t(`plan.cause.${each || "unsaid"}`) }))}
                    />
                    <TextInput
                        label={t("policy.reason")}
                        description={t("plan.reason.lead")}
                        value={of.reason}
                        disabled={of.cause === ""}
                        onChange={(event) => change({ reason: event.currentTarget.value })}
                    />
                </div>
            )}
        </>
    );
}

function Preview({ of, wish, there }: { of: Plan; wish: Wish; there: ReadonlySet<string> }) {
    return (
        <Panel title={t("plan.preview")} lead={t("plan.preview.lead")}>
            <div className="stack">
                {of.findings.length > 0 && (
                    <ul className="list">
                        {of.findings.map((each) => (
                            <li key={each.key} className={each.stops ? "danger strong" : "attention"}>
                                {told(each)}
                            </li>
                        ))}
                    </ul>
                )}
                {of.rows.length > 0 && <Shares of={of} />}
                <div className="columns">
                    {of.before !== undefined && (
                        <div className="tight">
                            <h3>{t("plan.before", { epoch: of.epoch })}</h3>
                            <TreeView text={of.before} there={there} />
                        </div>
                    )}
                    {of.after !== undefined && (
                        <div className="tight">
                            <h3>{t("plan.afterwards", { epoch: wish.kind === "generate" ? 1 : of.epoch + 1 })}</h3>
                            <TreeView text={of.after} there={there} />
                        </div>
                    )}
                </div>
                <p className="soft">{t(wish.kind === "generate" ? "plan.address.new" : "plan.address.stays")}</p>
            </div>
        </Panel>
    );
}

function Shares({ of }: { of: Plan }) {
    return (
        <table className="plain stacking">
            <thead>
                <tr>
                    <th>{t("plan.node")}</th>
                    <th>{t("plan.node.before")}</th>
                    <th>{t("plan.node.after")}</th>
                    <th>{t("plan.node.part")}</th>
                </tr>
            </thead>
            <tbody>
                {of.rows.map((each) => (
                    <tr key={each.node}>
                        <td className="strong">{each.node}</td>
                        <td>{t(each.before ? "plan.share" : "plan.noShare")}</td>
                        <td>
                            {each.after === each.before ? (
                                t(each.after ? "plan.share.anew" : "plan.noShare")
                            ) : (
                                <Tag tone={each.after ? "accent" : "attention"}>
                                    {t(each.after ? "plan.share.gets" : "plan.share.loses")}
                                </Tag>
                            )}
                        </td>
                        <td className="soft">{t(`plan.part.${each.part}`)}</td>
                    </tr>
                ))}
            </tbody>
        </table>
    );
}

function told({ key, nodes, bring }: Finding): string {
    const named = nodes.filter(Boolean);
    return t(`plan.found.${key}`, {
        count: named.length,
        nodes: named.join(", "),
        bring: (bring ?? []).join(", "),
    });
}

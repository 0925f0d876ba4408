import { Button, Checkbox, TextInput } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { type ReactNode, useState } from "react";
import { send } from "../api/client";
import type { Page } from "../api/contract";
import type { People as Document, WaitingKey } from "../api/people";
import { useAsked, useSession } from "../api/queries";
import { Accounts } from "../parts/accounts";
import { Empty, Failed, Head, Panel, Tag, Waiting, When } from "../parts/basics";
import { Propose } from "../parts/change";
import { useProposedKeys } from "../parts/coming";
import { Copied } from "../parts/copied";
import { InForce, useDocument } from "../parts/inforce";
import { KeyWords, useKeyWords, wordsOfId } from "../parts/keywords";
import { useDirectory } from "../parts/names";
import { PersonTurn } from "../parts/personturn";
import { Programs } from "../parts/programkeys";
import { isWithNewcomer } from "../proof/newkey";
import type { Somebody } from "../proof/people";
import { plain, t } from "../words/words";

interface Made {
    readonly link: string;
    readonly invitation: { readonly expiresAt: string };
}

const ROLES = ["initiator", "approver", "auditor", "operator"];

/** Who counts: read from the document's own bytes. What control adds is when it saw somebody last. */
export default function People() {
    const document = useDocument("people");
    const people = useAsked<Document>("/v1/people", 10_000);
    const session = useSession();
    const mayInvite = session.data?.scopes?.includes("INVITATIONS_WRITE") ?? false;
    const mayPropose = session.data?.scopes?.includes("PROPOSALS_WRITE") ?? false;
    const directory = useDirectory(document.data);
    const seen = new Map((people.data?.people ?? []).map((each) => [each.id, each.lastUsedAt]));
    const error = document.error ?? directory.error;
    return (
        <>
            <Head title={t("people.title")} lead={t("people.lead")} />
            <div className="stack">
                <Panel>
                    {error ? (
                        <Failed error={error} command="./tallystick governance show" />
                    ) : !directory.data ? (
                        <Waiting />
                    ) : directory.data.people.length === 0 ? (
                        <Empty title={t("people.empty")} />
                    ) : (
                        <div className="stack">
                            <InForce of={document.data} />
                            <ul className="list">
                                {directory.data.people.map((each, i) => (
                                    <PersonRow key={each.id} of={each} lastUsedAt={seen.get(each.id)}>
                                        {mayPropose && document.data && (
                                            <PersonTurn of={each} who={i} document={document.data.content} />
                                        )}
                                    </PersonRow>
                                ))}
                            </ul>
                        </div>
                    )}
                </Panel>
                {mayInvite && <Invite />}
                {mayPropose && <Registered />}
                <Accounts mayBind={mayPropose} />
                <Programs mayWrite={session.data?.scopes?.includes("KEYS_WRITE") ?? false} />
            </div>
        </>
    );
}

function PersonRow(at: { of: Somebody; lastUsedAt: string | undefined; children: ReactNode }) {
    const { of, lastUsedAt, children } = at;
    return (
        <li className="tight">
            <span className="between">
                <span>
                    <span className="strong">{plain(of.name)}</span> <span className="soft">{of.id}</span>
                </span>
                <span className="row">
                    {of.status !== "active" && <Tag tone="attention">{t(`person.${of.status}`)}</Tag>}
                    {of.rights.map((each) => (
                        <Tag key={each}>{t(`people.right.${each}`)}</Tag>
                    ))}
                    {of.roles.map((each) => (
                        <Tag key={each} tone="accent">
                            {each}
                        </Tag>
                    ))}
                </span>
            </span>
            {of.keys.map((key) => (
                <div key={key.id} className="soft small" title={key.id}>
                    {t("people.key.line", { kind: key.kind, key: wordsOfId(key.id) })} {t(`strength.${key.strength}`)}
                    {key.isRevoked ? `, ${t("people.revoked")}` : ""}
                </div>
            ))}
            {lastUsedAt && (
                <p className="soft small">
                    {t("people.lastUsed", { when: "" })} <When at={lastUsedAt} />
                </p>
            )}
            {children}
        </li>
    );
}

function Invite() {
    const [name, type] = useState("");
    const [roles, choose] = useState<readonly string[]>([]);
    const [made, keep] = useState<Made>();
    const [error, fail] = useState<unknown>();
    const make = () => {
        fail(undefined);
        send<Made>("POST", "/v1/invitations", { name, roles }).then(keep, fail);
    };
    return (
        <Panel title={t("people.invite")}>
            <form
                className="stack"
                onSubmit={(event) => {
                    event.preventDefault();
                    make();
                }}
            >
                <TextInput
                    label={t("people.invite.name")}
                    required
                    value={name}
                    onChange={(event) => type(event.currentTarget.value)}
                />
                <Checkbox.Group label={t("people.invite.roles")} value={[...roles]} onChange={choose}>
                    <div className="row">
                        {ROLES.map((each) => (
                            <Checkbox key={each} value={each} label={each} />
                        ))}
                    </div>
                </Checkbox.Group>
                <div>
                    <Button type="submit" disabled={!name}>
                        {t("people.invite")}
                    </Button>
                </div>
                {error ? <Failed error={error} /> : null}
                {made && (
                    <div role="status" className="tight">
                        <p>
                            {t("people.invite.made", { name, when: "" })} <When at={made.invitation.expiresAt} />
                        </p>
                        <Copied of={made.link} />
                    </div>
                )}
            </form>
        </Panel>
    );
}

/** Keys that wait for the next document of people. */
function Registered() {
    const people = useAsked<Document>("/v1/people", 10_000);
    const waiting = useAsked<Page<WaitingKey>>("/v1/invitations", 10_000);
    const known = new Set((people.data?.people ?? []).flatMap((each) => each.keys.map((key) => key.id)));
    const proposed = useProposedKeys();
    const open = (waiting.data?.items ?? []).filter((each) => !each.keyId || !known.has(each.keyId));
    return (
        <Panel title={t("people.waiting")} lead={t("people.waiting.lead")}>
            {waiting.isPending ? (
                <Waiting />
            ) : waiting.error ? (
                <Failed error={waiting.error} />
            ) : open.length === 0 ? (
                <p className="soft">{t("people.waiting.none")}</p>
            ) : (
                <ul className="list">
                    {open.map((each) => (
                        <li key={each.id}>
                            {each.keyId ? (
                                <Newcomer of={each} change={proposed.get(each.keyId)} />
                            ) : (
                                <span className="soft">{t("people.invited", { name: each.name })}</span>
                            )}
                        </li>
                    ))}
                </ul>
            )}
        </Panel>
    );
}

const RIGHTS = ["initiate", "approve", "freeze", "propose"] as const;

function Newcomer({ of, change }: { of: WaitingKey; change: string | undefined }) {
    const [id, name] = useState(`u:${of.name.toLowerCase().replace(/[^a-z0-9]+/g, "-")}`);
    const [rights, choose] = useState<string[]>(["approve"]);
    const [reason, say] = useState("");
    const document = useDocument("people");
    const words = useKeyWords(of.passkey);
    const edit = {
        act: "add",
        person: id,
        human: id.replace(/^u:/, "h:"),
        name: of.name,
        rights,
        invitation: of.id,
    };
    return (
        <div className="stack">
            <p>
                <span className="strong">{plain(of.name)}</span>{" "}
                <span className="soft">{t(of.passkey?.deviceBound ? "strength.HARDWARE" : "strength.PASSKEY")}</span>
            </p>
            {words && <KeyWords of={words} />}
            {change && (
                <p className="row">
                    {t("people.proposed")} <Link to={`/changes/${change}` as "/"}>{t("people.proposed.change")}</Link>
                </p>
            )}
            {change && !reason ? null : (
                <>
                    <TextInput
                        label={t("people.add.id")}
                        description={t("people.add.id.lead")}
                        required
                        value={id}
                        onChange={(event) => name(event.currentTarget.value.trim())}
                    />
                    <Checkbox.Group label={t("people.add.rights")} value={rights} onChange={choose}>
                        <div className="row">
                            {RIGHTS.map((each) => (
                                <Checkbox key={each} value={each} label={t(`people.right.${each}`)} />
                            ))}
                        </div>
                    </Checkbox.Group>
                    <TextInput
                        label={t("policy.reason")}
                        required
                        value={reason}
                        onChange={(event) => say(event.currentTarget.value)}
                    />
                    <Propose
                        ask={t("people.add", { name: of.name })}
                        of={JSON.stringify([edit, reason])}
                        wish={reason && id && !change ? { kind: "people", people: [edit], reason } : undefined}
                        isIt={({ proposal }) =>
                            proposal.kind === "document" &&
                            proposal.document.kind === "people" &&
                            document.data !== undefined &&
                            of.passkey !== undefined &&
                            isWithNewcomer(document.data.content, proposal.document.content, {
                                ...edit,
                                id,
                                key: of.passkey,
                            })
                        }
                    />
                </>
            )}
        </div>
    );
}

import { Button, Checkbox, TextInput } from "@mantine/core";
import { useState } from "react";
import { send } from "../api/client";
import type { ApiKey, Page } from "../api/contract";
import type { People as Document, Person } from "../api/people";
import { useAsked, useSession } from "../api/queries";
import { Empty, Failed, Head, Panel, Tag, Waiting, When } from "../parts/basics";
import { t } from "../words/words";

interface Made {
    readonly link: string;
    readonly invitation: { readonly expiresAt: string };
}

const ROLES = ["initiator", "approver", "auditor", "operator"];

export default function People() {
    const people = useAsked<Document>("/v1/people");
    const session = useSession();
    const mayInvite = session.data?.scopes?.includes("INVITATIONS_WRITE") ?? false;
    return (
        <>
            <Head title={t("people.title")} lead={t("people.lead")} />
            <div className="stack">
                <Panel>
                    {people.isPending ? (
                        <Waiting />
                    ) : people.error ? (
                        <Failed error={people.error} command="./tallystick governance show" />
                    ) : people.data.people.length === 0 ? (
                        <Empty title={t("people.empty")} />
                    ) : (
                        <ul className="list">
                            {people.data.people.map((each) => (
                                <PersonRow key={each.id} of={each} />
                            ))}
                        </ul>
                    )}
                </Panel>
                {mayInvite && <Invite />}
                <Programs />
            </div>
        </>
    );
}

function PersonRow({ of }: { of: Person }) {
    return (
        <li>
            <span className="between">
                <span>
                    <span className="strong">{of.name}</span> <span className="soft">{of.id}</span>
                </span>
                <span className="row">
                    {of.status.toLowerCase() !== "active" && <Tag tone="attention">{of.status}</Tag>}
                    {[...of.rights, ...of.roles].map((each) => (
                        <Tag key={each}>{each}</Tag>
                    ))}
                </span>
            </span>
            {of.lastUsedAt && (
                <p className="soft small">
                    {t("people.lastUsed", { when: "" })} <When at={of.lastUsedAt} />
                </p>
            )}
            {of.keys.map((key) => (
                <div key={key.id} className="soft small">
                    {key.kind}, {key.strength.toLowerCase().replace("_", " ")}
                    {key.revoked ? `, ${t("people.revoked")}` : ""}
                </div>
            ))}
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
                        <pre className="bytes mono">{made.link}</pre>
                    </div>
                )}
            </form>
        </Panel>
    );
}

function Programs() {
    const keys = useAsked<Page<ApiKey>>("/v1/api-keys");
    return (
        <Panel title={t("people.programs")} lead={t("people.programs.lead")}>
            {keys.isPending ? (
                <Waiting />
            ) : keys.error ? (
                <Failed error={keys.error} />
            ) : keys.data.items.length === 0 ? (
                <p className="soft">{t("people.programs.empty")}</p>
            ) : (
                <ul className="list">
                    {keys.data.items.map((each) => (
                        <li key={each.id} className="between">
                            <span className="strong">{each.name}</span>
                            <span className="row soft">
                                <Tag>{each.role}</Tag>
                                {each.revokedAt ? t("people.revoked") : null}
                                {each.lastUsedAt ? <When at={each.lastUsedAt} /> : t("people.neverUsed")}
                            </span>
                        </li>
                    ))}
                </ul>
            )}
        </Panel>
    );
}

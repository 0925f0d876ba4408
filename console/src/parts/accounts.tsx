import { Button, TextInput } from "@mantine/core";
import { useState } from "react";
import { send } from "../api/client";
import type { Page } from "../api/contract";
import { sign } from "../api/passkey";
import type { Identity, IdentityStatement, SignInWays } from "../api/people";
import { queries, useAsked } from "../api/queries";
import { identityDigest } from "../proof/session";
import { t } from "../words/words";
import { Failed, Panel, Tag, Waiting } from "./basics";
import { useDuring } from "./during";

/** Whose the accounts at the organisation's provider are; nothing where there is none. */
export function Accounts({ mayBind }: { mayBind: boolean }) {
    const ways = useAsked<SignInWays>("/v1/session/ways");
    const bound = useAsked<Page<Identity>>(ways.data?.provider ? "/v1/identities" : undefined, 10_000);
    const { isBusy, error, during } = useDuring();
    if (!ways.data?.provider) return null;
    const remove = (id: string) =>
        during(async () => {
            await send("DELETE", `/v1/identities/${id}`);
            await queries.invalidateQueries({ queryKey: ["asked", "/v1/identities"] });
        });
    return (
        <Panel title={t("accounts.title")} lead={t("accounts.lead")}>
            <div className="stack">
                {bound.error ? (
                    <Failed error={bound.error} />
                ) : !bound.data ? (
                    <Waiting />
                ) : bound.data.items.length === 0 ? (
                    <p className="soft">{t("accounts.none")}</p>
                ) : (
                    <ul className="list">
                        {bound.data.items.map((each) => (
                            <li key={each.id} className="between">
                                <span className="tight">
                                    <span className="strong">{each.person}</span>
                                    <span className="soft small">
                                        {t("accounts.row", { subject: each.subject, issuer: each.issuer })}{" "}
                                        {each.by && t("accounts.by", { name: each.by })}
                                    </span>
                                </span>
                                <span className="row">
                                    {!each.stands && <Tag tone="attention">{t("accounts.lapsed")}</Tag>}
                                    {mayBind && (
                                        <Button
                                            variant="default"
                                            size="xs"
                                            disabled={isBusy}
                                            onClick={() => void remove(each.id)}
                                        >
                                            {t("accounts.remove")}
                                        </Button>
                                    )}
                                </span>
                            </li>
                        ))}
                    </ul>
                )}
                {error ? <Failed error={error} /> : null}
                {mayBind && <Bind />}
            </div>
        </Panel>
    );
}

/** What is signed is computed here of what stands in the two fields. */
function Bind() {
    const [person, who] = useState("");
    const [subject, which] = useState("");
    const { isBusy, error, during } = useDuring();
    const bind = () =>
        during(async () => {
            const what = { person, subject };
            const asked = await send<IdentityStatement>("POST", "/v1/identities/statements", what);
            const own = await identityDigest(asked, { ...what, origin: location.origin });
            const assertion = await sign(own, asked.toSign.rpId, asked.toSign.allowCredentials);
            await send("POST", "/v1/identities", { ...what, at: asked.at, assertion });
            await queries.invalidateQueries({ queryKey: ["asked", "/v1/identities"] });
            which("");
        });
    return (
        <form
            className="stack"
            onSubmit={(event) => {
                event.preventDefault();
                void bind();
            }}
        >
            <TextInput
                label={t("accounts.person")}
                required
                value={person}
                onChange={(event) => who(event.currentTarget.value.trim())}
            />
            <TextInput
                label={t("accounts.subject")}
                description={t("accounts.subject.lead")}
                required
                value={subject}
                onChange={(event) => which(event.currentTarget.value)}
            />
            <div>
                <Button type="submit" loading={isBusy} disabled={!person || !subject}>
                    {t("accounts.bind")}
                </Button>
            </div>
            {error ? <Failed error={error} /> : null}
        </form>
    );
}

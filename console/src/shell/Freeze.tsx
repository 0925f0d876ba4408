import { Button, Modal, NativeSelect, TextInput } from "@mantine/core";
import { useState } from "react";
import { send } from "../api/client";
import { NotSigned, sign } from "../api/passkey";
import type { FreezeOrder, Said } from "../api/people";
import { Problem } from "../api/problem";
import { changed } from "../api/queries";
import { Failed } from "../parts/basics";
import { useDuring } from "../parts/during";
import { freezeId } from "../proof/session";
import type { Key } from "../words/en";
import { t } from "../words/words";

const SCOPES = ["workspace", "vault", "initiator", "node", "request"] as const;
type Scope = (typeof SCOPES)[number];

const name = (scope: Scope) => t(`freeze.scope.${scope}` as Key);

/** One confirmation, then it is frozen: the person's passkey signs the order, nodes verify it. */
export function FreezeDialog({ close, subject: given }: { close: () => void; subject?: { scope: Scope; id: string } }) {
    const [scope, choose] = useState<Scope>(given?.scope ?? "workspace");
    const [subject, type] = useState(given?.id ?? "");
    const [reason, say] = useState("");
    const { isBusy, error, during } = useDuring();
    const [isDone, done] = useState(false);
    const [said, hear] = useState<readonly Said[]>([]);
    const what = scope === "workspace" ? name(scope) : `${name(scope)} ${subject}`;
    const act = () =>
        during(async () => {
            const asked = scope === "workspace" ? { kind: scope } : { kind: scope, of: subject };
            const order = await send<FreezeOrder>("POST", "/v1/freezes/orders", { scope: asked, reason });
            const assertion = await sign(await freezeId(order), order.toSign.rpId, order.toSign.allowCredentials);
            const { nodes } = await send<{ nodes: readonly Said[] }>("POST", "/v1/freezes", {
                order: order.order,
                assertion,
            });
            hear(nodes);
            changed("freeze", subject);
            done(true);
        });
    return (
        <Modal
            opened
            onClose={close}
            title={t("freeze.title")}
            lockScroll={false}
            centered
            transitionProps={{ duration: 0 }}
            closeButtonProps={{ "aria-label": t("app.close") }}
        >
            {isDone ? (
                <div role="status" className="tight">
                    <p className="strong">{t("freeze.done", { what })}</p>
                    {said.map((each) => (
                        <p key={each.node} className={each.followed ? "soft" : "danger"}>
                            {each.node}: {each.words}
                        </p>
                    ))}
                </div>
            ) : (
                <form
                    className="stack"
                    onSubmit={(event) => {
                        event.preventDefault();
                        void act();
                    }}
                >
                    <p className="soft">{t("freeze.lead")}</p>
                    <NativeSelect
                        label={t("freeze.scope")}
                        data-autofocus
                        value={scope}
                        onChange={(event) => choose(event.currentTarget.value as Scope)}
                        data={SCOPES.map((each) => ({ value: each, label: name(each) }))}
                    />
                    {scope !== "workspace" && (
                        <TextInput
                            label={t("freeze.subject")}
                            required
                            value={subject}
                            onChange={(event) => type(event.currentTarget.value)}
                        />
                    )}
                    <TextInput
                        label={t("freeze.reason")}
                        required
                        value={reason}
                        onChange={(event) => say(event.currentTarget.value)}
                    />
                    <Refused error={error} />
                    <Button type="submit" data-danger loading={isBusy}>
                        {t("freeze.confirm", { what })}
                    </Button>
                </form>
            )}
        </Modal>
    );
}

function Refused({ error }: { error: unknown }) {
    if (!error) return null;
    if (error instanceof NotSigned) return <p role="alert">{t("approvals.notSigned")}</p>;
    if (error instanceof Problem && error.isNotOffered)
        return (
            <div role="alert" className="tight">
                <p>{t("freeze.noOffer")}</p>
                <pre className="bytes">{t("freeze.command")}</pre>
            </div>
        );
    return <Failed error={error} />;
}

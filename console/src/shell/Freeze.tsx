import { Button, Modal, NativeSelect, TextInput } from "@mantine/core";
import { useState } from "react";
import { send } from "../api/client";
import { NotSigned, sign } from "../api/passkey";
import type { FreezeOrder, Said } from "../api/people";
import { Problem } from "../api/problem";
import { changed, useSession } from "../api/queries";
import { Failed } from "../parts/basics";
import { useDuring } from "../parts/during";
import { Heard, count } from "../parts/heard";
import { SubjectField } from "../parts/subjects";
import { Malformed, ofHex } from "../proof/bytes";
import { demandOrder } from "../proof/freeze";
import { freezeId } from "../proof/session";
import type { Key } from "../words/en";
import { t } from "../words/words";

const SCOPES = ["workspace", "vault", "initiator", "node", "request"] as const;
type Scope = (typeof SCOPES)[number];

const name = (scope: Scope) => t(`freeze.scope.${scope}` as Key);

/** What does the same at a terminal. */
function command(scope: Scope, of: string): string {
    const what = scope === "workspace" ? "--everything" : `--${scope} ${of}`;
    return `./tallystick freeze ${what} --as ${t("freeze.yourself")} --reason ${t("freeze.words")}`;
}

/**
 * One confirmation, then it is frozen where nodes say so: the order's bytes are read before the person's passkey signs
 * them, nodes verify it, and what each answered is told.
 */
export function FreezeDialog({ close, subject: given }: { close: () => void; subject?: { scope: Scope; id: string } }) {
    const [scope, choose] = useState<Scope>(given?.scope ?? "workspace");
    const [subject, type] = useState(given?.id ?? "");
    const [reason, say] = useState("");
    const { isBusy, error, during } = useDuring();
    const session = useSession();
    const [said, hear] = useState<readonly Said[]>();
    const what = scope === "workspace" ? name(scope) : `${name(scope)} ${subject}`;
    const act = () =>
        during(async () => {
            const asked = scope === "workspace" ? { kind: scope } : { kind: scope, of: subject };
            const order = await send<FreezeOrder>("POST", "/v1/freezes/orders", { scope: asked, reason });
            const wished = { kind: scope, of: scope === "workspace" ? "" : subject };
            demandOrder(ofHex(order.order), { scope: wished, reason, by: session.data?.person ?? "" });
            const assertion = await sign(await freezeId(order), order.toSign.rpId, order.toSign.allowCredentials);
            const { nodes } = await send<{ nodes: readonly Said[] }>("POST", "/v1/freezes", {
                order: order.order,
                assertion,
            });
            hear(nodes);
            changed("freeze", subject);
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
            {said ? (
                <div role="status" className="tight">
                    <Heard of={said} all="freeze.done" what={what} command={command(scope, subject)} />
                    {count(said).followed > 0 && count(said).not.length > 0 && <p>{t("freeze.partly")}</p>}
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
                        onChange={(event) => {
                            choose(event.currentTarget.value as Scope);
                            type("");
                        }}
                        data={SCOPES.map((each) => ({ value: each, label: name(each) }))}
                    />
                    {scope !== "workspace" && <SubjectField kind={scope} value={subject} choose={type} />}
                    <TextInput
                        label={t("freeze.reason")}
                        required
                        value={reason}
                        onChange={(event) => say(event.currentTarget.value)}
                    />
                    <Refused error={error} />
                    <Button type="submit" data-danger loading={isBusy} disabled={scope !== "workspace" && !subject}>
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
    if (error instanceof Malformed)
        return (
            <p role="alert" className="danger strong">
                {t("freeze.other")}
            </p>
        );
    if (error instanceof Problem && error.isNotOffered)
        return (
            <div role="alert" className="tight">
                <p>{t("freeze.noOffer")}</p>
                <pre className="bytes">{t("freeze.command")}</pre>
            </div>
        );
    return <Failed error={error} />;
}

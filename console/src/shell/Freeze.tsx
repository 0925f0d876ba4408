import { Button, Modal, NativeSelect, TextInput } from "@mantine/core";
import { useState } from "react";
import { send } from "../api/client";
import { NotSigned, sign } from "../api/passkey";
import type { FreezeOrder } from "../api/people";
import { Problem } from "../api/problem";
import { changed } from "../api/queries";
import { Failed } from "../parts/basics";
import { ofBase64url } from "../proof/bytes";
import type { Key } from "../words/en";
import { t } from "../words/words";

const SCOPES = ["workspace", "vault", "person", "node", "intent"] as const;
type Scope = (typeof SCOPES)[number];

const name = (scope: Scope) => t(`freeze.scope.${scope}` as Key);

/** One confirmation, then it is frozen: the person's passkey signs the order, nodes verify it. */
export function FreezeDialog({
    close,
    subject: given,
}: {
    close: () => void;
    subject?: { scope: Scope; id: string };
}) {
    const [scope, choose] = useState<Scope>(given?.scope ?? "workspace");
    const [subject, type] = useState(given?.id ?? "");
    const [reason, say] = useState("");
    const [error, fail] = useState<unknown>();
    const [isDone, done] = useState(false);
    const [isBusy, busy] = useState(false);
    const what = scope === "workspace" ? name(scope) : `${name(scope)} ${subject}`;
    const text = scope === "workspace" ? "workspace" : `${scope}:${subject}`;
    const act = async () => {
        busy(true);
        fail(undefined);
        try {
            const order = await send<FreezeOrder>("POST", "/v1/freezes", { scope: text, reason });
            if (order.challenge) {
                const assertion = await sign(ofBase64url(order.challenge), location.hostname);
                await send("POST", `/v1/freezes/${order.id}/submit`, { assertion });
            }
            changed("freeze", subject);
            done(true);
        } catch (cause) {
            fail(cause);
        } finally {
            busy(false);
        }
    };
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
                <p role="status" className="strong">
                    {t("freeze.done", { what })}
                </p>
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
                    <Refused error={error} scope={text} />
                    <Button type="submit" data-danger loading={isBusy}>
                        {t("freeze.confirm", { what })}
                    </Button>
                </form>
            )}
        </Modal>
    );
}

function Refused({ error, scope }: { error: unknown; scope: string }) {
    if (!error) return null;
    if (error instanceof NotSigned) return <p role="alert">{t("approvals.notSigned")}</p>;
    if (error instanceof Problem && error.isNotOffered)
        return (
            <div role="alert" className="tight">
                <p>{t("freeze.noOffer")}</p>
                <pre className="bytes">./tallystick freeze {scope} --help</pre>
            </div>
        );
    return <Failed error={error} />;
}

import { Button, TextInput } from "@mantine/core";
import { useState } from "react";
import { send } from "../api/client";
import type { Delivery, Page, Webhook } from "../api/contract";
import { queries, useAsked, useSession } from "../api/queries";
import { Empty, Failed, Head, Panel, Tag, Waiting, When } from "../parts/basics";
import { useDuring } from "../parts/during";
import { Sure } from "../parts/sure";
import type { Key } from "../words/en";
import { t } from "../words/words";

/** No event tells of what was brought. */
const EVERY_MILLIS = 3_000;

const again = () => queries.invalidateQueries({ queryKey: ["asked"] });

export default function Webhooks() {
    const webhooks = useAsked<Page<Webhook>>("/v1/webhooks");
    const mayWrite = useSession().data?.scopes?.includes("WEBHOOKS_WRITE") ?? false;
    return (
        <>
            <Head title={t("webhooks.title")} />
            <div className="stack">
                {webhooks.isPending ? (
                    <Waiting />
                ) : webhooks.error ? (
                    <Panel>
                        <Failed error={webhooks.error} />
                    </Panel>
                ) : webhooks.data.items.length === 0 ? (
                    <Panel>
                        <Empty title={t("webhooks.empty")}>{t("webhooks.empty.lead")}</Empty>
                    </Panel>
                ) : (
                    webhooks.data.items.map((each) => <One key={each.id} of={each} mayWrite={mayWrite} />)
                )}
                {mayWrite && <Add />}
            </div>
        </>
    );
}

function One({ of, mayWrite }: { of: Webhook; mayWrite: boolean }) {
    const deliveries = useAsked<Page<Delivery>>(`/v1/webhooks/${of.id}/deliveries?limit=20`, EVERY_MILLIS);
    const rows = deliveries.data?.items ?? [];
    const { error, during } = useDuring();
    const resend = (event: Delivery["event"]) =>
        during(() => send("POST", `/v1/webhooks/${of.id}/deliveries/${event}/resend`, {}).then(again));
    return (
        <Panel title={of.url} lead={of.kinds.join(", ") || t("webhooks.all")}>
            <h3>{t("webhooks.deliveries")}</h3>
            {deliveries.error ? (
                <Failed error={deliveries.error} />
            ) : rows.length === 0 ? (
                <p className="soft">{t("webhooks.deliveries.empty")}</p>
            ) : (
                <ul className="list">
                    {rows.map((each) => (
                        <li key={each.id} className="between">
                            <span>
                                {t("webhooks.event", { number: String(each.event) })}{" "}
                                <Tag tone={each.error ? "attention" : "plain"}>
                                    {t(`webhooks.state.${each.state}` as Key)}
                                </Tag>{" "}
                                <span className="soft">{each.error || each.status}</span>
                            </span>
                            <span className="row soft">
                                <When at={each.updatedAt} />
                                {mayWrite && (
                                    <Button
                                        variant="default"
                                        size="compact-sm"
                                        onClick={() => void resend(each.event)}
                                    >
                                        {t("webhooks.resend")}
                                    </Button>
                                )}
                            </span>
                        </li>
                    ))}
                </ul>
            )}
            {error ? <Failed error={error} /> : null}
            {mayWrite && (
                <div className="gap-above">
                    <Sure
                        label={t("webhooks.remove")}
                        name={t("webhooks.remove.one", { url: of.url })}
                        lead={t("webhooks.remove.lead")}
                        sure={t("webhooks.remove.sure")}
                        act={() => send("DELETE", `/v1/webhooks/${of.id}`).then(again)}
                    />
                </div>
            )}
        </Panel>
    );
}

function Add() {
    const [url, type] = useState("");
    const [error, fail] = useState<unknown>();
    const add = () => {
        fail(undefined);
        send("POST", "/v1/webhooks", { url, kinds: [] }).then(() => {
            type("");
            void again();
        }, fail);
    };
    return (
        <Panel title={t("webhooks.add")}>
            <form
                className="stack"
                onSubmit={(event) => {
                    event.preventDefault();
                    add();
                }}
            >
                <TextInput
                    label={t("webhooks.url")}
                    required
                    type="url"
                    value={url}
                    onChange={(event) => type(event.currentTarget.value)}
                />
                {error ? <Failed error={error} /> : null}
                <div>
                    <Button type="submit" disabled={!url}>
                        {t("webhooks.add")}
                    </Button>
                </div>
            </form>
        </Panel>
    );
}

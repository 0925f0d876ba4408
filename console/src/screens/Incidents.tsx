import { TextInput } from "@mantine/core";
import { useState } from "react";
import type { Policies } from "../api/contract";
import { useAsked, useSession } from "../api/queries";
import { Empty, Failed, Head, Panel, Tag, Waiting, When } from "../parts/basics";
import { Propose } from "../parts/change";
import { Checklist } from "../parts/checklist";
import { byOrder, scopeOf } from "../parts/frozen";
import { useNames } from "../parts/names";
import { Risks } from "../parts/risks";
import { moment } from "../words/format";
import type { Key } from "../words/en";
import { plain, t } from "../words/words";

const CLOCKS = [4, 24, 72, 720] as const;
const HOUR_MILLIS = 3_600_000;

/** What is frozen, since when, by whom, and which clocks run. As the nodes themselves say it. */
export default function Incidents() {
    const policies = useAsked<Policies>("/v1/policies", 10_000);
    const session = useSession();
    const named = useNames();
    const mayPropose = session.data?.scopes?.includes("PROPOSALS_WRITE") ?? false;
    const frozen = byOrder(policies.data);
    const since = frozen.map((each) => each.at).sort()[0];
    return (
        <>
            <Head title={t("incidents.title")} lead={t("incidents.frozen.lead")} />
            <div className="stack">
                <Panel title={t("incidents.frozen")} tone={frozen.length > 0 ? "danger" : "plain"} live>
                    {policies.isPending ? (
                        <Waiting />
                    ) : policies.error ? (
                        <Failed error={policies.error} command="./tallystick freeze" />
                    ) : frozen.length === 0 ? (
                        <Empty title={t("incidents.frozen.empty")} />
                    ) : (
                        <ul className="list">
                            {frozen.map((each) => (
                                <li key={each.order}>
                                    <span className="between">
                                        <span className="strong">{scopeOf(each)}</span>
                                        <Tag>{t("incidents.nodes", { nodes: each.nodes.join(", ") })}</Tag>
                                    </span>
                                    <p>{plain(each.reason)}</p>
                                    <p className="soft">
                                        {t("incidents.by", { name: named(each.by), when: moment(each.at) })}
                                    </p>
                                    {mayPropose && <Unfreeze order={each.order} />}
                                </li>
                            ))}
                        </ul>
                    )}
                </Panel>
                {since && (
                    <Panel title={t("incidents.clocks", { when: moment(since) })}>
                        <ul className="list">
                            {CLOCKS.map((hours) => (
                                <Clock key={hours} hours={hours} since={since} />
                            ))}
                        </ul>
                    </Panel>
                )}
                <Checklist frozen={frozen} />
                <Risks />
            </div>
        </>
    );
}

function Unfreeze({ order }: { order: string }) {
    const [reason, say] = useState("");
    return (
        <div className="stack gap-above">
            <TextInput
                label={t("incidents.unfreeze.why")}
                value={reason}
                onChange={(event) => say(event.currentTarget.value)}
            />
            <Propose
                ask={t("incidents.unfreeze")}
                of={reason}
                wish={reason ? { kind: "unfreeze", order, reason } : undefined}
                isIt={({ proposal }) => proposal.kind === "unfreeze" && proposal.order === order}
            />
        </div>
    );
}

function Clock({ hours, since }: { hours: (typeof CLOCKS)[number]; since: string }) {
    const due = new Date(Date.parse(since) + hours * HOUR_MILLIS);
    const isPast = due.getTime() < Date.now();
    return (
        <li className="between">
            <span>{t(`incidents.clock.${hours}` as Key)}</span>
            <span className={isPast ? "danger strong" : "soft"}>
                {t(isPast ? "incidents.clock.passed" : "incidents.clock.due", { when: "" })} <When at={due} />
            </span>
        </li>
    );
}

import { Checkbox, NativeSelect } from "@mantine/core";
import { useLocalStorage } from "@mantine/hooks";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { useSession } from "../api/queries";
import type { Key } from "../words/en";
import { plain, t } from "../words/words";
import { Panel, When } from "./basics";
import { type Frozen, scopeOf } from "./frozen";
import { REHEARSAL, STORIES, type Step, type Story, type Tick, incidentOf, parseTicks, toggled } from "./playbook";

const NAMES = Object.keys(STORIES) as Story[];
const WHERE: Readonly<Record<NonNullable<Step["to"]>, Key>> = {
    "/approvals": "nav.approvals",
    "/transactions": "nav.transactions",
    "/audit": "nav.audit",
    "/nodes": "nav.nodes",
    "/ceremony": "plan.title",
    "/people": "nav.people",
    "/policy": "nav.policy",
};

/** What to do now, in order, with a tick for what is done. Ticks are this browser's own notes and prove nothing. */
export function Checklist({ frozen }: { frozen: readonly Frozen[] }) {
    const session = useSession();
    const [story, choose] = useState<Story>("payment");
    const [chosen, pick] = useState("");
    const incident = chosen || incidentOf(frozen[0]?.order);
    const [ticks, keep] = useLocalStorage({
        key: "playbook",
        defaultValue: parseTicks(""),
        getInitialValueInEffect: false,
        deserialize: parseTicks,
    });
    const tick = (step: string) =>
        keep(toggled(ticks, incident, step, { by: session.data?.name ?? "", at: new Date().toISOString() }));
    return (
        <Panel title={t("playbook.title")} lead={t("playbook.lead")}>
            <div className="stack">
                <div className="columns">
                    <NativeSelect
                        label={t("playbook.story")}
                        value={story}
                        onChange={(event) => choose(event.currentTarget.value as Story)}
                        data={NAMES.map((each) => ({ value: each, label: t(`playbook.story.${each}`) }))}
                    />
                    <NativeSelect
                        label={t("playbook.incident")}
                        value={incident}
                        onChange={(event) => pick(event.currentTarget.value)}
                        data={[
                            ...frozen.map((each) => ({
                                value: incidentOf(each.order),
                                label: `${scopeOf(each)}: ${plain(each.reason)}`,
                            })),
                            { value: REHEARSAL, label: t("playbook.rehearsal") },
                        ]}
                    />
                </div>
                <ol className="list">
                    {STORIES[story].map((each, i) => (
                        <Line
                            key={each.id}
                            of={each}
                            text={t("playbook.step", { number: i + 1, text: t(`playbook.${story}.${each.id}` as Key) })}
                            ticked={ticks[incident]?.[`${story}.${each.id}`]}
                            tick={() => tick(`${story}.${each.id}`)}
                        />
                    ))}
                </ol>
            </div>
        </Panel>
    );
}

function Line(at: { of: Step; text: string; ticked: Tick | undefined; tick: () => void }) {
    const { of, text, ticked, tick } = at;
    return (
        <li className="tight">
            <Checkbox checked={ticked !== undefined} onChange={tick} label={text} />
            {ticked && (
                <p className="soft small">
                    {t("playbook.ticked", { name: ticked.by })} <When at={ticked.at} exact />
                </p>
            )}
            {of.to && (
                <p>
                    <Link to={of.to}>{t(WHERE[of.to])}</Link>
                </p>
            )}
            {of.command && <pre className="bytes">{of.command}</pre>}
        </li>
    );
}

import type { Page } from "../api/contract";
import type { Ceremony } from "../api/people";
import { unlessHeard, useAsked } from "../api/queries";
import { short } from "../words/format";
import type { Key } from "../words/en";
import { t } from "../words/words";
import { Failed, Panel, Tag, Waiting, When } from "./basics";

/** What raised the epoch, as the log has it; a cause that nobody said is left out, an unknown one shown as it is. */
export function kindOf(kind: string): string {
    const cause = kind.replace(/^refresh, /, "");
    if (kind === "refresh, unsaid") return t("nodes.kind.refresh");
    const known = ["generation", "schedule", "personnel", "incident"];
    return known.includes(cause) ? t(`nodes.kind.${cause}` as Key) : kind;
}

/** Of one key, or of all: each participant's own log says how far it is, and events tell of each step. */
export function Ceremonies({ of }: { of?: string | undefined }) {
    const ceremonies = useAsked<Page<Ceremony>>("/v1/ceremonies", unlessHeard(2_000, 15_000));
    const some = (ceremonies.data?.items ?? []).filter((each) => of === undefined || each.key === of);
    return (
        <Panel title={t("nodes.ceremonies")} lead={t("nodes.ceremonies.lead")} live>
            {ceremonies.isPending ? (
                <Waiting />
            ) : ceremonies.error ? (
                <Failed error={ceremonies.error} command="./tallystick ceremony" />
            ) : some.length === 0 ? (
                <p className="soft">{t("nodes.ceremonies.empty")}</p>
            ) : (
                <ul className="list">
                    {some.map((each) => (
                        <li key={each.id}>
                            <p className="between">
                                <span>
                                    <span className="strong">
                                        {t("nodes.ceremony", { kind: kindOf(each.kind), epoch: each.epoch })}
                                    </span>{" "}
                                    <span className="mono soft">{short(each.key)}</span>
                                </span>
                                <Tag tone={each.stands === "active" ? "plain" : "attention"}>{each.stands}</Tag>
                            </p>
                            <ol className="row soft">
                                {each.participants.map((one) => (
                                    <li key={one.name}>
                                        <Tag tone={one.stands === "attested" ? "accent" : "plain"}>
                                            {one.name}: {one.stands}
                                        </Tag>
                                    </li>
                                ))}
                                {each.startedAt && (
                                    <li>
                                        <When at={each.startedAt} />
                                    </li>
                                )}
                            </ol>
                        </li>
                    ))}
                </ul>
            )}
        </Panel>
    );
}

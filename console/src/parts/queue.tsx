import type { Withdrawal } from "../api/contract";
import { WAITING } from "../api/queries";
import { plain, t } from "../words/words";
import { Empty, Panel, When } from "./basics";
import { News } from "./news";
import { Expiry } from "./ring";
import { useVoices } from "./voices";
import { StageTag, inShort } from "./withdrawal";

interface Queued {
    readonly rows: readonly Withdrawal[];
    readonly chosen: string | undefined;
    readonly choose: (id: string) => void;
    readonly news: number;
    readonly show: () => void;
}

/** What waits for people: each row by its bytes, with how long it waits and who proposed it. */
export function Queue({ rows, chosen, choose, news, show }: Queued) {
    return (
        <Panel title={t("approvals.queue")}>
            <News count={news} show={show} />
            {rows.length === 0 ? (
                <Empty title={t("approvals.empty")}>{t("approvals.empty.lead")}</Empty>
            ) : (
                <div className="queue">
                    {rows.map((each, i) => (
                        <button
                            key={each.id}
                            type="button"
                            aria-current={each.id === chosen}
                            onClick={() => choose(each.id)}
                        >
                            <span className="strong">{inShort(each)}</span>
                            <span className="soft small between">
                                <span>{plain(each.note)}</span>
                                <span>
                                    <When at={each.createdAt} />
                                </span>
                            </span>
                            <span className="soft small between">
                                {WAITING.has(each.stage) ? (
                                    <Expiry from={each.createdAt} to={each.expiresAt} />
                                ) : (
                                    <StageTag of={each} />
                                )}
                                {i < NAMED_MAX && <By of={each} />}
                            </span>
                        </button>
                    ))}
                </div>
            )}
        </Panel>
    );
}

/** Each is read from its own evidence. */
const NAMED_MAX = 50;

/** Who proposed it, by the signature in its evidence. */
function By({ of }: { of: Withdrawal }) {
    const { voices, isProven } = useVoices(of);
    if (!voices) return null;
    const { person, holds } = voices.initiator;
    if (!person) return <span className="attention">{t("approvals.by.unknown")}</span>;
    if (!holds) return <span className="danger">{t("approvals.by.forged")}</span>;
    return <span>{t(isProven ? "approvals.by" : "approvals.by.unproven", { name: person.name })}</span>;
}

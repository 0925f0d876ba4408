import { Link } from "@tanstack/react-router";
import { LATEST, isCut, useWithdrawals } from "../api/queries";
import { t } from "../words/words";
import { Failed, Panel, Tag, Waiting, When } from "./basics";
import { textOf, useDocument } from "./inforce";
import { riskRules, stops } from "./risk";
import { parseRules, sentenceOf } from "./rules";
import { sentence } from "./withdrawal";

/** What was stopped lately and why, and which rules ask about risk. There is no score here that nobody signed. */
export function Risks() {
    const all = useWithdrawals();
    const policy = useDocument("policy");
    const found = stops(all.data ?? [], Date.now());
    const rules = policy.data ? riskRules(parseRules(textOf(policy.data))) : undefined;
    return (
        <Panel title={t("risk.title")} lead={t("risk.lead")}>
            {all.isPending ? (
                <Waiting />
            ) : all.error ? (
                <Failed error={all.error} />
            ) : (
                <div className="stack">
                    {found.length === 0 ? (
                        <p className="soft">{t("risk.none")}</p>
                    ) : (
                        <ul className="list">
                            {found.map((each) => (
                                <li key={each.number} className="between">
                                    <Link to="/transactions/$id" params={{ id: each.id }}>
                                        {sentence(each.text)}
                                    </Link>
                                    <span className="row soft">
                                        <Tag>{t("risk.count", { count: each.count })}</Tag>
                                        <When at={each.at} />
                                    </span>
                                </li>
                            ))}
                        </ul>
                    )}
                    {isCut(all.data) && <p className="attention small">{t("limits.cut", { count: LATEST })}</p>}
                    <h3>{t("risk.rules")}</h3>
                    {rules === undefined ? (
                        <p className="soft">{t("risk.rules.unread")}</p>
                    ) : rules.length === 0 ? (
                        <p className="soft">{t("risk.rules.none")}</p>
                    ) : (
                        <ul className="list">
                            {rules.map((each) => (
                                <li key={each.id}>
                                    <span className="strong">{each.id}</span> {sentenceOf(each)}
                                </li>
                            ))}
                        </ul>
                    )}
                </div>
            )}
        </Panel>
    );
}

import { useQuery } from "@tanstack/react-query";
import type { Withdrawal } from "../api/contract";
import type { Verdicts } from "../api/people";
import { isCut, useAsked, useWithdrawals } from "../api/queries";
import { parseBook } from "../proof/change";
import { type Fact, parseFactKeys, statedBy } from "../proof/facts";
import { t } from "../words/words";
import { Panel, When } from "./basics";
import type { Checked } from "./checked";
import { ruleSaid } from "./controlsaid";
import { textOf, useDocument } from "./inforce";
import { about, factInWords, reasonsOf } from "./reasons";
import { parseRules } from "./rules";

/** Why somebody should look twice, before the button that approves: what is unusual, with figures. */
export function LookTwice({ of, checked }: { of: Withdrawal; checked: Checked }) {
    const book = useDocument("address-book");
    const policy = useDocument("policy");
    const all = useWithdrawals();
    const { reading } = checked;
    if (!reading || !all.data) return null;
    const found = reasonsOf(of, reading, {
        book: book.data && parseBook(book.data.content),
        all: all.data,
        rules: parseRules(textOf(policy.data)),
        now: Date.now(),
    });
    return (
        <div className="tight">
            <h3>{t("reason.title")}</h3>
            {found.length === 0 ? (
                <p className="soft">{t("reason.none")}</p>
            ) : (
                <ul className="list">
                    {found.map((each) => (
                        <li key={`${each.kind}${each.text}`} className={each.isGrave ? "danger strong" : "attention"}>
                            {each.text}
                        </li>
                    ))}
                </ul>
            )}
            {isCut(all.data) && <p className="soft small">{t("reason.cut")}</p>}
        </div>
    );
}

/** What others stated of it and the nodes will be told, such as a score of risk, and the rules that decide. */
export function Stated({ of, checked }: { of: Withdrawal; checked: Checked }) {
    const verdicts = useAsked<Verdicts>(`/v1/withdrawals/${of.id}/verdicts`);
    const facts = about(checked.facts ?? [], of, checked.reading);
    const told = verdicts.data?.explained;
    const asking = (told?.rules ?? []).filter((each) => told?.deciding.includes(each.rule));
    return (
        <Panel title={t("fact.title")} lead={t("fact.lead")}>
            <div className="stack">
                {checked.facts === undefined ? (
                    <p className="attention">{t("fact.unread")}</p>
                ) : facts.length === 0 ? (
                    <p className="soft">{t("fact.none")}</p>
                ) : (
                    <Facts of={facts} />
                )}
                {asking.length > 0 && (
                    <div className="tight">
                        <h3>{t("reason.rules")}</h3>
                        <ul className="list">
                            {asking.map((each, i) => (
                                <li key={`${each.rule}${i}`}>
                                    <span className="strong">{each.rule}</span>{" "}
                                    <span className="soft">{ruleSaid(each.rule, each.sentence)}</span>
                                </li>
                            ))}
                        </ul>
                    </div>
                )}
            </div>
        </Panel>
    );
}

const isListed = ({ claim }: Fact) => claim.kind === "screening" && claim.lists.length > 0;

function Facts({ of }: { of: readonly Fact[] }) {
    const keys = useDocument("fact-keys");
    return (
        <ul className="list">
            {of.map((each, i) => (
                <li key={`${i}`} className="tight">
                    <p className={isListed(each) ? "danger strong" : undefined}>{factInWords(each)}</p>
                    <By of={each} keys={keys.data?.content} />
                </li>
            ))}
        </ul>
    );
}

/** Whose word it is, by the keys in the document that control shows; nodes hold their own. */
function By({ of, keys }: { of: Fact; keys: Uint8Array<ArrayBuffer> | undefined }) {
    const by = useQuery<string>({
        queryKey: ["stated", of.bytes, of.signature, keys],
        queryFn: async () => (await statedBy(of, parseFactKeys(keys ?? new Uint8Array()), Date.now())) ?? "",
        enabled: keys !== undefined,
        retry: false,
        refetchInterval: 30_000,
    });
    if (by.data === "") return <p className="attention small">{t("fact.forged")}</p>;
    return (
        <p className="soft small">
            {by.data ? t("fact.by", { name: by.data }) : t("fact.unverified")} <When at={of.expires} />
        </p>
    );
}

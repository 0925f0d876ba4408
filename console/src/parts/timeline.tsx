import type { HistoryLine, Withdrawal } from "../api/contract";
import { STOPPED } from "../api/queries";
import type { Fact } from "../proof/facts";
import { lasting, utc } from "../words/format";
import type { Key } from "../words/en";
import { t } from "../words/words";
import { When } from "./basics";
import { useChecked } from "./checked";
import { useSaid } from "./nodessaid";
import { about, factInWords } from "./reasons";
import { type Rounds, roundsOf } from "./said";
import { sentence } from "./withdrawal";

const LONG_MILLIS = 120_000;

/** The life of a transaction, each step with the moment, what was said of it, and what is known of it besides. */
export function Timeline({ of, lines }: { of: Withdrawal; lines: readonly HistoryLine[] }) {
    const checked = useChecked(of);
    const { said } = useSaid(of);
    const facts = checked.data?.facts && about(checked.data.facts, of, checked.data.reading);
    const submitted = lines.find((each) => each.to === "SUBMITTED")?.number;
    const signed = lines.find((each) => each.to === "SIGNED")?.number;
    return (
        <ol className="timeline">
            {lines.map((line, i) => (
                <li key={line.number} data-tone={STOPPED.has(line.to) ? "danger" : "plain"}>
                    <span className="between">
                        <span className="strong">
                            {t(line.to === "CONFIRMING" ? "stage.CONFIRMING.begun" : (`stage.${line.to}` as Key))}
                        </span>
                        <span className="soft small" title={utc(line.at)}>
                            <Passed from={lines[i - 1]?.at} to={line.at} />
                        </span>
                    </span>
                    {textOf(line) !== textOf(lines[i - 1]) && <p className="soft">{textOf(line)}</p>}
                    {line.number === submitted && facts && <Screened facts={facts} />}
                    {line.number === signed && said && <InRounds of={roundsOf(said)} />}
                </li>
            ))}
        </ol>
    );
}

/** What is said of one step goes on to be so until something else is. */
function textOf(line: HistoryLine | undefined): string {
    return line ? sentence(line.subStatus.detail || line.subStatus.text) : "";
}

/** What others stated of whom is paid, as it goes to the nodes with the request; by whose key stands on its page. */
function Screened({ facts }: { facts: readonly Fact[] }) {
    const screening = facts.filter(({ claim }) => SCREENING.has(claim.kind));
    if (screening.length === 0) return <p className="soft">{t("timeline.notScreened")}</p>;
    return screening.map((each, i) => (
        <p key={`${i}`} className="soft">
            {t("timeline.screened", { fact: factInWords(each) })}
        </p>
    ));
}

const SCREENING: ReadonlySet<string> = new Set(["screening", "risk", "counterparty", "travel rule"]);

/** How long the rounds took is in no log: from the judgement of each to its signature is. */
function InRounds({ of }: { of: readonly Rounds[] }) {
    if (of.length === 0) return null;
    const each = of.map(({ node, millis }) => `${node} ${lasting(millis, "short")}`).join(", ");
    return (
        <p className={of.every(({ isProven }) => isProven) ? "soft" : "attention"}>
            {t(of.every(({ isProven }) => isProven) ? "timeline.rounds" : "timeline.rounds.unproven", { each })}
        </p>
    );
}

/** The first by its moment; the others by how long after the one before, where that is short. */
function Passed({ from, to }: { from: string | undefined; to: string }) {
    const millis = from ? Date.parse(to) - Date.parse(from) : Number.POSITIVE_INFINITY;
    if (millis >= LONG_MILLIS) return <When at={to} exact />;
    return <time dateTime={to}>{`+${lasting(millis, "short")}`}</time>;
}

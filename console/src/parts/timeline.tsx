import type { HistoryLine } from "../api/contract";
import { STOPPED } from "../api/queries";
import { lasting, utc } from "../words/format";
import type { Key } from "../words/en";
import { t } from "../words/words";
import { When } from "./basics";
import { sentence } from "./withdrawal";

const LONG_MILLIS = 120_000;

/** The life of a transaction, each step with the moment and what was said of it. */
export function Timeline({ of }: { of: readonly HistoryLine[] }) {
    return (
        <ol className="timeline">
            {of.map((line, i) => (
                <li key={line.number} data-tone={STOPPED.has(line.to) ? "danger" : "plain"}>
                    <span className="between">
                        <span className="strong">
                            {t(line.to === "CONFIRMING" ? "stage.CONFIRMING.begun" : (`stage.${line.to}` as Key))}
                        </span>
                        <span className="soft small" title={utc(line.at)}>
                            <Passed from={of[i - 1]?.at} to={line.at} />
                        </span>
                    </span>
                    <p className="soft">{sentence(line.subStatus.detail || line.subStatus.text)}</p>
                </li>
            ))}
        </ol>
    );
}

/** The first by its moment; the others by how long after the one before, where that is short. */
function Passed({ from, to }: { from: string | undefined; to: string }) {
    const millis = from ? Date.parse(to) - Date.parse(from) : Number.POSITIVE_INFINITY;
    if (millis >= LONG_MILLIS) return <When at={to} exact />;
    return <time dateTime={to}>{`+${lasting(millis)}`}</time>;
}

import type { HistoryLine } from "../api/contract";
import { STOPPED } from "../api/queries";
import { utc } from "../words/format";
import type { Key } from "../words/en";
import { t } from "../words/words";
import { When } from "./basics";

/** The life of a transaction, each step with the moment and what was said of it. */
export function Timeline({ of }: { of: readonly HistoryLine[] }) {
    return (
        <ol className="timeline">
            {of.map((line, i) => (
                <li key={line.number} data-tone={STOPPED.has(line.to) ? "danger" : "plain"}>
                    <span className="between">
                        <span className="strong">
                            {t(`stage.${line.to}` as Key, { have: "", wanted: "" }).trim()}
                        </span>
                        <span className="soft small" title={utc(line.at)}>
                            <When at={line.at} exact /> {i > 0 && <Since from={of[i - 1]?.at} to={line.at} />}
                        </span>
                    </span>
                    <p className="soft">{line.subStatus.detail || line.subStatus.text}</p>
                </li>
            ))}
        </ol>
    );
}

function Since({ from, to }: { from: string | undefined; to: string }) {
    if (!from) return null;
    const millis = Date.parse(to) - Date.parse(from);
    const text = millis < 2_000 ? `${millis} ms` : millis < 120_000 ? `${Math.round(millis / 1000)} s` : "";
    return text ? <span>+{text}</span> : null;
}

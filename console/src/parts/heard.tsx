import type { Said } from "../api/people";
import type { Key } from "../words/en";
import { t } from "../words/words";

/** How many nodes followed, and who did not. Control's "created" says nothing of that. */
export interface Count {
    readonly followed: number;
    readonly all: number;
    readonly not: readonly string[];
}

export function count(said: readonly Said[]): Count {
    const not = said.filter((each) => !each.followed).map((each) => each.node);
    return { followed: said.length - not.length, all: said.length, not };
}

/**
 * What became of what was brought to the nodes, by their own answers: `all` if every one followed, else in danger on
 * how many, on which not, and what helps there.
 */
export function Heard(at: { of: readonly Said[]; all: Key; what?: string; command: string }) {
    const { followed, all, not } = count(at.of);
    if (followed === all && all > 0) return <p className="strong">{t(at.all, { what: at.what ?? "" })}</p>;
    const nodes = not.join(", ");
    return (
        <div role="alert" className="tight">
            <p className="danger strong">
                {followed === 0 ? t("heard.none") : t("heard.partly", { followed, all, nodes })}
            </p>
            <p>{t("heard.remedy")}</p>
            <pre className="bytes">{at.command}</pre>
        </div>
    );
}

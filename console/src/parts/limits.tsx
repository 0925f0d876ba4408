import type { Withdrawal } from "../api/contract";
import { LATEST, isCut, useWithdrawals } from "../api/queries";
import { brief, decimal, lasting, money } from "../words/format";
import { t } from "../words/words";
import { Failed, Panel, Waiting } from "./basics";
import { textOf, useDocument } from "./inforce";
import { parseRules } from "./rules";
import { type Told, type Use, rulesFor, slotOf, usesOf } from "./velocity";

const WIDE = 240;
const HIGH = 44;

/** What of each limit is used, as a bar and over its window. */
export function Limits() {
    const policy = useDocument("policy");
    const all = useWithdrawals();
    if (policy.isPending || all.isPending) return <Waiting />;
    if (policy.error ?? all.error)
        return <Failed error={policy.error ?? all.error} command="./tallystick policy explain" />;
    const told = usesOf(parseRules(textOf(policy.data)), all.data ?? [], Date.now());
    if (told.length === 0) return <p className="soft">{t("limits.none")}</p>;
    return (
        <ul className="list">
            {isCut(all.data) && <li className="attention small">{t("limits.cut", { count: LATEST })}</li>}
            {told.map((each) => (
                <li key={each.rule} className="tight">
                    <span className="strong">{each.rule}</span>
                    {each.untold ? (
                        <p className="soft">{t(`limits.untold.${each.untold}`)}</p>
                    ) : each.uses.length === 0 ? (
                        <p className="soft">{t("limits.unused")}</p>
                    ) : (
                        each.uses.map((use) => <One key={`${use.asset}${use.of}`} of={use} isAtMost={each.isAtMost} />)
                    )}
                </li>
            ))}
        </ul>
    );
}

function One({ of, isAtMost }: { of: Use; isAtMost: boolean }) {
    const left = of.max > of.used ? of.max - of.used : 0n;
    return (
        <div className="limit">
            <div className="tight">
                <Meter of={of} plus={0n} />
                <p className="small">
                    <b>{t("limits.used", { used: inUnits(of, of.used), max: inUnits(of, of.max) })}</b>{" "}
                    <span className="soft">
                        {t("limits.left", { left: inUnits(of, left) })}
                        {of.nextFree !== undefined &&
                            ` ${t("limits.next", { when: lasting(Math.max(0, of.nextFree - Date.now())) })}`}
                        {isAtMost && ` ${t("limits.atMost")}`}
                    </span>
                </p>
                {of.of && <p className="soft small mono wrap">{of.of}</p>}
            </div>
            <Plot of={of} />
        </div>
    );
}

/** Of an asset in its units; of transactions, how many. */
export function inUnits(of: Use, amount: bigint): string {
    if (of.asset === undefined) return decimal(amount, 0);
    return `${brief(of.asset, amount)} ${money(of.asset, amount).unit}`;
}

function share(part: bigint, whole: bigint): number {
    return whole === 0n ? 1 : Math.min(1, Number((part * 10_000n) / whole) / 10_000);
}

/** Used, and what one more payment would add. */
export function Meter({ of, plus }: { of: Use; plus: bigint }) {
    const used = share(of.used, of.max);
    const more = Math.min(1, share(of.used + plus, of.max)) - used;
    const isOver = of.used + plus > of.max;
    return (
        <svg
            className="meter"
            data-over={isOver}
            viewBox={`0 0 ${WIDE} 8`}
            preserveAspectRatio="none"
            role="img"
            aria-label={t("limits.used", { used: inUnits(of, of.used), max: inUnits(of, of.max) })}
        >
            <rect width={WIDE} height="8" className="meter-all" />
            <rect width={used * WIDE} height="8" className="meter-used" />
            {more > 0 && <rect x={used * WIDE} width={more * WIDE} height="8" className="meter-more" />}
        </svg>
    );
}

/** How full it was within its window; the dashed line is the limit. */
function Plot({ of }: { of: Use }) {
    const [first] = of.points;
    const last = of.points.at(-1);
    if (!first || !last || last.at === first.at) return null;
    const top = of.points.reduce((most, each) => (each.used > most ? each.used : most), of.max);
    const x = (at: number) => ((at - first.at) / (last.at - first.at)) * WIDE;
    const y = (used: bigint) => HIGH - 2 - share(used, top) * (HIGH - 8);
    const line = of.points.map(
        (each, i) => `${i === 0 ? "M" : "H"}${x(each.at)}${i === 0 ? `,${y(each.used)}` : `V${y(each.used)}`}`,
    );
    return (
        <figure className="plot">
            <svg viewBox={`0 0 ${WIDE} ${HIGH}`} preserveAspectRatio="none" aria-hidden="true">
                <path d={`${line.join("")}V${HIGH}H0Z`} className="plot-area" />
                <path d={line.join("")} className="plot-line" />
                <path d={`M0,${y(of.max)}H${WIDE}`} className="plot-limit" />
            </svg>
            <figcaption className="soft small between">
                <span>{t("limits.from", { when: lasting(last.at - first.at) })}</span>
                <span>{t("limits.now")}</span>
            </figcaption>
        </figure>
    );
}

/** What a payment would add to each limit that counts it, for whoever decides on it. */
export function WouldUse({ of }: { of: Withdrawal }) {
    const policy = useDocument("policy");
    const all = useWithdrawals();
    if (!policy.data || !all.data) return null;
    const others = all.data.filter((each) => each.signed === undefined || slotOf(each) !== slotOf(of));
    const told = usesOf(rulesFor(parseRules(textOf(policy.data)), of.asset), others, Date.now());
    const lines = told.flatMap((each) => ofAsset(each, of.asset));
    if (lines.length === 0 || of.signed) return null;
    return (
        <Panel title={t("limits.decision")}>
            <ul className="list">
                {isCut(all.data) && <li className="attention small">{t("limits.cut", { count: LATEST })}</li>}
                {lines.map((each) => {
                    const plus = each.asset === undefined ? 1n : BigInt(of.amount);
                    return (
                        <li key={`${each.rule}${each.of}`} className="tight">
                            <span className="between small">
                                <span className="strong">{each.rule}</span>
                                <span className={each.used + plus > each.max ? "danger strong" : "soft"}>
                                    {t(each.used + plus > each.max ? "limits.over" : "limits.with", {
                                        used: inUnits(each, each.used + plus),
                                        max: inUnits(each, each.max),
                                    })}
                                </span>
                            </span>
                            <Meter of={each} plus={plus} />
                        </li>
                    );
                })}
            </ul>
        </Panel>
    );
}

/** Its use by this asset; an unused one begins at nothing. */
function ofAsset({ rule, uses, untold, max, isCount }: Told, asset: string): readonly Use[] {
    if (untold || max === undefined) return [];
    const mine = uses.filter((each) => each.asset === undefined || each.asset === asset);
    const empty = {
        rule,
        asset: isCount ? undefined : asset,
        of: "",
        used: 0n,
        max,
        since: undefined,
        nextFree: undefined,
        points: [],
    };
    return mine.length > 0 ? mine : [empty];
}

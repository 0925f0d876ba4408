import { Link } from "@tanstack/react-router";
import type { Withdrawal } from "../api/contract";
import { useWithdrawals } from "../api/queries";
import { brief, decimal, money } from "../words/format";
import { t } from "../words/words";
import { Panel } from "./basics";
import { textOf, useDocument } from "./inforce";
import { type Rule, parseRules } from "./rules";
import { type Told, rulesFor, usesOf } from "./velocity";

/** What of a limit was used when a request was refused, in figures. */
export interface Figures {
    readonly rule: string;
    /** Nothing where transactions are counted. */
    readonly asset: string | undefined;
    readonly asked: bigint;
    readonly used: bigint;
    readonly max: bigint;
    /** What would have passed then. */
    readonly left: bigint;
    readonly isOver: boolean;
    /** Whether the limit has conditions that leave out some of what is counted here. */
    readonly isAtMost: boolean;
}

/** Limits that count a request's asset, as they stood when it was answered; the ones it went over first. */
export function figures(rules: readonly Rule[], all: readonly Withdrawal[], of: Withdrawal): readonly Figures[] {
    const at = Date.parse(of.updatedAt);
    const before = all.filter((each) => each.id !== of.id && Date.parse(each.updatedAt) <= at);
    return usesOf(rulesFor(rules, of.asset), before, at)
        .flatMap((each) => ofLimit(each, of))
        .sort((a, b) => Number(b.isOver) - Number(a.isOver));
}

function ofLimit({ rule, uses, untold, max, isCount, isAtMost }: Told, of: Withdrawal): readonly Figures[] {
    if (untold || max === undefined) return [];
    const asset = isCount ? undefined : of.asset;
    const asked = isCount ? 1n : BigInt(of.amount);
    const counted = uses.filter((each) => each.asset === asset && (!each.of || each.of.includes(of.destination)));
    const used = counted.reduce((most, each) => (each.used > most ? each.used : most), 0n);
    const left = max > used ? max - used : 0n;
    return [{ rule, asset, asked, used, max, left, isOver: asked > left, isAtMost }];
}

function inUnits(asset: string | undefined, amount: bigint): string {
    return asset === undefined ? decimal(amount, 0) : `${brief(asset, amount)} ${money(asset, amount).unit}`;
}

/** Why was it too much, and what would have passed? */
export function Denied({ of }: { of: Withdrawal }) {
    const policy = useDocument("policy");
    const all = useWithdrawals();
    if (of.stage !== "DENIED" || !policy.data || !all.data) return null;
    return <InFigures of={figures(parseRules(textOf(policy.data)), all.data, of)} />;
}

export function InFigures({ of }: { of: readonly Figures[] }) {
    const over = of.filter((each) => each.isOver);
    return (
        <div className="gap-below">
            <Panel title={t("denial.title")} lead={t("denial.lead")}>
                <ul className="list">
                    {over.map((each) => {
                        const units = (amount: bigint) => inUnits(each.asset, amount);
                        return (
                            <li key={`${each.rule}${each.asset}`} className="tight">
                                <p>
                                    <span className="strong">{each.rule}</span>{" "}
                                    {t("denial.figures", {
                                        asked: units(each.asked),
                                        used: units(each.used),
                                        max: units(each.max),
                                    })}
                                </p>
                                <p>
                                    {each.left > 0n ? t("denial.left", { left: units(each.left) }) : t("denial.full")}
                                </p>
                                {each.isAtMost && <p className="soft small">{t("limits.atMost")}</p>}
                            </li>
                        );
                    })}
                    {over.length === 0 && <li>{t("denial.noLimit")}</li>}
                    <li>
                        {t("denial.elsewhere")} <Ways />
                    </li>
                </ul>
            </Panel>
        </div>
    );
}

/** Where what stands in the way can be changed. */
function Ways() {
    return (
        <span className="row">
            <Link to="/addresses">{t("nav.addresses")}</Link>
            <Link to="/policy">{t("nav.policy")}</Link>
        </span>
    );
}

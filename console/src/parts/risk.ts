import type { Withdrawal } from "../api/contract";
import { STOPPED } from "../api/queries";
import type { Rule } from "./rules";

const DAYS = 30;
const DAY_MILLIS = 86_400_000;

/** Requests that were stopped for one reason. */
export interface Stop {
    readonly number: number;
    readonly text: string;
    readonly count: number;
    /** The latest of them. */
    readonly id: string;
    readonly at: string;
}

/** What was stopped in the last 30 days, by reason, the most frequent first. */
export function stops(all: readonly Withdrawal[], now: number): readonly Stop[] {
    const by = new Map<number, Withdrawal[]>();
    for (const each of all)
        if (STOPPED.has(each.stage) && now - Date.parse(each.updatedAt) < DAYS * DAY_MILLIS)
            by.set(each.subStatus.number, [...(by.get(each.subStatus.number) ?? []), each]);
    return [...by]
        .flatMap(([number, some]) => {
            const [latest] = [...some].sort((a, b) => b.updatedAt.localeCompare(a.updatedAt));
            return latest
                ? [{ number, text: latest.subStatus.text, count: some.length, id: latest.id, at: latest.updatedAt }]
                : [];
        })
        .sort((a, b) => b.count - a.count || b.at.localeCompare(a.at));
}

/** Rules that ask what others said about risk, such as a score. */
export function riskRules(rules: readonly Rule[]): readonly Rule[] {
    return rules.filter((each) => /\brisk\./.test(JSON.stringify(each)));
}

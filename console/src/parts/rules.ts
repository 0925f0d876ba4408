import { decimal } from "../words/format";
import { t } from "../words/words";

/** A rule of a policy as far as the console says it in words: docs/spec/policy.md. */
export interface Rule {
    readonly id: string;
    readonly effect: "ALLOW" | "REQUIRE" | "LIMIT" | "DENY";
    readonly activity?: readonly string[];
    readonly match?: Readonly<Record<string, unknown>>;
    readonly when?: unknown;
    readonly approvals?: readonly {
        readonly group: string;
        readonly min: number;
        readonly authStrength?: string;
        readonly excludeInitiator?: boolean;
    }[];
    readonly delay?: unknown;
    readonly limit?: {
        readonly measure: string;
        readonly max: string;
        readonly window?: { readonly type: string; readonly length?: string };
    };
}

const ETHER_DECIMALS = 18;

export function parseRules(text: string | undefined): readonly Rule[] {
    try {
        return (JSON.parse(text ?? "{}") as { rules?: readonly Rule[] }).rules ?? [];
    } catch {
        return [];
    }
}

/** One sentence for a rule. What it also depends on is said to be more, never left out in silence. */
export function sentenceOf(rule: Rule): string {
    const what = (rule.activity ?? []).join(", ").toLowerCase().replaceAll("_", " ") || t("rule.everything");
    const more = conditions(rule).length > 0 ? ` ${t("rule.if", { what: conditions(rule).join("; ") })}` : "";
    if (rule.effect === "ALLOW") return t("rule.allow", { what }) + more;
    if (rule.effect === "DENY") return t("rule.deny", { what }) + more;
    if (rule.effect === "LIMIT") return t("rule.limit", { what, ...limitOf(rule) }) + more;
    const asks = (rule.approvals ?? []).map((each) =>
        t(each.excludeInitiator === false ? "rule.people.any" : "rule.people", { min: each.min, group: each.group }),
    );
    if (rule.delay !== undefined) asks.push(t("rule.delay", { delay: said(rule.delay) }));
    return t("rule.require", { what, asks: asks.join(t("rule.and")) || "?" }) + more;
}

const KNOWN = new Set(["id", "effect", "activity", "approvals", "delay", "limit", "description"]);

function conditions(rule: Rule): string[] {
    return Object.entries(rule)
        .filter(([name]) => !KNOWN.has(name))
        .map(([name, value]) => `${name} ${said(value)}`);
}

function said(value: unknown): string {
    return typeof value === "string" ? value : JSON.stringify(value);
}

function limitOf({ limit }: Rule) {
    const window = limit?.window?.length ?? limit?.window?.type ?? "";
    return {
        max: decimal(BigInt(limit?.max ?? "0"), 0),
        measure: (limit?.measure ?? "").toLowerCase(),
        window: duration(window),
    };
}

/** PT24H as 24 h; what is longer or otherwise stays as it is written. */
function duration(text: string): string {
    const [, amount, unit] = /^PT(\d+)([HMS])$/.exec(text) ?? [];
    return amount && unit ? `${amount} ${{ H: "h", M: "min", S: "s" }[unit]}` : text;
}

export interface Step {
    readonly label: string;
    /** An amount within the step, base units. */
    readonly amount: bigint;
}

/** Columns of the matrix: between the amounts that rules name. */
export function steps(rules: readonly Rule[]): readonly Step[] {
    const bounds = [...new Set(rules.flatMap((each) => (each.limit ? [BigInt(each.limit.max)] : [])))].sort((a, b) =>
        a < b ? -1 : 1,
    );
    const words = (amount: bigint) => decimal(amount, ETHER_DECIMALS);
    const below = bounds.map((each) => ({ label: t("rule.upTo", { amount: words(each) }), amount: each }));
    const last = bounds.at(-1);
    return last === undefined
        ? [{ label: t("rule.anyAmount"), amount: 1n }]
        : [...below, { label: t("rule.above", { amount: words(last) }), amount: last + 1n }];
}

export interface Outcome {
    readonly tone: "calm" | "attention" | "danger";
    readonly text: string;
}

/** For a transfer of such an amount on an empty day; rules with conditions of their own are said to be there. */
export function outcomes(rules: readonly Rule[], step: Step): Outcome {
    const mine = rules.filter((each) => !each.activity || each.activity.includes("TRANSFER"));
    const depends = mine.some((each) => conditions(each).length > 0);
    const over = mine.find((each) => each.limit && step.amount > BigInt(each.limit.max));
    if (over) return { tone: "danger", text: t("rule.outcome.limit", { rule: over.id }) };
    if (!mine.some((each) => each.effect === "ALLOW")) return { tone: "danger", text: t("rule.outcome.denied") };
    const asks = mine.flatMap((each) => (each.effect === "REQUIRE" ? (each.approvals ?? []) : []));
    const more = depends ? ` ${t("rule.outcome.depends")}` : "";
    return asks.length === 0
        ? { tone: "attention", text: t("rule.outcome.nobody") + more }
        : { tone: "calm", text: asks.map((each) => `${each.min} ${each.group}`).join(t("rule.and")) + more };
}

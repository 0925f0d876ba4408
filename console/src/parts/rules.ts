import { decimal, lasting, money } from "../words/format";
import { t } from "../words/words";
import { assetsNamed, isAbout, millisOf, rulesFor } from "./velocity";

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
        readonly order?: number;
    }[];
    readonly delay?: unknown;
    readonly limit?: {
        readonly measure: string;
        readonly max: string;
        readonly per?: readonly string[];
        readonly window?: { readonly type: string; readonly length?: string };
        readonly onExceed?: unknown;
    };
}

const ETHER_DECIMALS = 18;
/** Less is no amount of a coin with 18 decimals that anybody would limit. */
const SMALL = 10n ** 12n;

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
    if (rule.effect === "LIMIT") return limiting(rule, what) + more;
    const asks = (rule.approvals ?? []).map(asking);
    if (rule.delay !== undefined) asks.push(t("rule.delay", { delay: said(rule.delay) }));
    return t("rule.require", { what, asks: asks.join(t("rule.and")) || "?" }) + more;
}

type Term = NonNullable<Rule["approvals"]>[number];

/** Of whom, by what keys, and after whom. */
function asking(of: Term): string {
    const key = of.excludeInitiator === false ? "rule.people.any" : "rule.people";
    const strength = of.authStrength ? ` ${t("rule.strength", { strength: of.authStrength })}` : "";
    const order = of.order === undefined ? "" : ` ${t("rule.order", { order: of.order })}`;
    return t(key, { count: of.min, group: of.group }) + strength + order;
}

function limiting(rule: Rule, what: string): string {
    const { per = [], onExceed } = rule.limit ?? {};
    const each = per.length > 0 ? ` ${t("rule.limit.per", { per: per.join(", ") })}` : "";
    const beyond = onExceed === undefined ? "" : ` ${t("rule.limit.exceed", { what: said(onExceed) })}`;
    return t("rule.limit", { what, limit: limitOf(rule), window: windowOf(rule) + each }) + beyond;
}

/** Whether any rule goes by whom a payment is for: where none does, the address book decides nothing. */
export function asksForBook(text: string): boolean {
    const isAbout = (match: object) => DESTINATION.test(JSON.stringify(match));
    return parseRules(text).some(({ match, when }) => when !== undefined || isAbout(match ?? {}));
}

const DESTINATION = /"(?:destination|counterparty)"/;

const KNOWN = new Set(["id", "effect", "activity", "approvals", "delay", "limit"]);
const KNOWN_OF_TERM = new Set(["group", "min", "authStrength", "excludeInitiator", "order"]);
const KNOWN_OF_LIMIT = new Set(["measure", "max", "window", "per", "onExceed", "counts"]);

/** Whatever has no words of its own, as it is written. */
function conditions(rule: Rule): string[] {
    return [
        ...rest(rule, KNOWN),
        ...(rule.approvals ?? []).flatMap((each) => rest(each, KNOWN_OF_TERM)),
        ...rest(rule.limit ?? {}, KNOWN_OF_LIMIT),
    ];
}

function rest(of: object, known: ReadonlySet<string>): string[] {
    return Object.entries(of)
        .filter(([name]) => !known.has(name))
        .map(([name, value]) => `${name} ${said(value)}`);
}

function said(value: unknown): string {
    return typeof value === "string" ? value : JSON.stringify(value);
}

/** Of an asset in its base units, and what that is of a coin with as many decimals as ether. */
function limitOf({ limit }: Rule): string {
    const measure = limit?.measure ?? "";
    if (measure.startsWith("FIAT:") && limit?.max.includes(".")) return `${limit.max} ${measure.slice(5)}`;
    const max = BigInt(limit?.max ?? "0");
    const plain = decimal(max, 0);
    if (measure === "COUNT") return t("rule.limit.count", { count: Number(max), max: plain });
    if (measure.startsWith("FIAT:")) return `${plain} ${measure.slice(5)}`;
    return max >= SMALL
        ? t("rule.limit.coin", { max: plain, coins: decimal(max, ETHER_DECIMALS) })
        : t("rule.limit.asset", { count: Number(max), max: plain });
}

function windowOf({ limit }: Rule): string {
    const { type = "", length = "" } = limit?.window ?? {};
    if (type === "ROLLING") return t("rule.window", { window: duration(length) });
    return type === "CALENDAR" ? t("rule.window.calendar", { window: said(limit?.window) }) : t("rule.window.ever");
}

/** PT24H in the words of the reader; what is longer or otherwise stays as it is written. */
function duration(text: string): string {
    const millis = millisOf(text);
    return millis === undefined ? text : lasting(millis);
}

export interface Step {
    readonly label: string;
    /** CAIP-19. */
    readonly asset: string;
    /** An amount within the step, base units. */
    readonly amount: bigint;
}

/** What a rule limits an asset to; nothing where it counts by prices or by number. */
function amountOf({ limit }: Rule): readonly bigint[] {
    return limit?.measure === "ASSET" ? [BigInt(limit.max)] : [];
}

/** Of which assets the matrix is: those that rules name, and those that are paid; a limit counts each by itself. */
export function assetsOf(rules: readonly Rule[], paid: readonly string[]): readonly string[] {
    const all = [...rules.flatMap((each) => assetsNamed(each) ?? []), ...paid];
    const found = new Map(all.map((each) => [each.toLowerCase(), each]));
    return found.size > 0 ? [...found.values()].slice(0, ASSETS_MAX) : [COIN];
}

const ASSETS_MAX = 8;
const COIN = "eip155:1/slip44:60";

/** Columns of the matrix of one asset: between the amounts that rules name, in its own units. */
export function steps(rules: readonly Rule[], asset = COIN): readonly Step[] {
    const bounds = [...new Set(rulesFor(rules, asset).flatMap(amountOf))].sort((a, b) => (a < b ? -1 : 1));
    const words = (bound: bigint) => {
        const { amount, unit } = money(asset, bound);
        return `${amount} ${unit}`;
    };
    const below = bounds.map((each) => ({ label: t("rule.upTo", { amount: words(each) }), asset, amount: each }));
    const last = bounds.at(-1);
    return last === undefined
        ? [{ label: t("rule.anyAmount"), asset, amount: 1n }]
        : [...below, { label: t("rule.above", { amount: words(last) }), asset, amount: last + 1n }];
}

const who = (of: Term) => t("rule.people.any", { count: of.min, group: of.group });

export interface Outcome {
    readonly tone: "calm" | "attention" | "danger";
    readonly text: string;
}

/** Whether more has to hold than is said in words of its own: a match, an expression. */
export function hasConditions(rule: Rule): boolean {
    return conditions(rule).length > 0;
}

/** For a transfer of such an amount on an empty day; rules with conditions of their own are said to be there. */
export function outcomes(rules: readonly Rule[], step: Step): Outcome {
    const mine = rulesFor(rules, step.asset).filter((each) => isAbout(each, "TRANSFER"));
    const depends = mine.some((each) => conditions(each).length > 0 || (each.limit && amountOf(each).length === 0));
    const over = mine.find((each) => amountOf(each).some((max) => step.amount > max));
    if (over) return { tone: "danger", text: t("rule.outcome.limit", { rule: over.id }) };
    if (!mine.some((each) => each.effect === "ALLOW")) return { tone: "danger", text: t("rule.outcome.denied") };
    const asks = mine.flatMap((each) => (each.effect === "REQUIRE" ? (each.approvals ?? []) : []));
    const more = depends ? ` ${t("rule.outcome.depends")}` : "";
    return asks.length === 0
        ? { tone: "attention", text: t("rule.outcome.nobody") + more }
        : { tone: "calm", text: asks.map(who).join(t("rule.and")) + more };
}

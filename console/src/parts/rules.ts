import type { Key } from "../words/en";
import { decimal, lasting, money, unitOf } from "../words/format";
import { t } from "../words/words";
import { criteria } from "./criteria";
import { assetsNamed, isAbout, millisOf, rulesFor } from "./velocity";

/** A rule of a policy as far as the console says it in words: docs/spec/policy.md. */
export interface Rule {
    readonly id: string;
    readonly effect: "ALLOW" | "REQUIRE" | "LIMIT" | "DENY";
    readonly activity?: readonly string[];
    readonly match?: Readonly<Record<string, unknown>>;
    readonly when?: unknown;
    readonly signers?: unknown;
    readonly expiresIn?: string;
    readonly require?: readonly string[];
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
        readonly window?: {
            readonly type: string;
            readonly length?: string;
            readonly unit?: string;
            readonly tz?: string;
        };
        readonly onExceed?: unknown;
    };
}

type Demands = Pick<Rule, "approvals" | "delay" | "require">;

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
    const what = rule.activity?.length ? rule.activity.map(activityName).join(", ") : t("rule.everything");
    const only = conditions(rule);
    const more = [
        ...(only.length > 0 ? [t("rule.if", { what: only.join("; ") })] : []),
        ...(rule.signers ? signing(rule.signers) : []),
        ...(rule.expiresIn ? [t("rule.expires", { window: duration(rule.expiresIn) })] : []),
    ];
    return [doing(rule, what), ...more].join(" ");
}

/** What a rule does, whenever it is about a payment. */
function doing(rule: Rule, what: string): string {
    if (rule.effect === "ALLOW") return t("rule.allow", { what });
    if (rule.effect === "DENY") return t("rule.deny", { what });
    if (rule.effect === "LIMIT") return limiting(rule, what);
    return t("rule.require", { what, asks: asking(rule).join(t("rule.and")) || "?" });
}

/** A word of a newer policy stays as it is. */
export function activityName(of: string): string {
    return of === "*" ? t("rule.everything") : t(`activity.${of}` as Key);
}

type Term = NonNullable<Rule["approvals"]>[number];

/** All that a rule waits for: people, time, statements of others. */
function asking({ approvals = [], delay, require = [] }: Demands): readonly string[] {
    return [
        ...approvals.map(ofPeople),
        ...(delay === undefined ? [] : [t("rule.delay", { delay: waiting(delay) })]),
        ...(require.length > 0 ? [t("rule.facts", { what: require.join(", ") })] : []),
    ];
}

/** Of whom, by what keys, and after whom. */
function ofPeople(of: Term): string {
    const key = of.excludeInitiator === false ? "rule.people.any" : "rule.people";
    const by = of.authStrength && t(`said.key.${of.authStrength}` as Key);
    const strength = by ? ` ${t("rule.strength", { strength: by })}` : "";
    const order = of.order === undefined ? "" : ` ${t("rule.order", { order: of.order })}`;
    return t(key, { count: of.min, group: of.group }) + strength + order;
}

function waiting(of: unknown): string {
    const { min, cancelBy, ...more } = (typeof of === "object" ? of : { min: of }) as Record<string, unknown>;
    if (typeof min !== "string" || Object.keys(more).length > 0) return said(of);
    const by = Array.isArray(cancelBy) ? ` ${t("rule.delay.cancel", { names: cancelBy.join(", ") })}` : "";
    return duration(min) + by;
}

/** Who must be among those that sign, and how much they weigh. */
function signing(of: unknown): readonly string[] {
    const { minWeight, mustInclude, ...more } = of as Record<string, unknown>;
    if (Object.keys(more).length > 0) return [t("rule.if", { what: `signers ${said(of)}` })];
    return [
        ...(typeof minWeight === "number" ? [t("rule.signers.weight", { weight: String(minWeight) })] : []),
        ...(Array.isArray(mustInclude) ? [t("rule.signers.among", { names: mustInclude.join(", ") })] : []),
    ];
}

function limiting(rule: Rule, what: string): string {
    const { per = [], onExceed } = rule.limit ?? {};
    const each = per.length > 0 ? ` ${t("rule.limit.per", { per: per.join(", ") })}` : "";
    const beyond = onExceed === undefined ? "" : ` ${t("rule.limit.exceed", { what: exceeding(onExceed) })}`;
    return t("rule.limit", { what, limit: limitOf(rule), window: windowOf(rule) + each }) + beyond;
}

/** What becomes of what is beyond a limit. */
function exceeding(of: unknown): string {
    const { effect, freeze, ...more } = of as Record<string, unknown>;
    const asks = asking(more as Demands);
    const isKnown = Object.keys(more).every((each) => ["approvals", "delay", "require"].includes(each));
    if (isKnown && effect === "REQUIRE" && freeze === undefined && asks.length > 0) return asks.join(t("rule.and"));
    if (effect !== "DENY" || Object.keys(more).length > 0) return said(of);
    if (freeze === undefined) return t("rule.limit.denied");
    return freeze === "INITIATOR" || freeze === "WORKSPACE" ? t(`rule.limit.freeze.${freeze}`) : said(of);
}

/** Whether any rule goes by whom a payment is for: where none does, the address book decides nothing. */
export function asksForBook(text: string): boolean {
    const isAbout = (match: object) => DESTINATION.test(JSON.stringify(match));
    return parseRules(text).some(({ match, when }) => when !== undefined || isAbout(match ?? {}));
}

const DESTINATION = /"(?:destination|counterparty)"/;

const KNOWN_OF_TERM = new Set(["group", "min", "authStrength", "excludeInitiator", "order"]);
const KNOWN_OF_LIMIT = new Set(["measure", "max", "window", "per", "onExceed", "counts"]);
/** What a rule says of how much and of whom, and that this browser judges by. */
const JUDGED = new Set(["id", "effect", "activity", "approvals", "delay", "limit"]);
/** What has words of its own elsewhere in the sentence. */
const WORDED: Readonly<Record<Rule["effect"], ReadonlySet<string>>> = {
    ALLOW: new Set(["match", "signers", "expiresIn"]),
    REQUIRE: new Set(["match", "signers", "expiresIn", "require"]),
    LIMIT: new Set(["match"]),
    DENY: new Set(["match"]),
};

/** Under what a rule is about a payment. Whatever has no words of its own stays as it is written. */
function conditions(rule: Rule): readonly string[] {
    const worded = WORDED[rule.effect] ?? new Set();
    return [
        ...criteria(rule.match ?? {}),
        ...rest(rule, new Set([...JUDGED, ...worded])),
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

/** Of the one asset that a rule names in its units; else in base units, and what that is of a coin like ether. */
function limitOf(rule: Rule): string {
    const { limit } = rule;
    const measure = limit?.measure ?? "";
    const written = limit?.max ?? "0";
    if (!/^[0-9]+$/.test(written)) return `${written} ${measure.replace(/^FIAT:/, "")}`;
    const max = BigInt(written);
    const plain = decimal(max, 0);
    const [only, ...others] = assetsNamed(rule) ?? [];
    if (measure === "ASSET" && only !== undefined && others.length === 0 && unitOf(only)) {
        const { amount, unit } = money(only, max);
        return `${amount} ${unit}`;
    }
    if (measure === "COUNT") return t("rule.limit.count", { count: Number(max), max: plain });
    if (measure.startsWith("FIAT:")) return `${plain} ${measure.slice(5)}`;
    return max >= SMALL
        ? t("rule.limit.coin", { max: plain, coins: decimal(max, ETHER_DECIMALS) })
        : t("rule.limit.asset", { count: Number(max), max: plain });
}

function windowOf({ limit }: Rule): string {
    const { type = "", length = "" } = limit?.window ?? {};
    if (type === "ROLLING") return t("rule.window", { window: duration(length) });
    if (type !== "CALENDAR") return t("rule.window.ever");
    const { unit = "", tz = "" } = limit?.window ?? {};
    if (unit !== "DAY" && unit !== "WEEK" && unit !== "MONTH")
        return t("rule.window.calendar", { window: said(limit?.window) });
    return t(`rule.window.${unit}`, { zone: tz });
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

/** Whether more has to hold than this browser judges by: a match, an expression, a statement of others. */
export function hasConditions(rule: Rule): boolean {
    const { approvals = [], limit = {} } = rule;
    return (
        rest(rule, JUDGED).length > 0 ||
        approvals.some((each) => rest(each, KNOWN_OF_TERM).length > 0) ||
        rest(limit, KNOWN_OF_LIMIT).length > 0
    );
}

/** For a transfer of such an amount on an empty day; rules with conditions of their own are said to be there. */
export function outcomes(rules: readonly Rule[], step: Step): Outcome {
    const mine = rulesFor(rules, step.asset).filter((each) => isAbout(each, "TRANSFER"));
    const depends = mine.some((each) => hasConditions(each) || (each.limit && amountOf(each).length === 0));
    const over = mine.find((each) => amountOf(each).some((max) => step.amount > max));
    if (over) return { tone: "danger", text: t("rule.outcome.limit", { rule: over.id }) };
    if (!mine.some((each) => each.effect === "ALLOW")) return { tone: "danger", text: t("rule.outcome.denied") };
    const asks = mine.flatMap((each) => (each.effect === "REQUIRE" ? (each.approvals ?? []) : []));
    const more = depends ? ` ${t("rule.outcome.depends")}` : "";
    return asks.length === 0
        ? { tone: "attention", text: t("rule.outcome.nobody") + more }
        : { tone: "calm", text: asks.map(who).join(t("rule.and")) + more };
}

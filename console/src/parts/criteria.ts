import type { Key } from "../words/en";
import { chainName, money, unitOf } from "../words/format";
import { t } from "../words/words";
import { dayName, daysOf } from "./week";

type Json = Readonly<Record<string, unknown>>;
type Words = (value: unknown) => string | undefined;

const isObject = (of: unknown): of is Json => typeof of === "object" && of !== null && !Array.isArray(of);
const isTexts = (of: unknown): of is readonly string[] =>
    Array.isArray(of) && of.length > 0 && of.every((each) => typeof each === "string");

/** One of several values is enough: docs/spec/policy.md PO-5. */
const names =
    (key: Key, called: (each: string) => string = (each) => each): Words =>
    (of) =>
        isTexts(of) ? t(key, { names: of.map(called).join(t("rule.or")) }) : undefined;

const either =
    (yes: Key, no: Key): Words =>
    (of) =>
        of === true ? t(yes) : of === false ? t(no) : undefined;

/** As people call it; of what this build does not know the whole name stays. */
export function assetName(asset: string): string {
    if (!unitOf(asset)) return asset;
    return t("policy.matrix.asset", {
        unit: money(asset, 0n).unit,
        chain: chainName(asset.slice(0, asset.indexOf("/"))),
    });
}

const KINDS = new Set(["INTERNAL", "ADDRESS_BOOK", "ONE_TIME"]);
const kindName = (of: string) => (KINDS.has(of) ? t(`rule.kind.${of}` as Key) : of);

/** The criteria that have words, member by member: docs/spec/policy.md PO-5. */
const CRITERIA: Readonly<Record<string, Readonly<Record<string, Words>>>> = {
    source: {
        vaults: names("rule.match.vaults"),
        wallets: names("rule.match.wallets"),
        workspaces: names("rule.match.workspaces"),
        tiers: names("rule.match.tiers"),
        tags: names("rule.match.tags"),
        chains: names("rule.match.chains", chainName),
    },
    asset: {
        is: names("rule.match.asset", assetName),
        in: names("rule.match.asset.in"),
        notIn: names("rule.match.asset.notIn"),
        class: names("rule.match.asset.class"),
    },
    destination: {
        in: names("rule.match.to"),
        notIn: names("rule.match.to.not"),
        kinds: names("rule.match.to.kinds", kindName),
        lookAlike: either("rule.match.lookAlike", "rule.match.lookAlike.no"),
    },
    initiator: {
        users: names("rule.match.users"),
        groups: names("rule.match.groups"),
        notGroups: names("rule.match.groups.not"),
        roles: names("rule.match.roles"),
    },
};

/** What has to hold for a rule to be about a payment, in words; what has none stays as it is written. */
export function criteria(match: Json): readonly string[] {
    const said: string[] = [];
    const left: Record<string, unknown> = {};
    for (const [name, value] of Object.entries(match)) {
        const whole = WHOLE[name]?.(value);
        const known = CRITERIA[name];
        if (whole !== undefined) said.push(whole);
        else if (known && isObject(value) && Object.keys(value).length > 0) {
            const rest = members(value, known, said);
            if (Object.keys(rest).length > 0) left[name] = rest;
        } else left[name] = value;
    }
    return Object.keys(left).length > 0 ? [...said, `match ${JSON.stringify(left)}`] : said;
}

/** Says what it can, and gives back the rest. */
function members(of: Json, known: Readonly<Record<string, Words>>, said: string[]): Json {
    const rest: Record<string, unknown> = {};
    for (const [name, value] of Object.entries(of)) {
        const words = known[name]?.(value);
        if (words === undefined) rest[name] = value;
        else said.push(words);
    }
    return rest;
}

const WHOLE: Readonly<Record<string, Words>> = {
    decoded: either("rule.match.decoded", "rule.match.decoded.no"),
    amount,
    time,
    risk,
};

/** Of a window on a wall's clock, with all of its members known. */
function time(of: unknown): string | undefined {
    if (!isObject(of)) return undefined;
    const { tz, days, hours, holidays, outside, ...more } = of;
    const isOdd = (each: unknown) => each !== undefined && typeof each !== "string";
    if (Object.keys(more).length > 0 || typeof tz !== "string" || isOdd(hours) || isOdd(holidays)) return undefined;
    if (outside !== undefined && typeof outside !== "boolean") return undefined;
    const week = daysOf(days);
    if (days !== undefined && week.length === 0) return undefined;
    const window = [
        ...(week.length > 0 ? [week.map(dayName).join(", ")] : []),
        ...(hours === undefined ? [] : [String(hours)]),
        ...(holidays === undefined ? [] : [t("rule.match.time.holidays", { name: String(holidays) })]),
    ].join(", ");
    const key = outside ? "rule.match.time.outside" : "rule.match.time";
    return t(key, { window: window || t("rule.match.time.any"), zone: tz });
}

/** Of a score that somebody signed, with all of its members known. */
function risk(of: unknown): string | undefined {
    if (!isObject(of)) return undefined;
    const { scoreMin, scoreMax, reasons, ...more } = of;
    const isOdd = (each: unknown) => each !== undefined && typeof each !== "number";
    if (Object.keys(more).length > 0 || isOdd(scoreMin) || isOdd(scoreMax)) return undefined;
    if (reasons !== undefined && !isTexts(reasons)) return undefined;
    const [min, max] = [scoreMin, scoreMax].map(String) as [string, string];
    const said = [
        ...(scoreMin !== undefined && scoreMax !== undefined ? [t("rule.match.risk.between", { min, max })] : []),
        ...(scoreMin !== undefined && scoreMax === undefined ? [t("rule.match.risk.least", { min })] : []),
        ...(scoreMin === undefined && scoreMax !== undefined ? [t("rule.match.risk.most", { max })] : []),
        ...(reasons === undefined ? [] : [t("rule.match.risk.reasons", { names: reasons.join(t("rule.or")) })]),
    ];
    return said.length > 0 ? said.join("; ") : undefined;
}

/** Of an amount with all of its members known; a price's age has no words. */
function amount(of: unknown): string | undefined {
    if (!isObject(of)) return undefined;
    const { fiat, unit, min, max, ...more } = of;
    if (Object.keys(more).length > 0) return undefined;
    const called = typeof fiat === "string" ? fiat : unit === "ASSET" || unit === "BASE" ? unitWords(unit) : undefined;
    if (called === undefined) return undefined;
    if (typeof min === "string" && typeof max === "string") return t("rule.match.between", { min, max, unit: called });
    if (typeof min === "string" && max === undefined) return t("rule.match.least", { min, unit: called });
    return typeof max === "string" && min === undefined ? t("rule.match.most", { max, unit: called }) : undefined;
}

export const unitWords = (unit: "ASSET" | "BASE") => t(`rule.unit.${unit}`);

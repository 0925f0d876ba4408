import { baseUnits, typed, unitOf } from "../words/format";
import type { Rule } from "./rules";
import { assetsNamed, millisOf } from "./velocity";
import { daysOf } from "./week";

export type Json = Readonly<Record<string, unknown>>;

/** A policy as somebody writes it; nothing of a text that is none. */
export function rulesOf(text: string): readonly Rule[] | undefined {
    const { rules } = parsed(text) ?? {};
    return Array.isArray(rules) && rules.every(isRule) ? (rules as readonly Rule[]) : undefined;
}

/** As far as these screens reckon with it; nodes ask for more. */
function isRule(of: unknown): boolean {
    const areTexts = (of: unknown) => Array.isArray(of) && of.every((each) => typeof each === "string");
    const texts = (of: unknown) => of === undefined || areTexts(of);
    if (!isObject(of) || typeof of["id"] !== "string" || !(String(of["effect"]) in OWN)) return false;
    const { limit, approvals = [], activity, require, match = {}, signers = {} } = of;
    const isLimit = isObject(limit) && DECIMAL.test(text(limit["max"])) && typeof limit["measure"] === "string";
    const isTerm = (each: unknown) => isObject(each) && WHOLE.test(`${each["min"]}`);
    const isExceed = !isObject(limit) || limit["onExceed"] === undefined || isObject(limit["onExceed"]);
    return (
        (limit === undefined ? of["effect"] !== "LIMIT" : isLimit && texts(limit["per"]) && isExceed) &&
        [activity, require].every(texts) &&
        [match, signers].every(isObject) &&
        Array.isArray(approvals) &&
        approvals.every(isTerm)
    );
}

/** Names that the policy defines: of groups, or of lists. */
export function namesIn(text: string, member: "groups" | "lists" | "calendars"): readonly string[] {
    const of = parsed(text)?.[member];
    return isObject(of) ? Object.keys(of) : [];
}

/** The text with its rules otherwise, and all else as it was; one line to a member, for documents travel without. */
export function withRules(text: string, rules: readonly Rule[]): string {
    return JSON.stringify({ ...parsed(text), rules }, null, 2);
}

export function parsed(text: string): Json | undefined {
    try {
        const of: unknown = JSON.parse(text);
        return isObject(of) ? of : undefined;
    } catch {
        return undefined;
    }
}

export const isObject = (of: unknown): of is Json => typeof of === "object" && of !== null && !Array.isArray(of);

/** A rule as a person fills it in. */
export interface Form {
    readonly id: string;
    readonly effect: Rule["effect"];
    readonly activity: readonly string[];
    /** Names and assets with commas between. */
    readonly vaults: string;
    readonly wallets: string;
    readonly tags: string;
    readonly assets: string;
    readonly to: string;
    readonly notTo: string;
    /** Of one payment; the unit is a currency, `ASSET`, `BASE`, or empty where no amount is asked. */
    readonly unit: string;
    readonly least: string;
    readonly most: string;
    /** Whose clocks; empty where it asks for no time. */
    readonly tz: string;
    /** None are all. */
    readonly days: readonly string[];
    readonly clock: string;
    readonly holidays: string;
    readonly isOutside: boolean;
    /** Scores and codes of reasons, of the request's risk. */
    readonly riskLeast: string;
    readonly riskMost: string;
    readonly riskReasons: string;
    /** An expression, as it is written. */
    readonly when: string;
    readonly measure: string;
    readonly max: string;
    readonly window: string;
    readonly hours: string;
    readonly zone: string;
    readonly per: readonly string[];
    readonly terms: readonly TermForm[];
    readonly delay: string;
}

export interface TermForm {
    /** Which of the rule's terms it was; nothing for a new one. */
    readonly of: number | undefined;
    readonly group: string;
    readonly min: string;
    readonly strength: string;
    /** Whether who proposed it counts, too. */
    readonly isAny: boolean;
}

const at = (of: unknown, ...path: readonly string[]): unknown =>
    path.reduce<unknown>((value, name) => (isObject(value) ? value[name] : undefined), of);
const text = (of: unknown) => (typeof of === "string" ? of : "");
const listed = (of: unknown) => (Array.isArray(of) ? of.map(String).join(", ") : "");
export const split = (of: string): readonly string[] => of.match(/[^\s,]+/g) ?? [];

const HOUR = 3_600_000;

/** Whole hours of a duration; as it is written where it is none of these. */
function hoursOf(of: unknown): string {
    const millis = millisOf(text(of));
    return millis !== undefined && millis % HOUR === 0 ? String(millis / HOUR) : text(of);
}

export function formOf(rule: Rule): Form {
    const { match, limit, approvals = [], delay } = rule;
    return {
        id: rule.id,
        effect: rule.effect,
        activity: rule.activity ?? [],
        vaults: listed(at(match, "source", "vaults")),
        wallets: listed(at(match, "source", "wallets")),
        tags: listed(at(match, "source", "tags")),
        assets: listed(at(match, "asset", "is")),
        to: listed(at(match, "destination", "in")),
        notTo: listed(at(match, "destination", "notIn")),
        unit: text(at(match, "amount", "fiat")) || text(at(match, "amount", "unit")),
        least: text(at(match, "amount", "min")),
        most: text(at(match, "amount", "max")),
        tz: text(at(match, "time", "tz")),
        days: daysOf(at(match, "time", "days")),
        clock: text(at(match, "time", "hours")),
        holidays: text(at(match, "time", "holidays")),
        isOutside: at(match, "time", "outside") === true,
        riskLeast: numeral(at(match, "risk", "scoreMin")),
        riskMost: numeral(at(match, "risk", "scoreMax")),
        riskReasons: listed(at(match, "risk", "reasons")),
        when: text(rule.when),
        measure: limit?.measure ?? "ASSET",
        max: limit ? shown(limit.max, decimalsOf(limit.measure, assetsNamed(rule) ?? [])) : "",
        window: limit?.window?.type === "CALENDAR" ? (limit.window.unit ?? "") : (limit?.window?.type ?? "ROLLING"),
        hours: hoursOf(limit?.window?.length ?? "PT24H"),
        zone: limit?.window?.tz ?? "UTC",
        per: limit?.per ?? [],
        terms: approvals.map((each, i) => ({
            of: i,
            group: each.group,
            min: String(each.min),
            strength: each.authStrength ?? "",
            isAny: each.excludeInitiator === false,
        })),
        delay: hoursOf(at(delay, "min")),
    };
}

const numeral = (of: unknown) => (typeof of === "number" ? String(of) : "");

/** How many decimals a limit is typed with: those of the one asset it is about; currencies keep their own point. */
export function decimalsOf(measure: string, assets: readonly string[]): number | undefined {
    if (measure === "COUNT") return 0;
    const [only = "", ...others] = assets;
    return measure === "ASSET" ? (others.length === 0 ? (unitOf(only)?.decimals ?? 0) : 0) : undefined;
}

const shown = (max: string, decimals: number | undefined) =>
    decimals === undefined || !/^[0-9]+$/.test(max) ? max : typed(BigInt(max), decimals);

export type Field = keyof Form;

/** What of a form is none of what belongs there; a rule is made of one without any. */
export type Wrong = ReadonlySet<Field>;

export const NAME = /^[a-zA-Z0-9][a-zA-Z0-9._-]{0,62}$/;
export const ASSET = /^[-a-z0-9]{3,8}:[-_a-zA-Z0-9]{1,32}\/[-a-z0-9]{3,8}:[-.%a-zA-Z0-9]{1,128}$/;
const DECIMAL = /^(0|[1-9][0-9]{0,77})(\.[0-9]{1,18})?$/;
const WHOLE = /^[1-9][0-9]{0,4}$/;
const ZONE = /^(UTC|[A-Za-z]{1,20}(\/[A-Za-z0-9_+-]{1,30}){1,2})$/;

const CLOCK = /^([01][0-9]|2[0-3]):[0-5][0-9]-(([01][0-9]|2[0-3]):[0-5][0-9]|24:00)$/;
const CODE = /^[A-Z][A-Z0-9_]{0,63}$/;

const areNames = (of: string) => split(of).every((each) => NAME.test(each));
const isHours = (of: string) => WHOLE.test(of) || millisOf(of) !== undefined;

/** What was so before is not held against who changes something else. */
export function wrongOf(form: Form, was: Form, others: readonly string[]): Wrong {
    const isSame = (field: Field) => (BESIDE[field] ?? [field]).every((each) => equal(form[each], was[each]));
    const isLimit = form.effect === "LIMIT";
    const isRequire = form.effect === "REQUIRE";
    const isAmount = (of: string) => of === "" || DECIMAL.test(of);
    const holds: readonly (readonly [Field, boolean])[] = [
        ["id", NAME.test(form.id) && !others.includes(form.id)],
        ["activity", form.activity.length > 0],
        ["vaults", areNames(form.vaults)],
        ["wallets", areNames(form.wallets)],
        ["tags", areNames(form.tags)],
        ["assets", split(form.assets).every((each) => ASSET.test(each))],
        ["to", areNames(form.to)],
        ["notTo", areNames(form.notTo)],
        ["least", form.unit === "" || (isAmount(form.least) && form.least + form.most !== "")],
        ["most", form.unit === "" || isAmount(form.most)],
        ["tz", ZONE.test(form.tz) || (form.tz === "" && !asksTime(form))],
        ["clock", form.tz === "" || isClock(form)],
        ["holidays", areNames(form.holidays) && split(form.holidays).length <= 1],
        ["riskLeast", isScore(form.riskLeast)],
        ["riskMost", isScore(form.riskMost) && Number(form.riskLeast) <= Number(form.riskMost || SCORE_MAX)],
        ["riskReasons", split(form.riskReasons).every((each) => CODE.test(each))],
        ["max", !isLimit || maxOf(form) !== undefined],
        ["hours", !isLimit || form.window !== "ROLLING" || isHours(form.hours)],
        ["zone", !isLimit || ["ROLLING", "LIFETIME"].includes(form.window) || ZONE.test(form.zone)],
        ["delay", !isRequire || form.delay === "" || isHours(form.delay)],
        ["terms", !isRequire || form.terms.every((each) => NAME.test(each.group) && WHOLE.test(each.min))],
    ];
    return new Set(holds.flatMap(([field, isGood]) => (isGood || (field !== "id" && isSame(field)) ? [] : [field])));
}

/** Whether it says anything that needs a clock. */
const asksTime = (of: Form) => of.days.length > 0 || of.clock !== "" || of.holidays !== "" || of.isOutside;

/** Hours from here to there within a day; none if only days or holidays are asked for. */
function isClock(of: Form): boolean {
    if (of.clock === "") return of.days.length > 0 || of.holidays !== "";
    const [from = "", to = ""] = of.clock.split("-");
    return CLOCK.test(of.clock) && from < to;
}

const SCORE_MAX = 100;
const isScore = (of: string) => of === "" || (/^(0|[1-9][0-9]{0,2})$/.test(of) && Number(of) <= SCORE_MAX);

const equal = (one: unknown, other: unknown) => JSON.stringify(one) === JSON.stringify(other);

/** What else a field is judged by. */
const BESIDE: Readonly<Partial<Record<Field, readonly Field[]>>> = {
    least: ["least", "most", "unit"],
    most: ["most", "unit"],
    tz: ["tz", "days", "clock", "holidays", "isOutside"],
    clock: ["clock", "tz", "days", "holidays"],
    riskMost: ["riskMost", "riskLeast"],
    max: ["max", "measure", "assets", "effect"],
    hours: ["hours", "window", "effect"],
    zone: ["zone", "window", "effect"],
    delay: ["delay", "effect"],
    terms: ["terms", "effect"],
};

/** What a limit is written as; nothing if it is no number of that kind. */
function maxOf(form: Form): string | undefined {
    const decimals = decimalsOf(form.measure, split(form.assets));
    if (decimals === undefined) return DECIMAL.test(form.max) ? form.max : undefined;
    return baseUnits(form.max, decimals)?.toString();
}

/** Members that a rule of another effect must not have. */
const OWN: Readonly<Record<Rule["effect"], readonly string[]>> = {
    ALLOW: ["signers", "expiresIn"],
    REQUIRE: ["signers", "expiresIn", "approvals", "delay", "require"],
    LIMIT: ["limit"],
    DENY: [],
};
const EVERY = new Set(Object.values(OWN).flat());

/** The rule with what the form has otherwise than the rule; whatever the form does not know stays as it is. */
export function ruleOf(form: Form, rule: Rule): Rule {
    const was = formOf(rule);
    let next: Json = { ...rule, id: form.id, effect: form.effect };
    if (form.effect !== rule.effect)
        next = Object.fromEntries(
            Object.entries(next).filter(([name]) => !EVERY.has(name) || OWN[form.effect].includes(name)),
        );
    const isOther = (...fields: readonly Field[]) =>
        fields.some((each) => !equal(form[each], was[each]));
    const say = (fields: readonly Field[], path: readonly string[], value: () => unknown) => {
        if (isOther(...fields)) next = put(next, path, value());
    };
    say(["activity"], ["activity"], () => form.activity);
    say(["vaults"], ["match", "source", "vaults"], () => split(form.vaults));
    say(["wallets"], ["match", "source", "wallets"], () => split(form.wallets));
    say(["tags"], ["match", "source", "tags"], () => split(form.tags));
    say(["assets"], ["match", "asset", "is"], () => split(form.assets));
    say(["to"], ["match", "destination", "in"], () => split(form.to));
    say(["notTo"], ["match", "destination", "notIn"], () => split(form.notTo));
    const isCurrency = form.unit !== "ASSET" && form.unit !== "BASE";
    const has = (value: string) => (form.unit === "" ? undefined : value || undefined);
    say(["unit"], ["match", "amount", "fiat"], () => (isCurrency ? has(form.unit) : undefined));
    say(["unit"], ["match", "amount", "unit"], () => (isCurrency ? undefined : form.unit));
    say(["unit"], ["match", "amount", "priceAgeMax"], () =>
        isCurrency ? has(text(at(rule.match, "amount", "priceAgeMax"))) : undefined,
    );
    say(["unit", "least"], ["match", "amount", "min"], () => has(form.least));
    say(["unit", "most"], ["match", "amount", "max"], () => has(form.most));
    const timed = (value: unknown) => (form.tz === "" ? undefined : value);
    say(["tz"], ["match", "time", "tz"], () => form.tz || undefined);
    say(["tz", "days"], ["match", "time", "days"], () => timed(isOther("days") ? form.days : at(rule.match, ...DAYS)));
    say(["tz", "clock"], ["match", "time", "hours"], () => timed(form.clock || undefined));
    say(["tz", "holidays"], ["match", "time", "holidays"], () => timed(form.holidays || undefined));
    if (isOther("isOutside") || (form.tz === "" && was.isOutside))
        next = put(next, ["match", "time", "outside"], timed(form.isOutside || undefined));
    say(["riskLeast"], ["match", "risk", "scoreMin"], () => score(form.riskLeast));
    say(["riskMost"], ["match", "risk", "scoreMax"], () => score(form.riskMost));
    say(["riskReasons"], ["match", "risk", "reasons"], () => split(form.riskReasons));
    say(["when"], ["when"], () => form.when.trim() || undefined);
    if (form.effect === "LIMIT") next = limited(next, form, isOther, rule.limit === undefined);
    if (form.effect === "REQUIRE") {
        say(["terms"], ["approvals"], () => form.terms.map((each) => termOf(each, rule)));
        say(["delay"], form.delay === "" ? ["delay"] : ["delay", "min"], () =>
            form.delay === "" ? undefined : durationOf(form.delay),
        );
    }
    return next as unknown as Rule;
}

const DAYS = ["time", "days"];
const score = (of: string) => (of === "" ? undefined : Number(of));

function limited(rule: Json, form: Form, isOther: (...of: readonly Field[]) => boolean, isNew: boolean): Json {
    let next = rule;
    if (isNew || isOther("measure")) next = put(next, ["limit", "measure"], form.measure);
    if (isNew || isOther("measure", "max", "assets")) next = put(next, ["limit", "max"], maxOf(form));
    if (isNew || isOther("window", "hours", "zone")) next = put(next, ["limit", "window"], windowOf(form));
    if (isOther("per")) next = put(next, ["limit", "per"], form.per);
    const isPriced = form.measure.startsWith("FIAT:");
    return isOther("measure") && !isPriced ? put(next, ["limit", "priceAgeMax"], undefined) : next;
}

function windowOf({ window, hours, zone }: Form): Json {
    if (window === "ROLLING") return { type: window, length: durationOf(hours) };
    return window === "LIFETIME" ? { type: window } : { type: "CALENDAR", tz: zone, unit: window };
}

const durationOf = (of: string) => (WHOLE.test(of) ? `PT${of}H` : of);

function termOf({ of, group, min, strength, isAny }: TermForm, rule: Rule): Json {
    const was: Json = of === undefined ? {} : { ...rule.approvals?.[of] };
    let next: Json = { ...was, group, min: Number(min) };
    next = put(next, ["authStrength"], strength || undefined);
    // Absent and true are the same; what was written stays.
    const isSame = isAny === (was["excludeInitiator"] === false);
    return isSame ? next : put(next, ["excludeInitiator"], isAny ? false : undefined);
}

/** With this member so, or without it; an object or list that would be empty is left out, for nodes refuse it. */
export function put(of: Json, [name = "", ...more]: readonly string[], value: unknown): Json {
    const inner = more.length > 0 ? put(isObject(of[name]) ? of[name] : {}, more, value) : value;
    const isEmpty = inner === undefined || (Array.isArray(inner) ? inner : Object.keys(Object(inner))).length === 0;
    if (!isEmpty || typeof inner === "number" || typeof inner === "boolean") return { ...of, [name]: inner };
    const { [name]: _, ...rest } = of;
    return rest;
}

/** What a rule has that the form does not, as it is written. */
export function beyond(rule: Rule): readonly string[] {
    let left: Json = { ...rule };
    for (const path of KNOWN) left = put(left, path, undefined);
    if (rule.approvals) {
        const rest = (each: object) => TERM.reduce<Json>((of, name) => put(of, [name], undefined), { ...each });
        const more = rule.approvals.map(rest);
        left = put(left, ["approvals"], more.some((each) => Object.keys(each).length > 0) ? more : undefined);
    }
    const said = (value: unknown) => (typeof value === "string" ? value : JSON.stringify(value));
    return Object.entries(left).map(([name, value]) => `${name} ${said(value)}`);
}

const TERM = ["group", "min", "authStrength", "excludeInitiator"];
const KNOWN: readonly (readonly string[])[] = [
    ["id"],
    ["effect"],
    ["activity"],
    ["match", "source", "vaults"],
    ["match", "source", "wallets"],
    ["match", "source", "tags"],
    ["match", "asset", "is"],
    ["match", "destination", "in"],
    ["match", "destination", "notIn"],
    ["match", "amount", "fiat"],
    ["match", "amount", "unit"],
    ["match", "amount", "min"],
    ["match", "amount", "max"],
    ["match", "time", "tz"],
    ["match", "time", "days"],
    ["match", "time", "hours"],
    ["match", "time", "holidays"],
    ["match", "time", "outside"],
    ["match", "risk", "scoreMin"],
    ["match", "risk", "scoreMax"],
    ["match", "risk", "reasons"],
    ["when"],
    ["limit", "measure"],
    ["limit", "max"],
    ["limit", "window"],
    ["limit", "per"],
    ["delay", "min"],
];

/** To begin with: a name that no rule has yet. */
export function newRule(rules: readonly Rule[]): Rule {
    const taken = new Set(rules.map((each) => each.id));
    let number = rules.length + 1;
    while (taken.has(`rule-${number}`)) number++;
    return { id: `rule-${number}`, effect: "REQUIRE", activity: ["TRANSFER"] };
}

import { ASSET, type Json, NAME, isObject, parsed, split } from "./draft";

/** What rules call by a name: docs/spec/policy.md PO-6, PO-13. */
export const MEMBERS = ["groups", "lists", "calendars"] as const;
export type Member = (typeof MEMBERS)[number];
export const KINDS = ["addressBook", "address", "asset"] as const;
export const CLASSES = ["", "NATIVE", "STABLE", "TOKEN", "COLLECTIBLE"] as const;

export interface Named {
    readonly name: string;
    readonly value: Json;
}

/** In the order in which they are written; nothing of what is none. */
export function namedOf(text: string, member: Member): readonly Named[] {
    const of = parsed(text)?.[member];
    if (!isObject(of)) return [];
    return Object.entries(of).flatMap(([name, value]) => (isObject(value) ? [{ name, value }] : []));
}

/** The text with this one so, or without it, and all else as it was. */
export function withNamed(text: string, member: Member, name: string, value: Json | undefined): string {
    const { [member]: was, ...rest } = parsed(text) ?? {};
    const { [name]: _, ...others } = isObject(was) ? was : {};
    const isThere = isObject(was) && name in was;
    const next =
        value === undefined
            ? others
            : isThere
              ? Object.fromEntries(Object.entries(was).map(([each, of]) => [each, each === name ? value : of]))
              : { ...others, [name]: value };
    const isLeft = Object.keys(next).length > 0;
    if (!isLeft) return JSON.stringify(rest, null, 2);
    // Where it was, it stays; else it comes last.
    const whole = was === undefined ? rest : parsed(text);
    return JSON.stringify({ ...whole, [member]: next }, null, 2);
}

const rulesIn = (text: string): readonly Json[] => {
    const rules = parsed(text)?.["rules"];
    return Array.isArray(rules) ? rules.filter(isObject) : [];
};

/** Rules in which the name stands: those that may go by it. */
export function naming(text: string, name: string): readonly string[] {
    const word = JSON.stringify(name);
    return rulesIn(text)
        .filter((each) => JSON.stringify({ ...each, id: "" }).includes(word) || isInExpression(each, name))
        .map((each) => String(each["id"]));
}

/** Rules whose expressions have it as a text: what that is there for nobody here can tell. */
export function expressionsWith(text: string, name: string): readonly string[] {
    return rulesIn(text)
        .filter((each) => isInExpression(each, name))
        .map((each) => String(each["id"]));
}

function isInExpression({ when }: Json, name: string): boolean {
    return typeof when === "string" && [`'${name}'`, `"${name}"`].some((each) => when.includes(each));
}

/** What rules go by such a name in: docs/spec/policy.md PO-5, PO-10. */
const BY: Readonly<Record<Member, ReadonlySet<string>>> = {
    groups: new Set(["group", "groups", "notGroups", "cancelBy"]),
    lists: new Set(["in", "notIn", "targetIn", "targetNotIn"]),
    calendars: new Set(["holidays"]),
};

/** The text with another name for this one, where it stands and wherever rules go by it but in their expressions. */
export function renamed(text: string, member: Member, from: string, to: string): string {
    const policy = parsed(text) ?? {};
    const { [member]: all, rules } = policy;
    if (!isObject(all)) return text;
    const named = Object.fromEntries(Object.entries(all).map(([name, of]) => [name === from ? to : name, of]));
    const put = (of: unknown, under: string): unknown => {
        if (Array.isArray(of)) return of.map((each) => put(each, under));
        if (isObject(of)) return Object.fromEntries(Object.entries(of).map(([name, each]) => [name, put(each, name)]));
        return of === from && BY[member].has(under) ? to : of;
    };
    const next = { ...policy, [member]: named };
    return JSON.stringify(rules === undefined ? next : { ...next, rules: put(rules, "") }, null, 2);
}

/** As a person fills it in. */
export interface NamedForm {
    readonly name: string;
    /** People and programs, by their ids. */
    readonly members: readonly string[];
    readonly kind: string;
    readonly minAge: string;
    readonly tags: string;
    /** Addresses, assets or days, with white space or commas between. */
    readonly items: string;
    readonly class: string;
}

const texts = (of: unknown) => (Array.isArray(of) ? of.map(String) : []);

export function namedFormOf({ name, value }: Named): NamedForm {
    return {
        name,
        members: texts(value["members"]),
        kind: typeof value["kind"] === "string" ? value["kind"] : "addressBook",
        minAge: value["minAgeHours"] === undefined ? "" : String(value["minAgeHours"]),
        tags: texts(value["tags"]).join(", "),
        items: texts(value["items"] ?? value["holidays"]).join("\n"),
        class: typeof value["class"] === "string" ? value["class"] : "",
    };
}

export const PERSON = /^[us]:[a-z][a-z0-9.-]{0,62}$/;
const ACCOUNT = /^[-a-z0-9]{3,8}:[-_a-zA-Z0-9]{1,32}:[-.%a-zA-Z0-9]{1,128}$/;
const HOURS_MAX = 87_600;

const isDay = (of: string) => {
    const at = /^[0-9]{4}-[0-9]{2}-[0-9]{2}$/.test(of) ? new Date(`${of}T00:00:00Z`) : undefined;
    return at !== undefined && !Number.isNaN(at.getTime()) && at.toISOString().startsWith(of);
};
const areOnce = (of: readonly string[]) => new Set(of).size === of.length;

/** What of it is none of what belongs there; control and nodes ask for more. */
export function wrongNamed(member: Member, form: NamedForm, others: readonly string[]): ReadonlySet<keyof NamedForm> {
    const isList = member === "lists";
    const isBook = isList && form.kind === "addressBook";
    const items = split(form.items);
    const isItem = (of: string) =>
        member === "calendars" ? isDay(of) : form.kind === "asset" ? ASSET.test(of) : ACCOUNT.test(of);
    const hasItems = member === "calendars" || (isList && !isBook);
    const isAge = /^(0|[1-9][0-9]{0,4})$/.test(form.minAge) && Number(form.minAge) <= HOURS_MAX;
    const holds: readonly (readonly [keyof NamedForm, boolean])[] = [
        ["name", NAME.test(form.name) && !others.includes(form.name)],
        ["members", member !== "groups" || (form.members.every((each) => PERSON.test(each)) && areOnce(form.members))],
        ["minAge", !isBook || form.minAge === "" || isAge],
        ["tags", !isBook || (split(form.tags).every((each) => NAME.test(each)) && areOnce(split(form.tags)))],
        ["items", !hasItems || (items.every(isItem) && areOnce(items))],
    ];
    return new Set(holds.flatMap(([field, isGood]) => (isGood ? [] : [field])));
}

/** What stands under the name; no empty members but those that have to be there. */
export function valueOf(member: Member, form: NamedForm): Json {
    if (member === "groups") return { members: form.members };
    if (member === "calendars") return { holidays: split(form.items) };
    if (form.kind !== "addressBook")
        return {
            kind: form.kind,
            items: split(form.items),
            ...(form.kind === "asset" && form.class !== "" && { class: form.class }),
        };
    const tags = split(form.tags);
    return {
        kind: form.kind,
        ...(form.minAge !== "" && { minAgeHours: Number(form.minAge) }),
        ...(tags.length > 0 && { tags }),
    };
}

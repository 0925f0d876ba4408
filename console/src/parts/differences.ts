import { Malformed, hex, ofHex } from "../proof/bytes";
import { type BookEntry, type Document, addressOf, isAlike, parseBook } from "../proof/change";
import { words } from "../proof/comparison";
import { type Somebody, parseDirectory } from "../proof/people";
import { parseRoster } from "../proof/roster";
import { moment } from "../words/format";
import { t } from "../words/words";
import { type Rule, sentenceOf } from "./rules";

/** What one version of a document has otherwise than another, in this browser's words. */
export interface Differences {
    readonly sentences: readonly string[];
    /** Whether all that differs was read here and said in words; what was not stands there as it is written. */
    readonly isWorded: boolean;
}

/** One thing that a document holds. */
interface Thing {
    readonly what: string;
    readonly text: string;
    /** All of it: what is not said in the text makes a difference too. */
    readonly whole: string;
    /** Whether the text says all of it. */
    readonly isWorded: boolean;
}

type Things = ReadonlyMap<string, Thing>;

/** Nothing of a kind that is not read here. */
export async function differences(before: Document | undefined, after: Document): Promise<Differences | undefined> {
    const read = READ[after.kind];
    if (!read) return undefined;
    const [was, is] = await Promise.all([before ? read(before) : none, read(after)]);
    const found = between(was, is);
    if (after.kind !== "address-book") return found;
    return { ...found, sentences: [...found.sentences, ...alikeIn(before ? parseBook(before.content) : [], after)] };
}

/** Entries that are new and look like one that stood there: whoever agrees has to see both whole. */
function alikeIn(before: readonly BookEntry[], after: Document): readonly string[] {
    const known = new Set(before.map((each) => each.account));
    return parseBook(after.content)
        .filter((each) => !known.has(each.account))
        .flatMap((each) => {
            const like = before.find((one) => isAlike(addressOf(one), addressOf(each)));
            return like ? [t("change.alike", { account: each.account, label: like.label, other: like.account })] : [];
        });
}

const none: Things = new Map();

const READ: Readonly<Record<string, (of: Document) => Things | Promise<Things>>> = {
    people: peopleOf,
    policy: policyOf,
    "emergency-policy": policyOf,
    "address-book": entriesOf,
    roster: membersOf,
};

function between(before: Things, after: Things): Differences {
    const lines: string[] = [];
    let isWorded = true;
    const say = (line: string, ...all: readonly Thing[]) => {
        lines.push(line);
        isWorded &&= all.every((each) => each.isWorded);
    };
    for (const [id, is] of after) {
        const was = before.get(id);
        if (!was) say(t("change.new", { what: is.what, text: is.text }), is);
        else if (was.whole !== is.whole && was.text !== is.text)
            say(t("change.becomes", { what: is.what, text: is.text, before: was.text }), is, was);
        else if (was.whole !== is.whole)
            say(t("change.otherwise", { what: is.what, text: is.whole, before: was.whole }), {
                ...is,
                isWorded: false,
            });
    }
    for (const [id, was] of before)
        if (!after.has(id)) say(t("change.gone", { what: was.what, text: was.text }), was);
    return { sentences: lines.length > 0 ? lines : [t("change.nothing")], isWorded };
}

type Json = Readonly<Record<string, unknown>>;

const isObject = (of: unknown): of is Json => typeof of === "object" && of !== null && !Array.isArray(of);

/** JSON with its members in order, so that what says the same is the same. */
function canonical(of: unknown): string {
    if (Array.isArray(of)) return `[${of.map(canonical).join(",")}]`;
    if (!isObject(of)) return JSON.stringify(of) ?? "null";
    const members = Object.entries(of).sort(([a], [b]) => (a < b ? -1 : 1));
    return `{${members.map(([name, value]) => `${JSON.stringify(name)}:${canonical(value)}`).join(",")}}`;
}

const isTexts = (of: unknown): of is readonly string[] =>
    Array.isArray(of) && of.every((each) => typeof each === "string");

/** Every member of a policy, so that nothing of it can change unseen: docs/spec/policy.md PO-13. */
function policyOf({ content, version }: Document): Things {
    const policy = parsed(content);
    const things = new Map<string, Thing>();
    const add = (key: string, what: string, value: unknown, text: string | undefined) => {
        if (things.has(key)) throw new Malformed("a name twice");
        const whole = canonical(value);
        things.set(key, { what, text: text ?? whole, whole, isWorded: text !== undefined });
    };
    for (const [name, value] of Object.entries(policy)) {
        if (name === "rules" && Array.isArray(value))
            for (const each of value as readonly Rule[])
                add(`rule ${each.id}`, t("change.rule", { id: each.id }), each, sentenceOf(each));
        else if (name === "groups" && isObject(value))
            for (const [id, of] of Object.entries(value)) add(`group ${id}`, t("change.group", { id }), of, group(of));
        else if (name === "lists" && isObject(value))
            for (const [id, of] of Object.entries(value)) add(`list ${id}`, t("change.list", { id }), of, list(of));
        else if (name === "calendars" && isObject(value))
            for (const [id, of] of Object.entries(value))
                add(`calendar ${id}`, t("change.calendar", { id }), of, only(of, "holidays"));
        // The number is the document's own.
        else if (name !== "version" || value !== version)
            add(`member ${name}`, t("change.policy.member", { name }), value, scalar(value));
    }
    return things;
}

function parsed(content: Uint8Array): Json {
    try {
        const read: unknown = JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(content));
        if (isObject(read)) return read;
    } catch (cause) {
        if (!(cause instanceof SyntaxError || cause instanceof TypeError)) throw cause;
    }
    throw new Malformed("no policy");
}

const scalar = (of: unknown) => (typeof of === "string" || typeof of === "number" ? `${of}` : undefined);

/** The texts of an object that has this one member and no other. */
function only(of: unknown, member: string): string | undefined {
    if (!isObject(of) || Object.keys(of).join() !== member) return undefined;
    const items = of[member];
    return isTexts(items) ? items.join(", ") || t("change.nobody") : undefined;
}

const group = (of: unknown) => only(of, "members");

function list(of: unknown): string | undefined {
    if (!isObject(of)) return undefined;
    const { kind, ...rest } = of;
    if (kind === "address" || kind === "asset") {
        const items = only(rest, "items");
        return items && t("change.list.items", { kind, items });
    }
    const { minAgeHours = 0, tags = [], ...more } = rest;
    if (kind !== "addressBook" || Object.keys(more).length > 0) return undefined;
    if (typeof minAgeHours !== "number" || !isTexts(tags)) return undefined;
    return t(tags.length > 0 ? "change.list.book.tags" : "change.list.book", {
        count: minAgeHours,
        tags: tags.join(", "),
    });
}

function membersOf(of: Document): Things {
    return new Map(
        parseRoster(of.content).members.map((each) => [
            each.name,
            {
                what: t("change.member", { name: each.name }),
                text: t(each.isNode ? "change.member.node" : "change.member.other", {
                    key: hex(each.identity),
                }),
                whole: each.whole,
                isWorded: true,
            },
        ]),
    );
}

function entriesOf(of: Document): Things {
    return new Map(
        parseBook(of.content).map((each) => {
            const tags = each.tags.length > 0 ? ` [${each.tags.join(", ")}]` : "";
            const blocked = each.blocked ? `, ${t("addresses.blocked")}` : "";
            const added = t("change.entry.added", { when: moment(each.addedAt), by: each.addedBy });
            const text = `${each.label}, ${each.counterparty}${tags}${blocked}, ${added}`;
            const what = t("change.entry", { account: each.account });
            return [each.account, { what, text, whole: JSON.stringify(each), isWorded: true }];
        }),
    );
}

async function peopleOf(of: Document): Promise<Things> {
    const { people } = await parseDirectory(of.content);
    return new Map(
        people.map((each) => {
            const what = t("change.person", { id: each.id, name: each.name });
            return [each.id, { what, text: wordsOf(each), whole: JSON.stringify(each), isWorded: true }];
        }),
    );
}

function wordsOf(of: Somebody): string {
    const keys = of.keys.map((each) =>
        t(each.isRevoked ? "change.person.key.revoked" : "change.person.key", {
            key: words(ofHex(each.id)),
            strength: t(`strength.${each.strength}`),
        }),
    );
    return t("change.person.text", {
        status: t(`person.${of.status}`),
        human: of.human,
        rights: of.rights.map((each) => t(`people.right.${each}`)).join(", ") || t("people.rights.none"),
        roles: of.roles.join(", ") || t("people.roles.none"),
        keys: keys.join(", ") || t("people.keys.none"),
    });
}

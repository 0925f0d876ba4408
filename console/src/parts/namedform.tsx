import { Button, Checkbox, NativeSelect, TextInput, Textarea } from "@mantine/core";
import { useState } from "react";
import { t } from "../words/words";
import { parsed, split } from "./draft";
import { DraftRow, Gone } from "./draftrow";
import { useDocument } from "./inforce";
import {
    CLASSES,
    KINDS,
    MEMBERS,
    type Member,
    type Named,
    type NamedForm,
    expressionsWith,
    namedFormOf,
    namedOf,
    naming,
    renamed,
    valueOf,
    withNamed,
    wrongNamed,
} from "./named";
import { useDirectory, useNames } from "./names";

interface Editing {
    readonly text: string;
    readonly current: string;
    readonly write: (text: string) => void;
    /** Which is open: a member and a name, no name of a new one. */
    readonly open: string | undefined;
    readonly turnTo: (to: string | undefined) => void;
}

/** Groups, lists and calendars of a draft, each of which can be changed in its place. */
export function NamedForms(editing: Editing) {
    if (!parsed(editing.text)) return null;
    return MEMBERS.map((each) => <OfMember key={each} member={each} editing={editing} />);
}

function OfMember({ member, editing }: { member: Member; editing: Editing }) {
    const { text, current, write, open, turnTo } = editing;
    const all = namedOf(text, member);
    const before = new Map(namedOf(current, member).map((each) => [each.name, JSON.stringify(each.value)]));
    const gone = [...before.keys()].filter((name) => !all.some((each) => each.name === name));
    const others = (name: string) => all.map((each) => each.name).filter((each) => each !== name);
    const editor = (of: Named, isNew: boolean) => (
        <Editor
            key={of.name}
            member={member}
            of={of}
            isNew={isNew}
            others={isNew ? others("") : others(of.name)}
            expressions={isNew ? [] : expressionsWith(text, of.name)}
            keep={(form) => {
                const called = isNew || form.name === of.name ? text : renamed(text, member, of.name, form.name);
                write(withNamed(called, member, form.name, valueOf(member, form)));
                turnTo(undefined);
            }}
            close={() => turnTo(undefined)}
        />
    );
    return (
        <div className="tight">
            <h3>{t(`named.${member}`)}</h3>
            {all.length === 0 && <p className="soft">{t(`named.${member}.none`)}</p>}
            <ul className="list">
                {all.map((each) => (
                    <DraftRow
                        key={each.name}
                        name={each.name}
                        was={before.get(each.name)}
                        is={JSON.stringify(each.value)}
                        acts={
                            open === undefined
                                ? {
                                      change: () => turnTo(`${member}/${each.name}`),
                                      remove: () => write(withNamed(text, member, each.name, undefined)),
                                  }
                                : undefined
                        }
                    >
                        {open === `${member}/${each.name}` ? (
                            editor(each, false)
                        ) : (
                            <Said member={member} of={each} rules={naming(text, each.name)} />
                        )}
                    </DraftRow>
                ))}
                {open === `${member}/` && <li>{editor({ name: "", value: {} }, true)}</li>}
            </ul>
            <Gone of={gone} />
            {open === undefined && (
                <div>
                    <Button variant="default" size="compact-sm" onClick={() => turnTo(`${member}/`)}>
                        {t(`named.${member}.add`)}
                    </Button>
                </div>
            )}
        </div>
    );
}

/** What it holds, in a sentence; whatever else is written there stands as it is. */
function Said({ member, of, rules }: { member: Member; of: Named; rules: readonly string[] }) {
    const nameOf = useNames();
    const form = namedFormOf(of);
    const items = split(form.items);
    const book = member === "lists" && form.kind === "addressBook";
    const key = book ? "named.said.book" : `named.said.${member === "lists" ? form.kind : member}`;
    return (
        <>
            <p>
                {t(key as "named.said.book", {
                    count: member === "groups" ? form.members.length : book ? Number(form.minAge || 0) : items.length,
                    names: shown(member === "groups" ? form.members.map(nameOf) : items),
                })}
                {book && form.tags !== "" && `. ${t("named.said.tags", { tags: form.tags })}`}
            </p>
            <p className="soft small">
                {rules.length > 0 ? t("named.used", { names: rules.join(", ") }) : t("named.unused")}
            </p>
        </>
    );
}

const SHOWN = 12;

function shown(of: readonly string[]): string {
    return of.length === 0 ? t("app.none") : of.slice(0, SHOWN).join(", ") + (of.length > SHOWN ? " …" : "");
}

interface Given {
    readonly member: Member;
    readonly of: Named;
    readonly isNew: boolean;
    readonly others: readonly string[];
    /** Rules whose expressions have the name it had. */
    readonly expressions: readonly string[];
    readonly keep: (form: NamedForm) => void;
    readonly close: () => void;
}

interface Filling {
    readonly form: NamedForm;
    readonly set: (to: Partial<NamedForm>) => void;
    readonly wrong: ReadonlySet<keyof NamedForm>;
}

function Editor({ member, of, isNew, others, expressions, keep, close }: Given) {
    const [form, fill] = useState(() => namedFormOf(of));
    const wrong = wrongNamed(member, form, others);
    const filling = { form, set: (to: Partial<NamedForm>) => fill({ ...form, ...to }), wrong };
    return (
        <div className="stack payee" role="group" aria-label={t("named.of", { name: of.name || t("named.new") })}>
            <TextInput
                label={t("named.name")}
                {...(isNew ? {} : { description: t("named.name.lead") })}
                value={form.name}
                autoFocus={isNew}
                spellCheck={false}
                autoComplete="off"
                error={form.name !== "" && wrong.has("name") ? t("named.name.bad") : undefined}
                onChange={(event) => filling.set({ name: event.currentTarget.value })}
            />
            {form.name !== of.name && expressions.length > 0 && (
                <p role="alert" className="attention">
                    {t("named.expressions", { name: of.name, rules: expressions.join(", ") })}
                </p>
            )}
            {member === "groups" && <Members of={filling} />}
            {member === "lists" && <List of={filling} />}
            {member === "calendars" && <Items of={filling} field="named.days" />}
            <div className="row">
                <Button disabled={wrong.size > 0} onClick={() => keep(form)}>
                    {t("rule.form.keep")}
                </Button>
                <Button variant="default" onClick={close}>
                    {t("rule.form.leave")}
                </Button>
            </div>
        </div>
    );
}

/** People of the document of people to choose from; others by their ids. */
function Members({ of: { form, set, wrong } }: { of: Filling }) {
    const document = useDocument("people");
    const people = useDirectory(document.data).data?.people ?? [];
    const known = new Set<string>(people.map((each) => each.id));
    const chosen = form.members.filter((each) => known.has(each));
    const [typed, type] = useState<string>();
    const others = typed ?? form.members.filter((each) => !known.has(each)).join(", ");
    const put = (some: readonly string[], more: string) => {
        const left = form.members.filter((each) => some.includes(each));
        set({ members: [...left, ...some.filter((each) => !left.includes(each)), ...split(more)] });
    };
    return (
        <>
            {people.length > 0 && (
                <Checkbox.Group
                    label={t("named.members")}
                    value={chosen}
                    onChange={(some) => put(some, others)}
                >
                    <div className="row">
                        {people.map((each) => (
                            <Checkbox
                                key={each.id}
                                value={each.id}
                                label={t("named.member", { name: each.name, id: each.id })}
                            />
                        ))}
                    </div>
                </Checkbox.Group>
            )}
            <TextInput
                label={t("named.others")}
                description={t("named.others.lead")}
                value={others}
                spellCheck={false}
                autoComplete="off"
                error={wrong.has("members") ? t("named.others.bad") : undefined}
                onChange={(event) => {
                    type(event.currentTarget.value);
                    put(chosen, event.currentTarget.value);
                }}
            />
        </>
    );
}

function List({ of }: { of: Filling }) {
    const { form, set, wrong } = of;
    return (
        <>
            <NativeSelect
                label={t("named.kind")}
                value={form.kind}
                onChange={(event) => set({ kind: event.currentTarget.value })}
                data={KINDS.map((each) => ({ value: each, label: t(`named.kind.${each}`) }))}
            />
            {form.kind === "addressBook" ? (
                <div className="columns fields">
                    <TextInput
                        label={t("named.minAge")}
                        inputMode="numeric"
                        value={form.minAge}
                        error={wrong.has("minAge") ? t("named.minAge.bad") : undefined}
                        onChange={(event) => set({ minAge: event.currentTarget.value.trim() })}
                    />
                    <TextInput
                        label={t("named.tags")}
                        value={form.tags}
                        error={wrong.has("tags") ? t("rule.form.tags.bad") : undefined}
                        onChange={(event) => set({ tags: event.currentTarget.value })}
                    />
                </div>
            ) : (
                <Items of={of} field={form.kind === "asset" ? "named.assets" : "named.addresses"} />
            )}
            {form.kind === "asset" && (
                <NativeSelect
                    label={t("named.class")}
                    value={form.class}
                    onChange={(event) => set({ class: event.currentTarget.value })}
                    data={CLASSES.map((each) => ({ value: each, label: each || t("app.none") }))}
                />
            )}
        </>
    );
}

function Items({ of, field }: { of: Filling; field: "named.days" | "named.assets" | "named.addresses" }) {
    return (
        <Textarea
            label={t(field)}
            description={t(`${field}.lead`)}
            rows={5}
            spellCheck={false}
            classNames={{ input: "mono" }}
            value={of.form.items}
            error={of.wrong.has("items") ? t(`${field}.bad`) : undefined}
            onChange={(event) => of.set({ items: event.currentTarget.value })}
        />
    );
}

import { Button, Checkbox, NativeSelect, TextInput } from "@mantine/core";
import { useState } from "react";
import type { Key } from "../words/en";
import { chainName, unitOf } from "../words/format";
import { t } from "../words/words";
import { assetName } from "./criteria";
import {
    type Form,
    type TermForm,
    beyond,
    formOf,
    namesIn,
    newRule,
    ruleOf,
    rulesOf,
    split,
    withRules,
    wrongOf,
} from "./draft";
import { Tag } from "./basics";
import { DraftRow, Gone } from "./draftrow";
import { type Rule, activityName, sentenceOf } from "./rules";
import { Line, type Part } from "./ruleline";
import { Risked, Timed } from "./ruletimes";

interface Editing {
    readonly text: string;
    readonly current: string;
    readonly write: (text: string) => void;
    /** Which rule is open, by its place; the one behind the last is new. */
    readonly open: number | undefined;
    readonly turnTo: (at: number | undefined) => void;
}

/** The rules of a draft as sentences, each of which can be changed in its place. */
export function RulesForm({ text, current, write, open, turnTo }: Editing) {
    const [left, leave] = useState<number>();
    const rules = rulesOf(text);
    if (!rules) return <p className="attention">{t("rule.form.unread")}</p>;
    const before = new Map((rulesOf(current) ?? []).map((each) => [each.id, JSON.stringify(each)]));
    const gone = [...before.keys()].filter((id) => !rules.some((each) => each.id === id));
    const close = (at: number) => {
        leave(at);
        turnTo(undefined);
    };
    const put = (at: number, rule: Rule) => {
        write(withRules(text, at < rules.length ? rules.map((each, i) => (i === at ? rule : each)) : [...rules, rule]));
        close(at);
    };
    const editor = (at: number, rule: Rule) => (
        <Editor key={at} rule={rule} rules={rules} text={text} keep={(it) => put(at, it)} close={() => close(at)} />
    );
    return (
        <div className="tight">
            <ul className="list">
                {rules.map((each, i) => (
                    <DraftRow
                        key={`${i}`}
                        name={each.id}
                        was={before.get(each.id)}
                        is={JSON.stringify(each)}
                        tag={
                            <Tag tone={each.effect === "DENY" ? "danger" : "plain"}>
                                {t(`rule.effect.${each.effect}`)}
                            </Tag>
                        }
                        isLeft={left === i}
                        acts={
                            open === undefined
                                ? {
                                      change: () => turnTo(i),
                                      remove: () => write(withRules(text, rules.filter((_, at) => at !== i))),
                                  }
                                : undefined
                        }
                    >
                        {open === i ? editor(i, each) : <p>{sentenceOf(each)}</p>}
                    </DraftRow>
                ))}
                {open === rules.length && <li>{editor(open, newRule(rules))}</li>}
            </ul>
            <Gone of={gone} />
            {open === undefined && (
                <div className="row">
                    <Button variant="default" onClick={() => turnTo(rules.length)}>
                        {t("rule.form.add")}
                    </Button>
                    {text !== current && (
                        <Button variant="default" onClick={() => write(current)}>
                            {t("rule.form.reset")}
                        </Button>
                    )}
                </div>
            )}
        </div>
    );
}

interface Given {
    readonly rule: Rule;
    readonly rules: readonly Rule[];
    readonly text: string;
    readonly keep: (rule: Rule) => void;
    readonly close: () => void;
}

const EFFECTS = ["ALLOW", "REQUIRE", "LIMIT", "DENY"] as const;

/** One rule, criterion by criterion; nothing of the draft changes before it is taken over. */
function Editor({ rule, rules, text, keep, close }: Given) {
    const was = formOf(rule);
    const [form, fill] = useState(was);
    const others = rules.filter((each) => each !== rule).map((each) => each.id);
    const wrong = wrongOf(form, was, others);
    const set = (to: Partial<Form>) => fill({ ...form, ...to });
    const next = wrong.size === 0 ? ruleOf(form, rule) : undefined;
    const more = beyond(next ?? rule);
    const part = { form, set, wrong, text };
    return (
        <div className="stack payee" role="group" aria-label={t("rule.form.of", { id: rule.id })}>
            <p className="strong" role="status">
                {next ? sentenceOf(next) : t("rule.form.wrong")}
            </p>
            <div className="columns">
                <Line of={part} field="id" autoFocus />
                <NativeSelect
                    label={t("rule.form.effect")}
                    value={form.effect}
                    onChange={(event) => set({ effect: event.currentTarget.value as Rule["effect"] })}
                    data={EFFECTS.map((each) => ({ value: each, label: t(`rule.effect.${each}`) }))}
                />
            </div>
            <Activities of={part} />
            {form.effect === "LIMIT" && <LimitFields of={part} />}
            {form.effect === "REQUIRE" && <RequireFields of={part} />}
            <Matched of={part} />
            <Timed of={part} />
            <Risked of={part} />
            {more.length > 0 && <p className="soft small">{t("rule.form.beyond", { what: more.join("; ") })}</p>}
            <div className="row">
                <Button disabled={!next} onClick={() => next && keep(next)}>
                    {t("rule.form.keep")}
                </Button>
                <Button variant="default" onClick={close}>
                    {t("rule.form.leave")}
                </Button>
            </div>
        </div>
    );
}

const ACTIVITIES = [
    "*",
    "TRANSFER",
    "BATCH",
    "REPLACE_BY_FEE",
    "CONTRACT_CALL",
    "CONTRACT_DEPLOY",
    "APPROVE_ALLOWANCE",
    "TYPED_DATA",
    "MESSAGE",
    "RAW_HASH",
    "WALLET_ADMIN",
    "EIP7702_AUTH",
    "STAKE",
    "IDENTITY_SIGN",
    "ADDRESS_BOOK_CHANGE",
    "POLICY_CHANGE",
    "USER_ROLE_CHANGE",
    "API_KEY_CHANGE",
    "UNFREEZE",
];

/** Everything stands alone. */
function Activities({ of: { form, set, wrong } }: { of: Part }) {
    const all = [...new Set([...ACTIVITIES, ...form.activity])];
    const choose = (to: string[]) => {
        const isAll = to.includes("*") && !form.activity.includes("*");
        set({ activity: isAll ? ["*"] : to.filter((each) => each !== "*") });
    };
    return (
        <Checkbox.Group
            label={t("rule.form.activity")}
            value={[...form.activity]}
            onChange={choose}
            error={wrong.has("activity") ? t("rule.form.activity.bad") : undefined}
        >
            <div className="row">
                {all.map((each) => (
                    <Checkbox key={each} value={each} label={activityName(each)} />
                ))}
            </div>
        </Checkbox.Group>
    );
}

const CURRENCIES = ["USD", "EUR", "GBP", "CHF"];
const WINDOWS = ["ROLLING", "DAY", "WEEK", "MONTH", "LIFETIME"] as const;
const PER = ["source", "vault", "destination", "initiator", "asset", "chain"] as const;

function LimitFields({ of }: { of: Part }) {
    const { form, set } = of;
    const assets = split(form.assets);
    const [only = ""] = assets;
    const isOne = form.measure === "ASSET" && assets.length === 1 && unitOf(only) !== undefined;
    const measures = [...new Set(["ASSET", "COUNT", ...CURRENCIES.map((each) => `FIAT:${each}`), form.measure])];
    return (
        <>
            <div className="columns">
                <Line of={of} field="max" unit={isOne ? unitOf(only)?.unit : unitName(form.measure)} />
                <NativeSelect
                    label={t("rule.form.measure")}
                    value={form.measure}
                    onChange={(event) => set({ measure: event.currentTarget.value })}
                    data={measures.map((each) => ({ value: each, label: measureName(each) }))}
                />
            </div>
            <div className="columns">
                <NativeSelect
                    label={t("rule.form.window")}
                    value={form.window}
                    onChange={(event) => set({ window: event.currentTarget.value })}
                    data={WINDOWS.map((each) => ({ value: each, label: t(`rule.form.window.${each}`) }))}
                />
                {form.window === "ROLLING" && <Line of={of} field="hours" />}
                {form.window !== "ROLLING" && form.window !== "LIFETIME" && <Line of={of} field="zone" />}
            </div>
            <Checkbox.Group label={t("rule.form.per")} value={[...form.per]} onChange={(per) => set({ per })}>
                <div className="row">
                    {PER.map((each) => (
                        <Checkbox key={each} value={each} label={t(`rule.form.per.${each}`)} />
                    ))}
                </div>
            </Checkbox.Group>
        </>
    );
}

const FIAT = "FIAT:";
const unitName = (of: string) => (of.startsWith(FIAT) ? of.slice(FIAT.length) : t(`rule.form.unit.${of}` as Key));
const measureName = (of: string) => (of.startsWith(FIAT) ? of.slice(FIAT.length) : t(`rule.form.measure.${of}` as Key));

const STRENGTHS = ["", "API_KEY", "PASSKEY", "HARDWARE"] as const;

function RequireFields({ of }: { of: Part }) {
    const { form, set, wrong, text } = of;
    const groups = namesIn(text, "groups");
    const change = (at: number, to: Partial<TermForm>) =>
        set({ terms: form.terms.map((each, i) => (i === at ? { ...each, ...to } : each)) });
    const more = { of: undefined, group: groups[0] ?? "", min: "1", strength: "", isAny: false };
    return (
        <>
            {form.terms.map((each, i) => (
                <div key={`${i}`} className="tight" role="group" aria-label={t("rule.form.term", { number: i + 1 })}>
                    <div className="row">
                        <TextInput
                            label={t("rule.form.min")}
                            value={each.min}
                            inputMode="numeric"
                            w={90}
                            onChange={(event) => change(i, { min: event.currentTarget.value.trim() })}
                        />
                        <NativeSelect
                            label={t("rule.form.group")}
                            value={each.group}
                            onChange={(event) => change(i, { group: event.currentTarget.value })}
                            data={[...new Set([...groups, each.group])]}
                        />
                        <NativeSelect
                            label={t("rule.form.strength")}
                            value={each.strength}
                            onChange={(event) => change(i, { strength: event.currentTarget.value })}
                            data={STRENGTHS.map((one) => ({
                                value: one,
                                label: t(`rule.form.strength.${one || "none"}`),
                            }))}
                        />
                        <Button
                            className="end"
                            variant="default"
                            onClick={() => set({ terms: form.terms.filter((_, at) => at !== i) })}
                        >
                            {t("rule.form.remove")}
                        </Button>
                    </div>
                    <Checkbox
                        checked={each.isAny}
                        label={t("rule.form.any")}
                        onChange={(event) => change(i, { isAny: event.currentTarget.checked })}
                    />
                </div>
            ))}
            {wrong.has("terms") && <p className="danger">{t("rule.form.terms.bad")}</p>}
            <div>
                <Button variant="default" size="compact-sm" onClick={() => set({ terms: [...form.terms, more] })}>
                    {t("rule.form.term.add")}
                </Button>
            </div>
            <Line of={of} field="delay" lead={t("rule.form.delay.lead")} />
        </>
    );
}

const UNITS = ["", "ASSET", "BASE", ...CURRENCIES];

/** Which payments it is about; what stays empty asks nothing. */
function Matched({ of }: { of: Part }) {
    const { form, set, text } = of;
    const lists = namesIn(text, "lists").join(", ") || t("app.none");
    const units = [...new Set([...UNITS, form.unit])];
    const example = t("rule.form.assets.lead", { chain: chainName("eip155:1") });
    const named = split(form.assets).filter((each) => assetName(each) !== each);
    return (
        <>
            <p className="soft">{t("rule.form.match")}</p>
            <div className="columns fields">
                <Line of={of} field="vaults" />
                <Line of={of} field="wallets" />
                <Line of={of} field="tags" />
                <Line of={of} field="assets" lead={named.map(assetName).join(", ") || example} />
                <Line of={of} field="to" lead={t("rule.form.lists", { names: lists })} />
                <Line of={of} field="notTo" lead={t("rule.form.lists", { names: lists })} />
            </div>
            <div className="columns fields">
                <NativeSelect
                    label={t("rule.form.unit")}
                    value={form.unit}
                    onChange={(event) => set({ unit: event.currentTarget.value })}
                    data={units.map((each) => ({ value: each, label: called(each) }))}
                />
                {form.unit !== "" && <Line of={of} field="least" />}
                {form.unit !== "" && <Line of={of} field="most" />}
            </div>
        </>
    );
}

function called(unit: string): string {
    if (unit === "") return t("rule.form.unit.none");
    return unit === "ASSET" || unit === "BASE" ? t(`rule.unit.${unit}`) : unit;
}

import { readFileSync, readdirSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { type Form, beyond, formOf, newRule, put, ruleOf, rulesOf, withRules, wrongOf } from "../src/parts/draft";
import { type Rule, sentenceOf } from "../src/parts/rules";

const VECTORS = new URL("../../vectors/policy", import.meta.url).pathname;
const files = [
    ...["example.json", "everything.json"].map((each) => `${VECTORS}/${each}`),
    ...readdirSync(`${VECTORS}/templates`).map((each) => `${VECTORS}/templates/${each}`),
];
const texts = files.map((each) => readFileSync(each, "utf-8"));
const all = texts.flatMap((each) => rulesOf(each) ?? []);

const COIN = "eip155:31337/slip44:60";
const day: Rule = {
    id: "day",
    effect: "LIMIT",
    activity: ["TRANSFER"],
    match: { asset: { is: [COIN] } },
    limit: { measure: "ASSET", max: "400000000000000000", window: { type: "ROLLING", length: "PT24H" } },
};
const eyes = {
    id: "eyes",
    effect: "REQUIRE",
    activity: ["TRANSFER"],
    approvals: [{ group: "admins", min: 1, order: 2 }],
    delay: { min: "PT90M", cancelBy: ["exec"] },
    require: ["SCREENING"],
    when: "leg.unlimited",
} as const satisfies Rule;
const edited = (rule: Rule, to: Partial<Form>) => ruleOf({ ...formOf(rule), ...to }, rule);

describe("a rule in a form", () => {
    it("comes out as it went in, whatever the form knows of it", () => {
        expect(all.length).toBeGreaterThan(40);
        for (const rule of all) {
            const form = formOf(rule);
            expect(ruleOf(form, rule)).toEqual(rule);
            expect([...wrongOf(form, form, [])], rule.id).toEqual([]);
        }
    });

    it("keeps what the form does not know when something else of it changes", () => {
        let changed = 0;
        for (const rule of all) {
            const next = edited(rule, { id: "other", vaults: "treasury, cold" });
            expect(next.match?.["source"]).toMatchObject({ vaults: ["treasury", "cold"] });
            expect(beyond(next), rule.id).toEqual(beyond(rule));
            expect({ ...next, id: rule.id, match: {} }).toEqual({ ...rule, match: {} });
            changed++;
        }
        expect(changed).toBe(all.length);
        expect(beyond(eyes).join(" ")).toContain("SCREENING");
        expect(beyond(eyes).join(" ")).toContain('"order":2');
        expect(beyond(eyes).join(" ")).toContain("cancelBy");
        expect(beyond(day)).toEqual([]);
    });

    it("counts a limit in the units of the one asset it names, and in base units else", () => {
        expect(formOf(day).max).toBe("0.4");
        expect(edited(day, { max: "0.35" }).limit?.max).toBe("350000000000000000");
        expect(sentenceOf(edited(day, { max: "0.35" }))).toContain("0.35 ETH within 24 hours");
        expect(edited(day, { assets: "", max: "7" })).toMatchObject({ limit: { max: "7" } });
        expect(edited(day, { assets: "" }).match).toBeUndefined();
        const dollars = edited(day, { measure: "FIAT:USD", max: "250.50", window: "MONTH", zone: "Europe/Paris" });
        expect(dollars.limit).toEqual({
            measure: "FIAT:USD",
            max: "250.50",
            window: { type: "CALENDAR", tz: "Europe/Paris", unit: "MONTH" },
        });
    });

    it("changes of a term what was changed, and waits as long as was said", () => {
        const form = formOf(eyes);
        const [term] = form.terms;
        if (!term) throw new Error("a term");
        const next = ruleOf({ ...form, terms: [{ ...term, min: "2", strength: "HARDWARE" }], delay: "4" }, eyes);
        expect(next.approvals).toEqual([{ group: "admins", min: 2, order: 2, authStrength: "HARDWARE" }]);
        expect(next.delay).toEqual({ min: "PT4H", cancelBy: ["exec"] });
        expect(edited(eyes, { delay: "" }).delay).toBeUndefined();
        expect(edited(eyes, { terms: [] })).not.toHaveProperty("approvals");
    });

    it("of another effect has only what such a rule may have", () => {
        expect(edited(eyes, { effect: "DENY" })).toEqual({
            id: "eyes",
            effect: "DENY",
            activity: ["TRANSFER"],
            when: "leg.unlimited",
        });
        const limit = edited(newRule([]), { effect: "LIMIT", max: "5", measure: "COUNT" });
        expect(limit.limit).toEqual({ measure: "COUNT", max: "5", window: { type: "ROLLING", length: "PT24H" } });
    });

    it("is not made where a field is not as it has to be", () => {
        const wrong = (rule: Rule, to: Partial<Form>) => {
            const was = formOf(rule);
            return [...wrongOf({ ...was, ...to }, was, ["pay"])];
        };
        expect(wrong(day, { id: "pay" })).toEqual(["id"]);
        expect(wrong(day, { max: "0.4x" })).toEqual(["max"]);
        expect(wrong(day, { assets: "" })).toEqual(["max"]);
        expect(wrong(day, { hours: "1.5" })).toEqual(["hours"]);
        expect(wrong(day, { activity: [] })).toEqual(["activity"]);
        expect(wrong(day, { vaults: "a b;c" })).toEqual(["vaults"]);
        expect(wrong(day, { unit: "USD", least: "1,000" })).toEqual(["least"]);
        expect(wrong(day, { unit: "USD", least: "1000" })).toEqual([]);
        const terms = [{ of: undefined, group: "admins", min: "0", strength: "", isAny: false }];
        expect(wrong(eyes, { terms })).toEqual(["terms"]);
    });
});

describe("a draft", () => {
    it("keeps all of the policy but its rules", () => {
        const [text = ""] = texts;
        const rules = rulesOf(text) ?? [];
        const next = JSON.parse(withRules(text, rules.slice(1))) as Record<string, unknown>;
        expect(next).toEqual({ ...(JSON.parse(text) as object), rules: rules.slice(1) });
    });

    it("that is none, or that these screens could not reckon with, has no rules", () => {
        for (const bad of ["", "{", "[]", '{"rules":5}', '{"rules":[{"id":"a"}]}'])
            expect(rulesOf(bad), bad).toBeUndefined();
        const limit = { ...day.limit, max: "4x" };
        expect(rulesOf(JSON.stringify({ rules: [{ ...day, limit }] }))).toBeUndefined();
        expect(rulesOf(JSON.stringify({ rules: [{ ...day, limit: undefined }] }))).toBeUndefined();
        expect(rulesOf(JSON.stringify({ rules: [day] }))).toHaveLength(1);
    });

    it("has no object or list that is empty: nodes refuse it", () => {
        expect(put({ a: { b: ["c"] } }, ["a", "b"], [])).toEqual({});
        expect(put({ a: { b: ["c"], d: 1 } }, ["a", "b"], undefined)).toEqual({ a: { d: 1 } });
        expect(put({}, ["a", "b"], false)).toEqual({ a: { b: false } });
    });
});

describe("the sentence of a rule", () => {
    it("has words for what it is about, and shows as it is written what has none", () => {
        const rule = { id: "x", effect: "DENY", activity: ["TRANSFER"] } as const;
        const said = (match: object) => sentenceOf({ ...rule, match: { ...match } });
        expect(said({ source: { vaults: ["hot", "warm"] } })).toBe(
            "Denies transfers. Only if it leaves the vault hot or warm.",
        );
        expect(said({ asset: { is: [COIN] }, destination: { notIn: ["payees"] } })).toBe(
            "Denies transfers. Only if it moves ETH on Ethereum, local test chain; " +
                "its payee is not in the list payees.",
        );
        expect(said({ amount: { fiat: "USD", min: "5000" } })).toContain("it moves 5000 USD or more.");
        expect(said({ source: { tiers: ["HOT"], depth: 2 } })).toBe(
            'Denies transfers. Only if its vault is of tier HOT; match {"source":{"depth":2}}.',
        );
    });

    it("leaves nothing of any rule out: what the sentence lacks stands in it as written", () => {
        const known = new Set(["id", "effect", "activity", "approvals", "delay", "limit", "match", "signers"]);
        for (const rule of all) {
            const sentence = sentenceOf(rule);
            const worded: Readonly<Record<string, string>> = {
                expiresIn: "That holds for",
                require: "signed statements",
            };
            for (const [name, value] of Object.entries(rule).filter(([each]) => !known.has(each)))
                expect(sentence, rule.id).toContain(worded[name] ?? `${name} ${value}`);
        }
    });
});

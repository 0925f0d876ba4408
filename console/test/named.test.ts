import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { formOf, newRule, ruleOf, wrongOf } from "../src/parts/draft";
import {
    MEMBERS,
    expressionsWith,
    namedFormOf,
    namedOf,
    naming,
    renamed,
    valueOf,
    withNamed,
    wrongNamed,
} from "../src/parts/named";
import { sentenceOf } from "../src/parts/rules";
import { daysOf } from "../src/parts/week";

const VECTORS = new URL("../../vectors/policy", import.meta.url).pathname;
const texts = ["example.json", "everything.json"].map((each) => readFileSync(`${VECTORS}/${each}`, "utf-8"));
const rule = newRule([]);
const wrong = (to: object) => [...wrongOf({ ...formOf(rule), ...to }, formOf(rule), [])];

describe("groups, lists and calendars in a form", () => {
    it("come out as they went in", () => {
        let held = 0;
        for (const text of texts)
            for (const member of MEMBERS)
                for (const each of namedOf(text, member)) {
                    const form = namedFormOf(each);
                    expect([...wrongNamed(member, form, [])], each.name).toEqual([]);
                    const value = valueOf(member, form);
                    expect(value, each.name).toEqual(each.value);
                    expect(JSON.parse(withNamed(text, member, each.name, value))).toEqual(JSON.parse(text));
                    held++;
                }
        expect(held).toBeGreaterThan(6);
    });

    it("change alone, and go with the last of them", () => {
        const text = JSON.stringify({ rules: [], groups: { one: { members: ["u:ann"] }, two: { members: [] } } });
        const more = withNamed(text, "groups", "two", { members: ["u:bo"] });
        expect(JSON.parse(more)).toEqual({
            rules: [],
            groups: { one: { members: ["u:ann"] }, two: { members: ["u:bo"] } },
        });
        const less = withNamed(withNamed(more, "groups", "one", undefined), "groups", "two", undefined);
        expect(JSON.parse(less)).toEqual({ rules: [] });
        expect(JSON.parse(withNamed(less, "lists", "payees", { kind: "addressBook" }))).toEqual({
            rules: [],
            lists: { payees: { kind: "addressBook" } },
        });
    });

    it("refuse what nodes would refuse", () => {
        const form = namedFormOf({ name: "payees", value: {} });
        const bad = (member: (typeof MEMBERS)[number], to: object) => [
            ...wrongNamed(member, { ...form, ...to }, ["taken"]),
        ];
        expect(bad("lists", { name: "taken" })).toEqual(["name"]);
        expect(bad("lists", { name: "with space" })).toEqual(["name"]);
        expect(bad("groups", { members: ["ann"] })).toEqual(["members"]);
        expect(bad("groups", { members: ["u:ann", "u:ann"] })).toEqual(["members"]);
        expect(bad("lists", { minAge: "87601" })).toEqual(["minAge"]);
        expect(bad("lists", { kind: "address", items: "0x8f3c" })).toEqual(["items"]);
        expect(bad("lists", { kind: "address", items: "eip155:1:0x8f3c eip155:1:0x8f3d" })).toEqual([]);
        expect(bad("lists", { kind: "asset", items: "eip155:1:0x8f3c" })).toEqual(["items"]);
        expect(bad("calendars", { items: "2026-02-30" })).toEqual(["items"]);
        expect(bad("calendars", { items: "2026-12-25\n2026-12-25" })).toEqual(["items"]);
        expect(bad("calendars", { items: "2026-12-25\n2027-01-01" })).toEqual([]);
    });

    it("are said to be named by the rules that have the name", () => {
        const [text = ""] = texts;
        expect(naming(text, "exec")).toContain("tier-1m");
        expect(naming(text, "nobody")).toEqual([]);
    });
});

describe("a group, list or calendar under another name", () => {
    const everywhere = {
        groups: { exec: { members: ["u:ann"] }, risk: { members: ["u:bo"] } },
        lists: { exec: { kind: "asset", items: [] } },
        calendars: { exec: { holidays: [] } },
        rules: [
            {
                id: "exec",
                effect: "REQUIRE",
                match: {
                    initiator: { groups: ["exec"], notGroups: ["risk", "exec"], roles: ["exec"] },
                    source: { tags: ["exec"], vaults: ["exec"] },
                    destination: { in: ["exec"] },
                    time: { tz: "UTC", holidays: "exec" },
                    call: { targetNotIn: ["exec"], args: [{ name: "exec", is: ["exec"], in: ["exec"] }] },
                },
                approvals: [{ group: "exec", min: 1 }, { group: "risk", min: 1 }],
                delay: { min: "PT1H", cancelBy: ["exec"] },
            },
            {
                id: "cap",
                effect: "LIMIT",
                limit: { onExceed: { effect: "REQUIRE", approvals: [{ group: "exec", min: 2 }] } },
                when: "'exec' in initiator.groups",
            },
        ],
    };
    const text = JSON.stringify(everywhere);
    const told = (member: (typeof MEMBERS)[number]) => JSON.parse(renamed(text, member, "exec", "chiefs"));

    it("is so wherever rules go by it, and nothing else of the same name is", () => {
        const { groups, lists, calendars, rules } = told("groups");
        expect(Object.keys(groups)).toEqual(["chiefs", "risk"]);
        expect([lists, calendars]).toEqual([everywhere.lists, everywhere.calendars]);
        const [asks, cap] = rules;
        expect(asks).toEqual({
            ...everywhere.rules[0],
            match: {
                ...everywhere.rules[0]?.match,
                initiator: { groups: ["chiefs"], notGroups: ["risk", "chiefs"], roles: ["exec"] },
            },
            approvals: [{ group: "chiefs", min: 1 }, { group: "risk", min: 1 }],
            delay: { min: "PT1H", cancelBy: ["chiefs"] },
        });
        expect(cap.limit.onExceed.approvals).toEqual([{ group: "chiefs", min: 2 }]);
        const { match } = told("lists").rules[0];
        expect(match.destination.in).toEqual(["chiefs"]);
        expect(match.call).toEqual({ targetNotIn: ["chiefs"], args: [{ name: "exec", is: ["exec"], in: ["chiefs"] }] });
        expect(match.initiator.groups).toEqual(["exec"]);
        expect(told("calendars").rules[0].match.time).toEqual({ tz: "UTC", holidays: "chiefs" });
    });

    it("stays in expressions, which are named", () => {
        expect(told("groups").rules[1].when).toBe("'exec' in initiator.groups");
        expect(expressionsWith(text, "exec")).toEqual(["cap"]);
        expect(naming(text, "exec")).toEqual(["exec", "cap"]);
        expect(expressionsWith(text, "exe")).toEqual([]);
    });

    it("and back again leaves every policy of the vectors as it was", () => {
        for (const each of texts)
            for (const member of MEMBERS)
                for (const { name } of namedOf(each, member)) {
                    const after = renamed(each, member, name, "called-otherwise");
                    expect(naming(after, "called-otherwise"), name).toEqual(naming(each, name));
                    expect(JSON.parse(renamed(after, member, "called-otherwise", name))).toEqual(JSON.parse(each));
                }
    });
});

describe("times and risk of a rule in a form", () => {
    const form = {
        ...formOf(rule),
        tz: "Europe/Paris",
        days: ["MON", "TUE"],
        clock: "08:00-19:00",
        riskLeast: "60",
        riskReasons: "NEW_PAYEE",
        when: " leg.unlimited ",
    };

    it("stand in the rule and in its sentence", () => {
        const made = ruleOf(form, rule);
        expect(made.match).toEqual({
            time: { tz: "Europe/Paris", days: ["MON", "TUE"], hours: "08:00-19:00" },
            risk: { scoreMin: 60, reasons: ["NEW_PAYEE"] },
        });
        expect(made.when).toBe("leg.unlimited");
        const said = sentenceOf(made);
        for (const each of ["Mon, Tue, 08:00-19:00", "Europe/Paris", "60 or more", "NEW_PAYEE", "leg.unlimited"])
            expect(said).toContain(each);
        expect(said).not.toContain("scoreMin");
        expect(ruleOf({ ...formOf(made), tz: "", days: [], clock: "" }, made).match).toEqual({
            risk: { scoreMin: 60, reasons: ["NEW_PAYEE"] },
        });
        expect(sentenceOf(ruleOf({ ...formOf(made), isOutside: true }, made))).toContain("not within");
    });

    it("keep days as they were written, unless they change", () => {
        const written = { ...rule, match: { time: { tz: "UTC", days: ["MON-FRI"] } } };
        expect(formOf(written).days).toEqual(["MON", "TUE", "WED", "THU", "FRI"]);
        expect(ruleOf({ ...formOf(written), clock: "08:00-19:00" }, written).match).toEqual({
            time: { tz: "UTC", days: ["MON-FRI"], hours: "08:00-19:00" },
        });
        expect(daysOf(["SAT-MON", "???"])).toEqual(["MON", "SAT", "SUN"]);
    });

    it("are refused where nodes would refuse them", () => {
        expect(wrong({ clock: "08:00-19:00" })).toEqual(["tz"]);
        expect(wrong({ tz: "UTC" })).toEqual(["clock"]);
        expect(wrong({ tz: "UTC", clock: "19:00-08:00" })).toEqual(["clock"]);
        expect(wrong({ tz: "UTC", clock: "08:00-24:00" })).toEqual([]);
        expect(wrong({ tz: "+02:00", clock: "08:00-24:00" })).toEqual(["tz"]);
        expect(wrong({ riskLeast: "101" })).toContain("riskLeast");
        expect(wrong({ riskLeast: "60", riskMost: "50" })).toEqual(["riskMost"]);
        expect(wrong({ riskReasons: "new payee" })).toEqual(["riskReasons"]);
    });
});

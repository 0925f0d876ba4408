import { readFileSync, readdirSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { REHEARSAL, STORIES, incidentOf, parseTicks, toggled } from "../src/parts/playbook";
import { en } from "../src/words/en";

const RUNBOOK = new URL("../../docs/runbook/", import.meta.url);
const tick = { by: "Bo", at: "2026-11-22T12:00:00.000Z" };

describe("the playbook", () => {
    it("has words for every step, and commands that the runbook has with these options", () => {
        const pages = readdirSync(RUNBOOK)
            .map((each) => readFileSync(new URL(each, RUNBOOK), "utf-8"))
            .join("\n");
        let commands = 0;
        for (const [story, steps] of Object.entries(STORIES))
            for (const { id, command } of steps) {
                expect(Object.keys(en)).toContain(`playbook.${story}.${id}`);
                if (!command) continue;
                commands++;
                const words = /^\.\/(tallystick(?: [a-z]+)+)/.exec(command)?.[1] ?? "none";
                expect(pages).toContain(words);
                for (const option of command.match(/--[a-z-]+/g) ?? []) expect(pages).toContain(option);
            }
        expect(commands).toBeGreaterThan(9);
        const texts = Object.keys(en).filter((each) => /^playbook\.(payment|share|key)\./.test(each));
        expect(texts.length).toBe(Object.values(STORIES).flat().length);
    });

    it("keeps ticks of each incident apart, and takes one back", () => {
        const one = incidentOf("aa".repeat(32));
        const other = incidentOf("bb".repeat(32));
        expect(one).toHaveLength(16);
        expect(incidentOf(undefined)).toBe(REHEARSAL);
        const first = toggled({}, one, "payment.stop", tick);
        const both = toggled(first, other, "payment.stop", tick);
        expect(both[one]).toEqual({ "payment.stop": tick });
        expect(toggled(both, one, "payment.stop", tick)).toEqual({ [one]: {}, [other]: { "payment.stop": tick } });
        expect(parseTicks(JSON.stringify(both))).toEqual(both);
    });

    it("takes nothing for a tick that is of another form", () => {
        for (const text of [undefined, "", "[]", "null", "7", '{"a":7}', '{"a":{"s":{"by":1,"at":"x"}}}'])
            expect(Object.values(parseTicks(text)).every((each) => Object.keys(each).length === 0)).toBe(true);
    });
});

import { describe, expect, it } from "vitest";
import { held } from "../src/parts/held";

const row = (id: string, more: object = {}) => ({ id, ...more });
const ids = (of: readonly { readonly id: string }[]) => of.map((each) => each.id).join("");

describe("rows that somebody looks at", () => {
    it("keep their places whatever the list says now, and are as they are now", () => {
        const now = [row("c"), row("a", { stage: "COMPLETED" }), row("b")];
        const found = held(["a", "b", "c"], now, now);
        expect(ids(found.rows)).toBe("abc");
        expect(found.rows[0]).toMatchObject({ stage: "COMPLETED" });
        expect(found.news).toBe(0);
    });

    it("are counted where they are new, and not put between", () => {
        const now = [row("new"), row("a"), row("newer")];
        expect(held(["a"], now, now)).toEqual({ rows: [row("a")], news: 2 });
    });

    it("stay where they are when they wait no more, and go when nobody lists them", () => {
        const all = [row("a", { stage: "REJECTED" }), row("b")];
        expect(held(["a", "b"], [row("b")], all).rows[0]).toMatchObject({ id: "a", stage: "REJECTED" });
        expect(ids(held(["a", "b"], [row("b")], [row("b")]).rows)).toBe("b");
    });

    it("come below at once where the reader asked for older ones", () => {
        const now = [row("new"), row("a"), row("old")];
        const found = held(["a"], now, now, (each) => each.id === "old");
        expect(ids(found.rows)).toBe("aold");
        expect(found.news).toBe(1);
    });
});

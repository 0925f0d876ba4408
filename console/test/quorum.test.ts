import { describe, expect, it } from "vitest";
import { aloneIn, isLit, leftOut, namesIn, parseTree, textOf, without } from "../src/parts/quorum";
import { vector } from "./vectors";

interface Vectors {
    readonly accepted: readonly {
        readonly text: string;
        readonly canonical: string;
        readonly parties: readonly string[];
        readonly set: readonly number[];
    }[];
    readonly refused: readonly { readonly text: string }[];
    readonly unqualified: readonly { readonly text: string; readonly set: readonly number[] }[];
}

const all = JSON.parse(vector("house/quorum-tree.json")) as Vectors;
const read = (text: string) => {
    const tree = parseTree(text);
    if (!tree) throw new Error(`not read: ${text}`);
    return tree;
};
const named = (tree: ReturnType<typeof read>, set: readonly number[]) =>
    new Set(set.map((each) => namesIn(tree)[each - 1] ?? "nobody"));

describe("a quorum tree", () => {
    it("is read as nodes read it, and printed as they print it", () => {
        expect(all.accepted.length).toBe(10);
        for (const each of all.accepted) {
            const tree = read(each.text);
            expect(textOf(tree)).toBe(each.canonical);
            expect(namesIn(tree)).toEqual(each.parties);
            expect(isLit(tree, named(tree, each.set)), each.text).toBe(true);
            expect(aloneIn(tree)).toEqual([]);
        }
    });

    it("is refused where nodes refuse it", () => {
        expect(all.refused.length).toBe(23);
        for (const { text } of all.refused) {
            const tree = parseTree(text);
            expect(tree === undefined || aloneIn(tree).length > 0, text).toBe(true);
        }
    });

    it("is not met by those who cannot sign", () => {
        // One of them can sign, and is no signing set because it holds somebody who is not needed.
        const some = all.unqualified.filter(({ text }) => !text.includes("x, y"));
        expect(some.length).toBe(4);
        for (const { text, set } of some) {
            const tree = read(text);
            expect(isLit(tree, named(tree, set)), text).toBe(false);
        }
    });

    it("without one asks as many of the others as before, where there are so many", () => {
        const left = (text: string, name: string) => {
            const tree = without(read(text), name);
            return tree && textOf(tree);
        };
        expect(left("2 of (a, b, c)", "c")).toBe("all(a, b)");
        expect(left("all(risk, any(client, backup))", "backup")).toBe("all(risk, client)");
        expect(left("all(a, b)", "b")).toBe("a");
        expect(left("all(risk, 5 of (ceo*3, cfo*3, ops))", "cfo")).toBe("all(risk, all(ceo*3, ops))");
        expect(left("2 of (a, b, c)", "d")).toBe("2 of (a, b, c)");
    });
});

describe("who is left out of a reshare", () => {
    const old = read("2 of (a, b, c, d)");

    it("is told with whom to bring, where they could sign by themselves", () => {
        expect(leftOut(old, ["a", "b"], read("all(a, b)"))).toEqual({ names: ["c", "d"], bring: ["d"] });
    });

    it("is nobody's concern where they cannot, or where all have a part", () => {
        expect(leftOut(old, ["a", "b", "c"], read("all(a, b)"))).toBeUndefined();
        expect(leftOut(old, ["a", "b"], read("all(c, d)"))).toBeUndefined();
    });
});

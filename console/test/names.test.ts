import { describe, expect, it } from "vitest";
import { named } from "../src/parts/names";

const PEOPLE = new Map([
    ["u:ann", "Ann"],
    ["u:bo.two", "Bo\u202E"],
]);

describe("ids in somebody's words", () => {
    it("have the name beside them that the document of people has", () => {
        expect(named("Group ops has u:ann, u:bo.two. Then u:ann.", PEOPLE)).toBe(
            "Group ops has u:ann (Ann), u:bo.two (Bo\uFFFD). Then u:ann (Ann).",
        );
    });

    it("are not named twice", () => {
        expect(named("Ann (u:ann) may approve; Bo (u:ann) may not", PEOPLE)).toBe(
            "Ann (u:ann) may approve; Bo (u:ann (Ann)) may not",
        );
    });

    it("stay alone where nobody has the id, or it is part of another word", () => {
        for (const words of ["u:anna proposes", "s:u:ann", "eu:ann", "u:ann:1", "nobody"])
            expect(named(words, PEOPLE)).toBe(words);
        expect(named("u:ann proposes", new Map())).toBe("u:ann proposes");
    });
});

import { createElement } from "react";
import { renderToStaticMarkup } from "react-dom/server";
import { describe, expect, it } from "vitest";
import { WhichVault } from "../src/parts/effects";
import { provenVault } from "../src/parts/places";

const KEY = "2c70e12b7a0646f92279f427c7b38e7334d8e5389cff167a1dc30e73f826b683";
const OTHER = "00".repeat(32);

describe("from which vault a payment leaves", () => {
    const places = {
        vaults: [
            { name: "petty-cash", keys: [OTHER] },
            { name: "treasury", keys: [KEY] },
        ],
        stations: new Map(),
    };
    const shown = (name: string | undefined, told?: string, isPending = false) =>
        renderToStaticMarkup(createElement(WhichVault, { keyId: KEY, name, isPending, told }));

    it("is told by the key of the intent and a proven document of places, and by nothing else", () => {
        expect(provenVault(KEY, places, true)).toBe("treasury");
        expect(provenVault(OTHER, places, true)).toBe("petty-cash");
        expect(provenVault(KEY, places, false)).toBeUndefined();
        expect(provenVault(KEY, undefined, true)).toBeUndefined();
        expect(provenVault("11".repeat(32), places, true)).toBeUndefined();
    });

    it("is control's word where nothing is proven, and said to be, and gives way where it is", () => {
        expect(shown(undefined, "Petty cash")).toContain("Control calls its vault Petty cash");
        expect(shown("treasury", "Petty cash")).not.toContain("Petty cash");
        expect(shown("treasury", "Petty cash")).toContain("is in treasury");
        expect(shown(undefined, "Petty cash", true)).not.toContain("Petty cash");
        expect(shown(undefined, "a\u202Eb")).not.toContain("\u202E");
    });
});

import { describe, expect, it } from "vitest";
import { parseStream } from "../src/api/live";
import { baseUnits, decimal, groups, money, relative, short } from "../src/words/format";
import { plain, t, use } from "../src/words/words";

describe("what somebody wrote", () => {
    it("cannot turn or hide what stands beside it", () => {
        use({}, "en");
        const name = "Payments\u202E\u200B EU\u2066";
        expect(plain(name)).toBe("Payments\uFFFD\uFFFD EU\uFFFD");
        expect(t("transfer.holds", { amount: "1", unit: `ETH\u202E` })).toContain("1 ETH\uFFFD,");
        const hex = (of: string) => of.codePointAt(0)?.toString(16);
        const unseen = "\u00AD \u034F \u115F \u180E \u2063 \u2028 \u3164 \uFFA0 \u{E0061} \u2800 \u0007".split(" ");
        for (const each of unseen) expect(plain(`Ann${each} Lee`), hex(each)).toBe("Ann\uFFFD Lee");
        expect(plain("Zürich – 東京 – Ann O’Neil, 5 €")).toBe("Zürich – 東京 – Ann O’Neil, 5 €");
        expect(plain("می\u200Cخواهم")).toBe("می\u200Cخواهم");
    });
});

describe("amounts", () => {
    it("are exact, with the reader's separators", () => {
        use({}, "en");
        expect(decimal(1_234_567_890_000_000_000_001n, 18)).toBe("1,234.567890000000000001");
        expect(money("eip155:1/slip44:60", "250000000000000000")).toEqual({
            amount: "0.25",
            unit: "ETH",
            isTest: false,
        });
        use({}, "de");
        expect(decimal(1_234_500n, 3)).toBe("1.234,50");
        use({}, "en");
    });

    it("of a token are base units, because nobody signed how it is called", () => {
        expect(money("eip155:1/erc20:0xA0b8", "12").unit).toContain("base units");
    });

    it("are read as typed, and refused when too fine or no number", () => {
        expect(baseUnits("0.25", 18)).toBe(250_000_000_000_000_000n);
        expect(baseUnits("1 000", 2)).toBe(100_000n);
        for (const wrong of ["", "-1", "1e5", "0.001x", "0.1234", "1..2"])
            expect(baseUnits(wrong, 3)).toBeUndefined();
    });

    it("are refused where a mark may stand between thousands, by the reader's own numbers", () => {
        expect(baseUnits("1,250", 18)).toBeUndefined();
        expect(baseUnits("1.250", 18)).toBe(1_250_000_000_000_000_000n);
        for (const plain of ["1,25", "1,2500", "0,250"]) expect(baseUnits(plain, 18)).toBeDefined();
        use({}, "de");
        expect(baseUnits("1.250", 18)).toBeUndefined();
        expect(baseUnits("1,250", 18)).toBe(1_250_000_000_000_000_000n);
        use({}, "en");
    });
});

describe("texts", () => {
    it("have plurals and fillings, and give way to a theme's", () => {
        expect(t("overview.waits", { count: 1 })).toBe("1 request waits for an answer.");
        expect(t("overview.waits", { count: 2 })).toBe("2 requests wait for answers.");
        // A French reader says 0 in the singular; what is written in English does not.
        use({}, "fr");
        expect(t("overview.waits", { count: 0 })).toBe("0 requests wait for answers.");
        use({ "overview.waits": { one: "{count} attend", other: "{count} attendent" } }, "fr");
        expect(t("overview.waits", { count: 0 })).toBe("0 attend");
        use({}, "en");
        use({ "nav.overview": "Lage" });
        expect(t("nav.overview")).toBe("Lage");
        use({});
    });

    it("speak of one as of one", () => {
        const did = t("approvals.term.nobody");
        expect(t("approvals.term", { count: 1, group: "admins", did })).toBe(
            "One of admins has to approve; nobody did.",
        );
        expect(t("approvals.term", { count: 2, group: "admins", did: t("approvals.term.did", { count: 1 }) })).toBe(
            "2 of admins have to approve; one did.",
        );
        expect(money("eip155:1/erc20:0xA0b8", 1n).unit).toBe("base unit of 0xA0b8");
        expect(t("inForce.later", { count: 1, nodes: "risk" })).toContain("the log of risk tells");
    });

    it("say times from now", () => {
        expect(relative(new Date(3_600_000), 0)).toBe("in 1 hour");
    });
});

describe("addresses", () => {
    it("stand in groups of four", () => {
        expect(groups("0x8F3C91ae").join(" ")).toBe("0x 8F3C 91ae");
        expect(short("0xd8dA6BF26964aF9D7eEd9e03E53415D37aA96045")).toBe("0xd8dA…6045");
    });
});

describe("events", () => {
    it("are read whole, whatever pieces they come in", () => {
        const one = parseStream(': hello\n\nid: 7\nevent: withdrawal.moved\ndata: {"number":7}\n\nid: 8\ndata: {');
        expect(one.events).toEqual([{ id: "7", name: "withdrawal.moved", data: '{"number":7}' }]);
        expect(parseStream(`${one.rest}}\n\n`).events[0]?.data).toBe("{}");
    });
});

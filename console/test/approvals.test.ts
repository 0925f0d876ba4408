import { createElement } from "react";
import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { renderToStaticMarkup } from "react-dom/server";
import { describe, expect, it } from "vitest";
import { withdrawal } from "../e2e/fixtures";
import { Reasons } from "../src/parts/decision";
import { foreseenOf } from "../src/parts/foresight";
import { parseRules } from "../src/parts/rules";
import { outcome } from "../src/parts/simulation";
import { worthOf } from "../src/parts/worth";

const ETHER = 10n ** 18n;
const COIN = "eip155:31337/slip44:60";

describe("why somebody answered so", () => {
    it("stands as control's word, with what would turn the text made visible", () => {
        const answers = [
            { name: "Bo", answer: "reject", at: "2026-11-22T22:00:00Z", reason: "paid \u202elast week" },
            { name: "Ann", answer: "approve", at: "2026-11-22T22:00:00Z" },
        ];
        const said = createElement(Reasons, { of: { answers } });
        const page = renderToStaticMarkup(createElement(QueryClientProvider, { client: new QueryClient() }, said));
        expect(page).toContain("Bo wrote, as control carries it: “paid \ufffdlast week”");
        expect(page).not.toContain("Ann");
    });
});

describe("what a payment is worth", () => {
    it("is told to the hundredth below, by the price as it is written", () => {
        expect(worthOf(ETHER / 4n, 18, "3000")).toBe(75_000n);
        expect(worthOf(1_250_000n, 6, "0.999")).toBe(124n);
        expect(worthOf(1n, 18, "3000.5")).toBe(0n);
    });
});

describe("what one more payment would meet", () => {
    const window = { type: "ROLLING", length: "PT24H" };
    const limit = (max: bigint) => ({ measure: "ASSET", max: String(max), window });
    const rules = (max: bigint) =>
        parseRules(
            JSON.stringify({
                rules: [
                    { id: "pay", effect: "ALLOW" },
                    { id: "day", effect: "LIMIT", limit: limit(max) },
                ],
            }),
        );

    it("is judged after what was asked for before, by the draft and by what is in force", async () => {
        const before = await withdrawal(1, "COMPLETED", ETHER / 2n, "", {
            signed: { unsigned: "", signatures: [], bytes: "" },
        } as never);
        const wish = { asset: COIN, amount: ETHER };
        const judged = (max: bigint) => foreseenOf(rules(max), wish, [before.body], Date.now());
        expect(judged(2n * ETHER).outcome).toBe("nobody");
        expect(judged(ETHER).outcome).toBe("denied");
        expect(outcome(judged(ETHER), wish)).toContain("day lets 1.00 ETH pass, 0.50 ETH are used");
    });
});

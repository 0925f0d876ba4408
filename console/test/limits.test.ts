import { describe, expect, it } from "vitest";
import { withdrawal } from "../e2e/fixtures";
import { foreseen } from "../src/parts/foresight";
import { readingOf } from "../src/parts/reading";
import { reasonsOf } from "../src/parts/reasons";
import { parseRules } from "../src/parts/rules";
import { usesOf } from "../src/parts/velocity";

const ETHER = 10n ** 18n;
const USDC = "0xA0b86991c6218b36c1d19D4a2e9Eb0cE3606eB48";
const signed = { signed: { unsigned: "", signatures: [], bytes: "" } };

describe("a limit of one asset", () => {
    const limit = { measure: "ASSET", max: String((4n * ETHER) / 10n), window: { type: "ROLLING", length: "PT24H" } };
    const match = { asset: { is: ["eip155:31337/slip44:60"] } };
    const rules = (more: object = {}) =>
        parseRules(
            JSON.stringify({
                rules: [
                    { id: "pay", effect: "ALLOW" },
                    { id: "day", effect: "LIMIT", match: { ...match, ...more }, limit },
                ],
            }),
        );

    it("is foreseen for that asset like one without conditions, and for another not at all", async () => {
        const now = Date.now();
        const [much, little, token] = await Promise.all([
            withdrawal(1, "DRAFT", ETHER, ""),
            withdrawal(2, "DRAFT", ETHER / 4n, ""),
            withdrawal(3, "DRAFT", ETHER, "", {}, USDC),
        ]);
        expect(foreseen(rules(), much.body, [], now)).toMatchObject({ outcome: "denied", maybe: [] });
        expect(foreseen(rules(), much.body, [], now)?.over?.max).toBe((4n * ETHER) / 10n);
        expect(foreseen(rules(), little.body, [], now)?.outcome).toBe("nobody");
        expect(foreseen(rules(), token.body, [], now)?.outcome).toBe("nobody");
        const judged = foreseen(rules({ source: { tags: ["hot"] } }), much.body, [], now);
        expect(judged?.maybe.map((each) => each.id)).toEqual(["day"]);
    });

    it("counts that asset alone, and warns of no other", async () => {
        const now = Date.now();
        const [coin, token] = await Promise.all([
            withdrawal(1, "COMPLETED", ETHER / 5n, "", signed),
            withdrawal(2, "COMPLETED", ETHER, "", signed, USDC),
        ]);
        const [told] = usesOf(rules(), [coin.body, token.body], now);
        expect(told?.uses.map((each) => [each.asset, each.used])).toEqual([[coin.body.asset, ETHER / 5n]]);
        expect(told?.isAtMost).toBe(false);
        const { body } = await withdrawal(3, "PENDING_APPROVAL", ETHER, "", {}, USDC);
        const reading = readingOf(body);
        if (!reading) throw new Error("not read");
        const found = reasonsOf(body, reading, { book: undefined, all: [], rules: rules(), now });
        expect(found.some((each) => each.kind === "limit")).toBe(false);
    });
});

import { createElement } from "react";
import { renderToStaticMarkup } from "react-dom/server";
import { describe, expect, it } from "vitest";
import { withdrawal } from "../e2e/fixtures";
import { Mined } from "../src/screens/Transaction";
import { use } from "../src/words/words";

describe("a payment that is on the chain", () => {
    it("is told with its block, its depth and its id, and none of it before it is there", async () => {
        use({}, "en");
        const { body } = await withdrawal(1, "COMPLETED", 5n, "rent");
        const mined = {
            ...body,
            block: { number: 1234567, hash: "00" },
            transactionId: `0x${"ab".repeat(32)}`,
            confirmations: { have: 12, wanted: 12 },
        };
        const shown = (of: typeof body) => renderToStaticMarkup(createElement(Mined, { of }));
        expect(shown(mined)).toContain("In block 1234567, 12 deep");
        expect(shown(mined)).toContain(`title="0x${"ab".repeat(32)}"`);
        expect(shown(body)).toBe("");
    });
});

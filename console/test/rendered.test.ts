import { createElement, type ReactNode } from "react";
import { MantineProvider } from "@mantine/core";
import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { renderToStaticMarkup } from "react-dom/server";
import { beforeAll, describe, expect, it } from "vitest";
import { withdrawal } from "../e2e/fixtures";
import type { Withdrawal } from "../src/api/contract";
import type { Checked } from "../src/parts/checked";
import { Queue } from "../src/parts/queue";
import { readingOf } from "../src/parts/reading";
import { Worth, trusted, worthKey } from "../src/parts/worth";
import { ofHex } from "../src/proof/bytes";
import { type Fact, parseFact } from "../src/proof/facts";
import { use } from "../src/words/words";
import { vector } from "./vectors";

const ETHER = 10n ** 18n;
const COIN = "eip155:31337/slip44:60";
const facts = JSON.parse(vector("house/facts.json")) as {
    readonly keys: string;
    readonly cases: readonly { readonly fact: string }[];
};
const KEYS = ofHex(facts.keys);

/** A screen as it stands once its questions are answered. */
function rendered(of: ReactNode, known: readonly (readonly [readonly unknown[], unknown])[] = []): string {
    const client = new QueryClient();
    for (const [key, value] of known) client.setQueryData(key, value);
    return renderToStaticMarkup(
        createElement(MantineProvider, null, createElement(QueryClientProvider, { client }, of)),
    );
}

beforeAll(() => use({}, "en"));

describe("what a payment is worth, on the screen", () => {
    /** A price that a key of the vectors signed, told of another asset, as the bytes of a payment have it. */
    function price(asset: string): Fact {
        const fact = parseFact(ofHex(facts.cases[0]?.fact ?? ""));
        if (fact.claim.kind !== "price") throw new Error("a price");
        return { ...fact, claim: { ...fact.claim, asset, price: "3000.50" } };
    }
    async function page(fact: Fact, keys = KEYS, now = fact.at.getTime() + 1000) {
        const { body } = await withdrawal(1, "PENDING_APPROVAL", ETHER / 4n, "");
        const checked = { reading: readingOf(body), facts: [fact] } as unknown as Checked;
        const prices = fact.claim.kind === "price" && fact.claim.asset === COIN ? [fact] : [];
        return rendered(createElement(Worth, { of: body, checked }), [
            [["asked", "/v1/documents/fact-keys", "document"], { content: keys }],
            [worthKey(body, prices, keys), await trusted(prices, keys, now)],
        ]);
    }

    it("stands in grey by a price that a trusted key signed, in its currency", async () => {
        const of = price(COIN);
        const found = await page(of);
        expect(found).toContain("750.12");
        expect(found).toContain(of.claim.kind === "price" ? of.claim.currency : "?");
        expect(found).toContain('class="soft"');
        // Whose price it is, and of when.
        const [{ by } = { by: "?" }] = await trusted([of], KEYS, of.at.getTime() + 1000);
        expect(found).toContain(`price of 3000.50`);
        expect(found).toContain(`signed by ${by},`);
        expect(found).toContain(`dateTime="${of.at.toISOString()}"`);
    });

    it("does not stand by a price that is forged, over, of another asset, or of no trusted key", async () => {
        const of = price(COIN);
        const forged = { ...of, signature: new Uint8Array(of.signature.map((each, i) => (i === 5 ? each ^ 1 : each))) };
        expect(await page(forged)).not.toContain("750");
        expect(await page(of, KEYS, of.expires.getTime())).not.toContain("750");
        expect(await page(price("eip155:1/slip44:60"))).not.toContain("750");
        expect(await trusted([{ ...of, signer: new Uint8Array(32) }], KEYS, of.at.getTime() + 1000)).toEqual([]);
    });
});

describe("the queue, on the screen", () => {
    const queue = (rows: readonly Withdrawal[], more: object = {}) =>
        createElement(Queue, {
            ...{ rows, chosen: rows[1]?.id, choose: () => undefined, news: 0, show: () => undefined },
            ...more,
        });

    it("has its rows in their order, each by its bytes, with the chosen one marked", async () => {
        const [one, two] = await Promise.all([
            withdrawal(1, "PENDING_APPROVAL", ETHER / 4n, "Rent \u202eback"),
            withdrawal(2, "PENDING_APPROVAL", 3n * ETHER, "Payroll"),
        ]);
        const page = rendered(queue([one.body, two.body]));
        expect(page.indexOf("0.25 ETH")).toBeGreaterThan(-1);
        expect(page.indexOf("3.00 ETH")).toBeGreaterThan(page.indexOf("0.25 ETH"));
        expect(page.indexOf('aria-current="true"')).toBeGreaterThan(page.indexOf("Rent"));
        expect(page).toContain("Rent \ufffdback");
        expect(page).not.toContain("new</");
    });

    it("says what the bytes pay, whatever the server calls it", async () => {
        const { body } = await withdrawal(1, "PENDING_APPROVAL", ETHER / 4n, "");
        const lied = { ...body, amount: "1", destination: "0x7F97eF60246392eF4393CA73CE7784a9Ee92C3D2" };
        const page = rendered(queue([lied]));
        expect(page).toContain("0.25 ETH to 0xd8dA…6045");
        expect(page).not.toContain("0x7F97");
    });

    it("counts what is new behind a button, keeps what was answered, and teaches where nothing waits", async () => {
        const { body } = await withdrawal(1, "REJECTED", ETHER / 4n, "");
        const page = rendered(queue([body], { news: 3 }));
        expect(page).toContain("3 new");
        expect(page).toContain("Rejected");
        expect(rendered(queue([]))).toContain("Nothing waits");
    });

    it("names who proposed by the signature in the evidence, and warns where it is another's", async () => {
        const { body } = await withdrawal(1, "PENDING_APPROVAL", ETHER / 4n, "");
        const people = { people: [] };
        const document = { content: new Uint8Array(), hash: new Uint8Array(32), kind: "people", version: 1 };
        const hash = "00".repeat(32);
        const page = (holds: boolean) =>
            rendered(queue([body]), [
                [["asked", "/v1/documents/people", "document"], document],
                [["directory", hash], people],
                [
                    ["voices", body.id, body.intentId ?? "", body.answers, hash],
                    { initiator: { person: { name: "Ann Lee" }, holds }, answers: [] },
                ],
            ]);
        expect(page(true)).toContain("Ann Lee");
        expect(page(false)).not.toContain("Ann Lee");
        expect(page(false)).toContain('class="danger"');
    });
});

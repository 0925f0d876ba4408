import { describe, expect, it } from "vitest";
import { bitcoin, cancelling, CHAIN, PAYEES, payout } from "../e2e/bitcoin";
import { check, isSound } from "../src/parts/checked";
import { PAYMENTS_MAX, isAddressOn, judged, paysTogether, sumOf } from "../src/parts/payable";
import { inShort } from "../src/parts/withdrawal";
import { isBitcoinAddress } from "../src/proof/bitcoin";
import { baseUnits, money } from "../src/words/format";
import { use } from "../src/words/words";
import { vector } from "./vectors";

const MAIN = "bip122:000000000019d6689c085ae165831e93";
const TEST = "bip122:000000000933ea01ad0ee984209779ba";
const HEX = "0xd8dA6BF26964aF9D7eEd9e03E53415D37aA96045";

interface Vectors {
    readonly valid: readonly { readonly address: string }[];
    readonly invalid: readonly { readonly address: string; readonly why: string }[];
    readonly invalidByBip173: readonly { readonly address: string; readonly why: string }[];
    readonly keys: readonly { readonly address: string }[];
}

describe("an address of Bitcoin", () => {
    const file = JSON.parse(vector("bitcoin/addresses.json")) as Vectors;
    const isOnEither = (text: string) => [MAIN, TEST].some((chain) => isBitcoinAddress(chain, text));

    it("is one of the vectors that nodes are held to, in small letters", () => {
        for (const { address } of [...file.valid, ...file.keys].filter((each) => /^(bc|tb)1/i.test(each.address)))
            expect(isOnEither(address), address).toBe(address === address.toLowerCase());
    });

    it("is none that they refuse", () => {
        for (const { address, why } of [...file.invalid, ...file.invalidByBip173])
            expect(isOnEither(address), why).toBe(false);
    });

    it("is of its own network", () => {
        for (const each of PAYEES) {
            expect(isBitcoinAddress(CHAIN, each), each).toBe(true);
            expect(isBitcoinAddress(MAIN, each), each).toBe(false);
        }
        expect(isBitcoinAddress("bip122:00", PAYEES[0])).toBe(false);
    });

    it("of a hash has its own checksum and one spelling", () => {
        const [, hash] = PAYEES;
        expect(isBitcoinAddress(MAIN, "1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa")).toBe(true);
        expect(isBitcoinAddress(MAIN, "3J98t1WpEZ73CNmQviecrnyiWrnqRhWNLy")).toBe(true);
        for (const wrong of [`1${hash}`, `${hash.slice(0, -1)}x`, hash.toLowerCase(), "", "1", "m0OIl", "1".repeat(35)])
            expect(isBitcoinAddress(CHAIN, wrong), wrong).toBe(false);
        expect(isBitcoinAddress(MAIN, "11A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa")).toBe(false);
    });

    it("is not one of another family", () => {
        expect(isAddressOn("eip155:1", HEX)).toBe(true);
        expect(isAddressOn("eip155:1", HEX.toLowerCase())).toBe(true);
        for (const mistyped of [HEX.replace("dA6", "da6"), HEX.replace("6045", "6054"), HEX.slice(0, -1)])
            expect(isAddressOn("eip155:1", mistyped), mistyped).toBe(false);
        expect(isAddressOn("eip155:1", PAYEES[0])).toBe(false);
        expect(isAddressOn(CHAIN, HEX)).toBe(false);
        expect(isAddressOn("solana:5eykt4UsFv8P8NJdTREpY1vzqKqZKvdp", HEX)).toBe(false);
        expect(isAddressOn(undefined, HEX)).toBe(false);
    });
});

describe("several payees", () => {
    const units = (text: string) => baseUnits(text, 8);
    const wished = (...lines: readonly (readonly [string, string])[]) =>
        judged(
            lines.map(([to, amount], key) => ({ key, to, amount })),
            CHAIN,
            units,
        );

    it("are paid together on Bitcoin alone", () => {
        expect(paysTogether(CHAIN)).toBe(true);
        expect(paysTogether("eip155:1")).toBe(false);
        expect(paysTogether(undefined)).toBe(false);
        expect(PAYMENTS_MAX).toBe(100);
    });

    it("are good one by one, and summed as they are typed", () => {
        const all = wished([PAYEES[0], "0.01"], [PAYEES[1], "0"], ["x", "1"], [PAYEES[2], "0.000000001"]);
        expect(all.map((each) => each.isGood)).toEqual([true, false, false, false]);
        expect(sumOf(wished([PAYEES[0], "0.01"], [PAYEES[1], "x"], [PAYEES[2], "1"]))).toBe(101_000_000n);
    });

    it("are told where one stands there twice", () => {
        const all = wished([PAYEES[0], "0.01"], [PAYEES[1], "0.01"], [PAYEES[0], "0.010"], [PAYEES[0], "0.02"]);
        expect(all.map((each) => each.isAgain)).toEqual([false, false, true, false]);
    });
});

describe("what is not read here", () => {
    it("stands in coins, as the server's words, and is not called wrong", async () => {
        use({}, "en");
        const draft = await payout("DRAFT");
        expect(inShort(draft)).toBe("Not read here; the server says 0.01225 BTC to 3 payees at once");
        expect(inShort(await cancelling())).toBe(
            "Not read here; the server says a cancelling that brings everything back",
        );
        expect(isSound(await check(draft, undefined))).toBe(true);
        const other = { ...draft, transaction: { ...draft.transaction, unsigned: "00" } };
        expect(isSound(await check(other, undefined))).toBe(false);
        expect(Object.keys(bitcoin([draft], []))).toContain(`/v1/withdrawals/${draft.id}`);
    });

    it("is called by the chain's coin only where the name is exactly that coin's", () => {
        expect(money(`${MAIN}/slip44:0`, 1n)).toEqual({ amount: "0.00000001", unit: "BTC", isTest: false });
        expect(money(`${CHAIN}/slip44:1`, 100_000_000n)).toEqual({ amount: "1.00", unit: "BTC", isTest: true });
        for (const asset of [`${MAIN}/slip44:1`, `${CHAIN}/slip44:0`, `${MAIN}/slip44:0/1`, "eip155:1/slip44:0"])
            expect(money(asset, 1n).unit, asset).toContain("base unit of");
    });
});

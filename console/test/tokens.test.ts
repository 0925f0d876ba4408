import { MantineProvider } from "@mantine/core";
import { createElement } from "react";
import { renderToStaticMarkup } from "react-dom/server";
import { describe, expect, it } from "vitest";
import { chosen } from "../src/parts/asset";
import { Payees, payees } from "../src/parts/payee";
import { addressOf } from "../src/proof/change";
import type { BookEntry } from "../src/proof/change";
import { checksummed } from "../src/proof/ethereum";
import { baseUnits, brief, money } from "../src/words/format";
import { TOKENS, contractOf, tokenAsset, tokenOf } from "../src/words/tokens";
import { use } from "../src/words/words";

const USDC = "0xA0b86991c6218b36c1d19D4a2e9Eb0cE3606eB48";
const OTHER = "0x8F3CF7ad23Cd3CaDbD9735AFf958023239c6A063";

describe("a pinned token", () => {
    it("is called by its name where chain and contract are those pinned", () => {
        use({}, "en");
        expect(money(`eip155:1/erc20:${USDC}`, "1250000000")).toEqual({
            amount: "1,250.00",
            unit: "USDC",
            isTest: false,
        });
        expect(money(`eip155:1/erc20:${USDC.toLowerCase()}`, 1n).amount).toBe("0.000001");
        expect(brief(`eip155:1/erc20:${TOKENS.find((each) => each.unit === "DAI")?.contract}`, 10n ** 9n)).toBe("0.00");
    });

    it("has no name on another chain, at another contract, or with more behind it", () => {
        for (const asset of [
            `eip155:31337/erc20:${USDC}`,
            `eip155:10/erc20:${USDC}`,
            `eip155:1/erc20:${OTHER}`,
            `eip155:1/erc20:${USDC}/7`,
            `eip155:1/erc721:${USDC}`,
            `eip155:1/erc20:${USDC.slice(0, -1)}`,
        ]) {
            expect(tokenOf(asset), asset).toBeUndefined();
            const { amount, unit } = money(asset, "1250000000");
            expect(amount, asset).toBe("1,250,000,000");
            expect(unit, asset).toContain(`base units of ${asset.split(":").at(-1)}`);
        }
    });

    it("stands once in the list, with the capitals of EIP-55", () => {
        expect(TOKENS.length).toBe(12);
        for (const each of TOKENS) expect(checksummed(each.contract), each.contract).toBe(each.contract);
        expect(new Set(TOKENS.map((each) => tokenAsset(each.chain, each.contract).toLowerCase())).size).toBe(12);
        expect(new Set(TOKENS.map((each) => `${each.chain} ${each.unit}`)).size).toBe(12);
    });
});

describe("what is paid", () => {
    it("is the chain's coin until somebody chooses, and again after another chain was chosen", () => {
        const usdc = tokenAsset("eip155:1", USDC);
        expect(chosen("eip155:1", "", "")).toMatchObject({ asset: undefined, unit: "ETH", decimals: 18 });
        expect(chosen("eip155:1", usdc, "")).toMatchObject({ asset: usdc, unit: "USDC", decimals: 6 });
        expect(chosen("eip155:10", usdc, "")).toMatchObject({ asset: undefined, unit: "ETH", isOpen: false });
        expect(chosen(undefined, usdc, "")).toMatchObject({ asset: undefined, isOpen: true });
    });

    it("is counted in base units where the contract is none of the list, and named where it is", () => {
        const other = chosen("eip155:1", "other", OTHER.toLowerCase());
        expect(other).toMatchObject({ unit: "", decimals: 0, isPinned: false, isOpen: false });
        expect(contractOf(other.asset ?? "")).toBe(checksummed(OTHER.toLowerCase()));
        expect(baseUnits("1.5", other.decimals)).toBeUndefined();
        expect(chosen("eip155:1", "other", USDC.toLowerCase())).toMatchObject({ unit: "USDC", decimals: 6 });
        expect(chosen("eip155:31337", "other", USDC)).toMatchObject({ unit: "", decimals: 0, isPinned: false });
    });

    it("waits for a contract with the right capitals", () => {
        for (const wrong of ["", "0x", USDC.slice(0, -1), `${USDC}0`, USDC.replace("A0b", "a0b"), ` ${USDC}`])
            expect(chosen("eip155:1", "other", wrong).isOpen, wrong).toBe(true);
    });
});

describe("payees that are offered", () => {
    const entry = (chain: string, label: string, blocked = false): BookEntry => ({
        account: `${chain}:${OTHER}`,
        label,
        counterparty: label.toLowerCase(),
        addedAt: new Date(0),
        addedBy: "u:ann",
        tags: [],
        blocked,
    });

    it("are of the chain that is paid on, and blocked ones are not among them", () => {
        const book = [
            entry("eip155:1", "Zeta"),
            entry("eip155:1", "Alma"),
            entry("eip155:10", "Elsewhere"),
            entry("eip155:1", "Mallory", true),
        ];
        expect(payees(book, "eip155:1").map((each) => each.label)).toEqual(["Alma", "Zeta"]);
        expect(payees(book, "eip155:1").map(addressOf)).toEqual([OTHER, OTHER]);
        expect(payees(book, "")).toEqual([]);
    });

    it("are nobody of a book that is not proven", () => {
        const of = [entry("eip155:1", "Alma")];
        const shown = (isProven: boolean) =>
            renderToStaticMarkup(
                createElement(
                    MantineProvider,
                    null,
                    createElement(Payees, { of, isProven, isPending: false, value: "", choose: () => undefined }),
                ),
            );
        expect(shown(true)).toContain("Alma, alma: 0x8F3C…A063");
        expect(shown(false)).not.toContain("Alma");
        expect(shown(false)).toContain("nobody is offered from it");
    });
});

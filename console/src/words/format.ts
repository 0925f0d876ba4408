import { tokenOf } from "./tokens";
import { language, t } from "./words";

interface Coin {
    readonly unit: string;
    readonly decimals: number;
    readonly isTest?: boolean;
}

const ETHER: Coin = { unit: "ETH", decimals: 18 };
const TEST_BITCOIN: Coin = { unit: "BTC", decimals: 8, isTest: true };

/** What one unit of a chain's coin is called. */
const COINS: Readonly<Record<string, Coin>> = {
    "eip155:1": ETHER,
    "eip155:10": ETHER,
    "eip155:8453": ETHER,
    "eip155:42161": ETHER,
    "eip155:137": { unit: "POL", decimals: 18 },
    "eip155:56": { unit: "BNB", decimals: 18 },
    "eip155:31337": { unit: "ETH", decimals: 18, isTest: true },
    "eip155:11155111": { unit: "ETH", decimals: 18, isTest: true },
    "bip122:000000000019d6689c085ae165831e93": { unit: "BTC", decimals: 8 },
    "bip122:000000000933ea01ad0ee984209779ba": TEST_BITCOIN,
    "bip122:00000000da84f2bafbbc53dee25a72ae": TEST_BITCOIN,
    "bip122:00000008819873e925422c1ff0f99f7c": TEST_BITCOIN,
    "bip122:0f9188f13cb7b2c71f2a335e3a4fc328": TEST_BITCOIN,
};

const CHAINS: Readonly<Record<string, string>> = {
    "eip155:1": "Ethereum",
    "eip155:10": "Optimism",
    "eip155:8453": "Base",
    "eip155:42161": "Arbitrum",
    "eip155:137": "Polygon",
    "eip155:56": "BNB Chain",
    "bip122:000000000019d6689c085ae165831e93": "Bitcoin",
    "bip122:000000000933ea01ad0ee984209779ba": "Bitcoin, testnet 3",
    "bip122:00000000da84f2bafbbc53dee25a72ae": "Bitcoin, testnet 4",
    "bip122:00000008819873e925422c1ff0f99f7c": "Bitcoin, signet",
    "bip122:0f9188f13cb7b2c71f2a335e3a4fc328": "Bitcoin, regtest",
};

export function chainName(chain: string): string {
    if (chain === "eip155:31337") return t("chain.local");
    if (chain === "eip155:11155111") return t("chain.sepolia");
    return CHAINS[chain] ?? chain;
}

export function coinOf(chain: string): Coin | undefined {
    return COINS[chain];
}

/** The coin of an asset that is exactly one, such as eip155:1/slip44:60; none for tokens, or if more stands behind. */
export function coinOfAsset(asset: string): Coin | undefined {
    const [, chain = "", number] = /^(eip155:[0-9]+|bip122:[0-9a-f]{32})\/slip44:([0-9]+)$/.exec(asset) ?? [];
    const coin = COINS[chain];
    return coin && number === slip44(chain, coin) ? coin : undefined;
}

/** The number that the coin has in names of assets; all Bitcoin networks for tests share one. */
function slip44(chain: string, { isTest }: Coin): string {
    if (chain.startsWith("eip155:")) return "60";
    return isTest ? "1" : "0";
}

/** How an asset is counted and called: a chain's coin, or a token that is pinned in this build; of others nothing. */
export function unitOf(asset: string): Coin | undefined {
    return coinOfAsset(asset) ?? tokenOf(asset);
}

/** Base units as a decimal number, exact, with the reader's separators and at least two decimals. */
export function decimal(base: bigint, decimals: number): string {
    const digits = base.toString().padStart(decimals + 1, "0");
    const whole = BigInt(digits.slice(0, digits.length - decimals));
    const fraction = digits.slice(digits.length - decimals).replace(/0+$/, "");
    const grouped = new Intl.NumberFormat(language()).format(whole);
    return decimals === 0 ? grouped : `${grouped}${point()}${fraction.padEnd(2, "0")}`;
}

/** Base units as somebody would type them: exact, with the reader's point, nothing between thousands. */
export function typed(base: bigint, decimals: number): string {
    const digits = base.toString().padStart(decimals + 1, "0");
    const whole = digits.slice(0, digits.length - decimals);
    const fraction = digits.slice(digits.length - decimals).replace(/0+$/, "");
    return fraction === "" ? whole : `${whole}${point()}${fraction}`;
}

function point(): string {
    const parts = new Intl.NumberFormat(language(), { minimumFractionDigits: 1 }).formatToParts(0.5);
    return parts.find((each) => each.type === "decimal")?.value ?? ".";
}

/** What stands between thousands in the reader's numbers. */
function groupMark(): string | undefined {
    const parts = new Intl.NumberFormat(language()).formatToParts(1_234_567);
    return parts.find((each) => each.type === "group")?.value;
}

/**
 * A decimal number as a person types it, in base units; nothing if it is none or too fine, or if it reads as thousands
 * to this reader: 1,250 is one and a quarter to some and over a thousand to others.
 */
export function baseUnits(text: string, decimals: number): bigint | undefined {
    const match = /^([0-9]{1,30})(?:([.,])([0-9]{1,30}))?$/.exec(text.trim().replaceAll(/[\s'’]/g, ""));
    if (!match) return undefined;
    const fraction = match[3] ?? "";
    if (match[2] === groupMark() && fraction.length === THOUSAND_DIGITS && match[1] !== "0") return undefined;
    if (fraction.length > decimals) return undefined;
    return BigInt((match[1] ?? "0") + fraction.padEnd(decimals, "0"));
}

export interface Money {
    readonly amount: string;
    readonly unit: string;
    readonly isTest: boolean;
}

/** What is neither coin nor pinned token is counted in base units, with its contract in full. */
export function money(asset: string, base: string | bigint): Money {
    const coin = unitOf(asset);
    const value = BigInt(base);
    if (coin) return { amount: decimal(value, coin.decimals), unit: coin.unit, isTest: coin.isTest ?? false };
    return {
        amount: decimal(value, 0),
        unit: t("effect.baseUnits", { count: Number(value), token: asset.split(":").at(-1) ?? asset }),
        isTest: false,
    };
}

/** Hundredths of a currency, in the reader's numbers. */
export function fiat(hundredths: bigint): string {
    return decimal(hundredths, 2);
}

const THOUSAND_DIGITS = 3;
const BRIEF_DIGITS = 6;

/** As [money], cut after six decimals: for sums that are looked at, never for what is decided. */
export function brief(asset: string, base: bigint): string {
    const coin = unitOf(asset);
    if (!coin || coin.decimals <= BRIEF_DIGITS) return money(asset, base).amount;
    const cut = 10n ** BigInt(coin.decimals - BRIEF_DIGITS);
    return decimal(base / cut, BRIEF_DIGITS);
}

const STEPS: readonly [Intl.RelativeTimeFormatUnit, number][] = [
    ["day", 86_400],
    ["hour", 3_600],
    ["minute", 60],
    ["second", 1],
];

/** How long ago or ahead. */
export function relative(iso: string | Date, now = Date.now()): string {
    const seconds = Math.round((new Date(iso).getTime() - now) / 1000);
    const style = new Intl.RelativeTimeFormat(language(), { numeric: "auto" });
    for (const [unit, size] of STEPS)
        if (Math.abs(seconds) >= size || size === 1) return style.format(Math.trunc(seconds / size), unit);
    return "";
}

/** A short time, in the reader's numbers; where there is little room without the whole word. */
export function lasting(millis: number, unitDisplay: "short" | "long" = "long"): string {
    const [value, unit] =
        millis < 2_000
            ? ([millis, "millisecond"] as const)
            : millis < 120_000
              ? ([Math.round(millis / 1000), "second"] as const)
              : millis < 7_200_000
                ? ([Math.round(millis / 60_000), "minute"] as const)
                : ([Math.round(millis / 3_600_000), "hour"] as const);
    return new Intl.NumberFormat(language(), { style: "unit", unit, unitDisplay }).format(value);
}

/** In the reader's zone. */
export function moment(iso: string | Date): string {
    return new Date(iso).toLocaleString(language(), { dateStyle: "medium", timeStyle: "short" });
}

/** Exact, for hovering. */
export function utc(iso: string | Date): string {
    return `${new Date(iso).toISOString().replace("T", " ").slice(0, 19)} UTC`;
}

/** In groups of four, the prefix apart. */
export function groups(address: string): readonly string[] {
    const [prefix, rest] = address.startsWith("0x") ? ["0x", address.slice(2)] : ["", address];
    const all = rest.match(/.{1,4}/g) ?? [];
    return prefix ? [prefix, ...all] : all;
}

export function short(text: string): string {
    return text.length <= 14 ? text : `${text.slice(0, text.startsWith("0x") ? 6 : 4)}…${text.slice(-4)}`;
}

import type { Withdrawal } from "../api/contract";
import type { Reading } from "../proof/ethereum";
import { type Money, money, short } from "../words/format";
import { tokenAsset, tokenOf } from "../words/tokens";
import type { Key } from "../words/en";
import { t } from "../words/words";
import { Tag, type Tone } from "./basics";
import { assetOf, chainOf, isEmpty, readingOf } from "./reading";

const TONES: Readonly<Record<string, Tone>> = {
    PENDING_APPROVAL: "accent",
    PENDING_DELAY: "accent",
    DENIED: "danger",
    REJECTED: "danger",
    FROZEN: "danger",
    FAILED: "danger",
    DROPPED: "attention",
    EXPIRED: "attention",
};

export function StageTag({ of }: { of: Withdrawal }) {
    const filling = { have: of.confirmations?.have ?? 0, wanted: of.confirmations?.wanted ?? 0 };
    return <Tag tone={TONES[of.stage] ?? "plain"}>{t(`stage.${of.stage}` as Key, filling)}</Tag>;
}

/** The server's phrases begin small and end without a stop; a node or a rule is called as it is. */
export function sentence(phrase: string): string {
    const isNamed = /^[a-z0-9./-]+: /.test(phrase);
    const begun = isNamed ? phrase : phrase.charAt(0).toUpperCase() + phrase.slice(1);
    return /[.!?]$/.test(begun) || begun === "" ? begun : `${begun}.`;
}

/** What tells it from others of its address: the sequence number, or the end of a name where the chain has none. */
export function numberOf(of: Withdrawal): string {
    return of.transaction.nonce ?? (of.replaces ?? of.id).slice(-8);
}

/**
 * What the bytes do, in a few words for lists and buttons: never what the server says of bytes that were read here. Of
 * bytes that are not, the server's words, and said to be its.
 */
export function inShort(of: Withdrawal): string {
    const reading = readingOf(of);
    if (!reading) return t("effect.short.unread", { effect: unread(of) });
    const { effect } = reading;
    if (isEmpty(reading, of.transaction.from))
        return t("effect.short.cancel", { number: reading.nonce.toString() });
    if (effect.kind === "allowance")
        return t("effect.short.allowance", { to: short(effect.spender), token: tokenName(reading) });
    if (effect.kind === "call") return t("effect.short.call", { to: short(effect.to) });
    return told(moneyOf(reading), effect.to);
}

function unread(of: Withdrawal): string {
    if (of.kind === "CANCEL") return t("effect.short.back");
    const { amount, unit } = money(of.asset, of.amount);
    if (of.payments) return t("effect.short.together", { amount, unit, count: of.payments.length });
    return t("effect.short", { amount, unit, to: short(of.destination) });
}

/** The name of a pinned token; of another its contract, in full. */
function tokenName(of: Reading): string {
    const { effect } = of;
    if (effect.kind !== "allowance" && effect.kind !== "token") return "";
    return tokenOf(tokenAsset(chainOf(of), effect.token))?.unit ?? effect.token;
}

const told = ({ amount, unit }: Money, to: string) => t("effect.short", { amount, unit, to: short(to) });

/** How much of what the bytes move, or let somebody move. */
export function moneyOf(of: Reading): Money {
    const { effect } = of;
    const asset =
        effect.kind === "allowance" ? tokenAsset(chainOf(of), effect.token) : (assetOf(of) ?? coinAsset(of));
    return money(asset, effect.amount);
}

const coinAsset = (of: Reading) => `${chainOf(of)}/slip44:60`;

export function amountOf(of: Withdrawal): string {
    const reading = readingOf(of);
    const { amount, unit } = reading ? moneyOf(reading) : money(of.asset, of.amount);
    return `${amount} ${unit}`;
}

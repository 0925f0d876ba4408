import type { Withdrawal } from "../api/contract";
import { money, short } from "../words/format";
import type { Key } from "../words/en";
import { t } from "../words/words";
import { Tag, type Tone } from "./basics";

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

/** The server's phrases begin small and end without a stop; a node that speaks is called as it is. */
export function sentence(phrase: string): string {
    const isNamed = /^[a-z0-9-]+: /.test(phrase);
    const begun = isNamed ? phrase : phrase.charAt(0).toUpperCase() + phrase.slice(1);
    return /[.!?]$/.test(begun) || begun === "" ? begun : `${begun}.`;
}

/** Amount and destination in a few words, for lists and buttons. */
export function inShort(of: Withdrawal): string {
    if (of.kind === "CANCEL") return t("effect.short.cancel", { number: of.transaction.nonce });
    const { amount, unit } = money(of.asset, of.amount);
    return t("effect.short", { amount, unit, to: short(of.destination) });
}

export function amountOf(of: Withdrawal): string {
    const { amount, unit } = money(of.asset, of.amount);
    return `${amount} ${unit}`;
}

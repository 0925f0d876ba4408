import type { Withdrawal } from "../api/contract";
import { STOPPED } from "../api/queries";
import type { BookEntry } from "../proof/change";
import type { Fact } from "../proof/facts";
import type { Reading } from "../proof/ethereum";
import { relative } from "../words/format";
import { t } from "../words/words";
import { isSamePayee, paymentOf } from "./checked";
import { known, paidBefore } from "./counterparty";
import { inUnits } from "./limits";
import { areOnePlace, assetOf, chainOf } from "./reading";
import type { Rule } from "./rules";
import { type Use, rulesFor, usesOf } from "./velocity";
import { moneyOf } from "./withdrawal";

/** Something by which a payment differs from what is usual, with its figures; found in this browser. */
export interface Reason {
    readonly kind: "blocked" | "alike" | "unknown" | "first" | "larger" | "again" | "limit" | "fee";
    readonly text: string;
    readonly isGrave: boolean;
}

interface Around {
    readonly book: readonly BookEntry[] | undefined;
    readonly all: readonly Withdrawal[];
    readonly rules: readonly Rule[];
    readonly now: number;
}

const DAY_MILLIS = 86_400_000;
/** Of a limit, from where on somebody should know. */
const MUCH_PERCENT = 75n;
const TIMES = 2n;
/** Of what is paid, from where on a fee is unusual. */
const FEE_PERCENT = 10n;

/** The gravest first. `of` is to be one whose words were found to be those of its bytes. */
export function reasonsOf(of: Withdrawal, reading: Reading, around: Around): readonly Reason[] {
    const judged = [ofPayee(reading, around), ofHistory(of, reading, around), ofLimits(of, reading, around)];
    const all = [...judged.flat(), ...ofFee(reading)];
    return all.sort((a, b) => Number(b.isGrave) - Number(a.isGrave));
}

function ofPayee(reading: Reading, { book }: Around): readonly Reason[] {
    const { effect } = reading;
    if (!book || (effect.kind !== "coin" && effect.kind !== "token")) return [];
    const { entry, alike } = known(chainOf(reading), effect.to, book);
    const found: Reason[] = [];
    if (entry?.blocked) found.push({ kind: "blocked", text: t("counterparty.blocked"), isGrave: true });
    if (!entry) found.push({ kind: "unknown", text: t("counterparty.unknown"), isGrave: false });
    if (alike)
        found.push({
            kind: "alike",
            text: t("reason.alike", { label: alike.label, begin: effect.to.slice(0, 6), end: effect.to.slice(-4) }),
            isGrave: true,
        });
    return found;
}

function ofHistory(of: Withdrawal, reading: Reading, { all, now }: Around): readonly Reason[] {
    const { amount } = reading.effect;
    const found: Reason[] = [];
    const before = paidBefore(of, all);
    if (before.length === 0) found.push({ kind: "first", text: t("reason.first"), isGrave: false });
    const asset = assetOf(reading);
    const same = before.flatMap((each) => paymentOf(each) ?? []).filter((each) => each.asset === asset);
    const most = same.reduce((so, each) => (each.amount > so ? each.amount : so), 0n);
    if (most > 0n && amount >= TIMES * most)
        found.push({
            kind: "larger",
            text: t("reason.larger", { times: Number(amount / most), most: said(reading, most) }),
            isGrave: false,
        });
    const again = all.filter((each) => isAgain(each, of, now)).sort((a, b) => b.createdAt.localeCompare(a.createdAt));
    if (again[0])
        found.push({
            kind: "again",
            text: t("reason.again", { count: again.length, when: relative(again[0].createdAt, now) }),
            isGrave: false,
        });
    return found;
}

/** The same amount of the same to the same address within a day; one that wants the same number is not another. */
function isAgain(each: Withdrawal, of: Withdrawal, now: number): boolean {
    const [own, payment] = [paymentOf(each), paymentOf(of)];
    if (!own || !payment || !isSamePayee(own, payment)) return false;
    return (
        each.id !== of.id &&
        !areOnePlace(each, of) &&
        each.kind !== "CANCEL" &&
        each.stage !== "DRAFT" &&
        !STOPPED.has(each.stage) &&
        own.asset === payment.asset &&
        own.amount === payment.amount &&
        now - Date.parse(each.createdAt) < DAY_MILLIS
    );
}

function ofLimits(of: Withdrawal, reading: Reading, { all, rules, now }: Around): readonly Reason[] {
    const asset = assetOf(reading);
    if (!asset || of.signed) return [];
    return usesOf(rulesFor(rules, asset), all, now).flatMap(({ rule, uses, untold, max, isCount }) => {
        if (untold || max === undefined || max === 0n) return [];
        const mine = uses.filter((each) => each.asset === undefined || each.asset === asset);
        const used = mine.reduce((most, each) => (each.used > most ? each.used : most), 0n);
        const with_ = used + (isCount ? 1n : reading.effect.amount);
        const percent = (with_ * 100n) / max;
        if (percent < MUCH_PERCENT) return [];
        const unit = { asset: isCount ? undefined : asset } as Use;
        const figures = { rule, percent: Number(percent), used: inUnits(unit, with_), max: inUnits(unit, max) };
        return [{ kind: "limit" as const, text: t("reason.limit", figures), isGrave: with_ > max }];
    });
}

/** What may go to the chain beside a payment of its coin; of tokens nobody here knows what they are worth in it. */
function ofFee({ effect, feeMax }: Reading): readonly Reason[] {
    if (effect.kind !== "coin" || effect.amount === 0n) return [];
    const percent = (feeMax * 100n) / effect.amount;
    if (percent < FEE_PERCENT) return [];
    return [{ kind: "fee", text: t("reason.fee", { percent: Number(percent) }), isGrave: feeMax >= effect.amount }];
}

function said(reading: Reading, amount: bigint): string {
    const { amount: number, unit } = moneyOf({ ...reading, effect: { ...reading.effect, amount } });
    return `${number} ${unit}`;
}

/** Facts about this request or whom it pays: what is stated of something else says nothing here. */
export function about(facts: readonly Fact[], of: Withdrawal, reading: Reading | undefined): readonly Fact[] {
    const { effect } = reading ?? {};
    const paid = effect && (effect.kind === "coin" || effect.kind === "token") ? [effect.to] : [];
    const called = effect?.kind === "token" ? [effect.token] : effect?.kind === "call" ? [effect.to] : [];
    const accounts = new Set([...paid, ...called].map((each) => `${of.transaction.chain}:${each}`.toLowerCase()));
    return facts.filter(({ claim }) => {
        if (claim.kind === "price") return reading !== undefined && claim.asset === assetOf(reading);
        // Which digests changes were seen under, the nodes compare.
        if (claim.kind === "changes") return true;
        return claim.of === of.intentId || accounts.has(claim.of.toLowerCase());
    });
}

/** In words, with the figures. */
export function factInWords({ claim }: Fact): string {
    const listed = (codes: readonly string[]) => codes.join(", ") || t("app.none");
    switch (claim.kind) {
        case "price":
            return t("fact.price", { price: claim.price, currency: claim.currency });
        case "risk":
            return t("fact.risk", { score: claim.score, reasons: listed(claim.reasons) });
        case "screening":
            return t(claim.lists.length > 0 ? "fact.screened" : "fact.screening", { lists: listed(claim.lists) });
        case "code":
            return t("fact.code", { when: relative(claim.since) });
        case "changes":
            return t("fact.changes", { changes: listed(claim.changes) });
        case "source event":
            return t("fact.event", { event: claim.event });
        case "counterparty":
            return t("fact.counterparty", { name: claim.name });
        case "travel rule":
            return t("fact.travel", { provider: claim.provider });
    }
}

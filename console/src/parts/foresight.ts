import type { Withdrawal } from "../api/contract";
import { assetOf, readingOf } from "./reading";
import { type Rule, hasConditions } from "./rules";
import { type Use, isAbout, rulesFor, slotOf, usesOf } from "./velocity";

/** What the policy in force would make of a payment, as far as is told here. Nodes judge by more, and decide. */
export interface Foreseen {
    readonly outcome: "denied" | "depends" | "asks" | "nobody";
    /** The rule that denies it, where one does; a limit with its figures. */
    readonly by: Rule | undefined;
    readonly over: Use | undefined;
    /** Whose answers it waits for. */
    readonly asks: readonly Rule[];
    /** Rules with conditions that this browser does not judge: they may deny, ask or allow besides. */
    readonly maybe: readonly Rule[];
}

/** So much of one asset, whoever is paid. */
export interface Wish {
    /** CAIP-19. */
    readonly asset: string;
    /** Base units. */
    readonly amount: bigint;
}

/** Of bytes that move one asset and were read here; of others nothing is foreseen. */
export function foreseen(
    rules: readonly Rule[],
    of: Withdrawal,
    all: readonly Withdrawal[],
    now: number,
): Foreseen | undefined {
    const wish = wishOf(of);
    const others = all.filter((each) => each.id !== of.id && slotOf(each) !== slotOf(of));
    return wish && foreseenOf(rules, wish, others, now);
}

/** What is asked for, by the bytes. */
export function wishOf(of: Withdrawal): Wish | undefined {
    const reading = readingOf(of);
    const asset = reading && assetOf(reading);
    return reading && asset ? { asset, amount: reading.effect.amount } : undefined;
}

/** What rules would make of it after what was asked for before, whether or not anybody asks for it. */
export function foreseenOf(
    rules: readonly Rule[],
    { asset, amount }: Wish,
    counted: readonly Withdrawal[],
    now: number,
): Foreseen {
    const mine = rulesFor(rules, asset).filter((each) => isAbout(each, "TRANSFER"));
    const [maybe, sure] = [mine.filter(hasConditions), mine.filter((each) => !hasConditions(each))];
    const over = sure
        .filter((each) => each.limit?.onExceed === undefined)
        .flatMap((each) => exceeded(each, asset, amount, counted, now))[0];
    const denies = sure.find((each) => each.effect === "DENY");
    const asks = sure.filter((each) => each.effect === "REQUIRE" && (each.approvals ?? []).length > 0);
    const common = { by: denies, over, asks, maybe };
    const allows = (of: readonly Rule[]) => of.some((each) => each.effect === "ALLOW");
    if (denies || over || !allows(mine)) return { ...common, outcome: "denied" };
    if (!allows(sure)) return { ...common, outcome: "depends" };
    return { ...common, outcome: asks.length > 0 ? "asks" : "nobody" };
}

/** Where nothing of a limit is used yet, its whole is left. */
function exceeded(rule: Rule, asset: string, amount: bigint, all: readonly Withdrawal[], now: number): readonly Use[] {
    const [told] = usesOf([rule], all, now);
    if (!told || told.untold || told.max === undefined) return [];
    const plus = told.isCount ? 1n : amount;
    const unused: Use = {
        rule: rule.id,
        asset: told.isCount ? undefined : asset,
        of: "",
        used: 0n,
        max: told.max,
        since: undefined,
        nextFree: undefined,
        points: [],
    };
    // One that counts for each source or payee may be of another: it is not said to be over by what is not its own.
    const isSplit = (rule.limit?.per ?? []).some((each) => each !== "asset");
    const used = isSplit ? [] : told.uses.filter((each) => each.asset === undefined || each.asset === asset);
    return (used.length > 0 ? used : [unused]).filter((each) => each.used + plus > each.max);
}

const SIGNED = { unsigned: "", signatures: [], bytes: "" };

/** Of several drafts each after those before it, as if these were signed by then; nothing of bytes not read here. */
export function oneByOne(
    rules: readonly Rule[],
    drafts: readonly Withdrawal[],
    all: readonly Withdrawal[],
    now: number,
): readonly (Foreseen | undefined)[] {
    const ids = new Set(drafts.map((each) => each.id));
    const others = all.filter((each) => !ids.has(each.id));
    const signed = drafts.map((each) => ({ ...each, createdAt: new Date(now).toISOString(), signed: SIGNED }));
    return drafts.map((of, i) => foreseen(rules, of, [...others, ...signed.slice(0, i)], now));
}

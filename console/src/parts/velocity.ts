import type { Withdrawal } from "../api/contract";
import type { Rule } from "./rules";

/** One payment that a limit counts, as control's list tells of it. */
interface Charge {
    readonly at: number;
    readonly amount: bigint;
}

/** What of a limit is used, of one count of it. */
export interface Use {
    readonly rule: string;
    /** Of which asset; nothing where transactions are counted. */
    readonly asset: string | undefined;
    /** What else the count is of, such as a destination. */
    readonly of: string;
    readonly used: bigint;
    readonly max: bigint;
    /** When the window began; nothing if it never does. */
    readonly since: number | undefined;
    /** When something of it falls out of the window next. */
    readonly nextFree: number | undefined;
    /** The used amount over time, each point where it changes. */
    readonly points: readonly { readonly at: number; readonly used: bigint }[];
}

/** Why the use of a limit cannot be told here. */
export type Untold = "prices" | "people" | "window";

export interface Told {
    readonly rule: string;
    readonly uses: readonly Use[];
    readonly untold: Untold | undefined;
    readonly max: bigint | undefined;
    readonly isCount: boolean;
    /** Whether it has conditions that leave out some of what is counted here. */
    readonly isAtMost: boolean;
}

interface Limit {
    readonly measure: string;
    readonly max: string;
    readonly per?: readonly string[];
    readonly window?: Window;
}

interface Window {
    readonly type: string;
    readonly length?: string;
    readonly unit?: string;
    readonly tz?: string;
}

const DAY = 86_400_000;

/** PO-4; a rule without activities is about everything. */
export function isAbout({ activity }: Pick<Rule, "activity">, what: string): boolean {
    return !activity || activity.includes(what) || activity.includes("*");
}

/** Assets that a rule is about and no other; nothing of one that is about any. */
export function assetsNamed({ match }: Pick<Rule, "match">): readonly string[] | undefined {
    const { is } = (match?.["asset"] ?? {}) as { is?: unknown };
    return Array.isArray(is) ? is.map(String) : undefined;
}

const isOf = (rule: Rule, asset: string) =>
    assetsNamed(rule)?.some((each) => each.toLowerCase() === asset.toLowerCase()) ?? true;

/** Whether the asset is all that a rule goes by. */
function isByAssetAlone(rule: Rule): boolean {
    const isAlone = assetsNamed(rule) !== undefined && Object.keys(rule.match ?? {}).length === 1;
    return isAlone && Object.keys(rule.match?.["asset"] ?? {}).length === 1;
}

/** The rules that an asset is judged by; one that goes by the asset alone has no condition for it. */
export function rulesFor(rules: readonly Rule[], asset: string): readonly Rule[] {
    return rules
        .filter((each) => isOf(each, asset))
        .map((each) => {
            if (!isByAssetAlone(each)) return each;
            const { match, ...rest } = each;
            return rest;
        });
}

/** docs/spec/policy.md PO-8, by what control knows: nodes count by their own ledgers, from when each let it through. */
export function usesOf(rules: readonly Rule[], all: readonly Withdrawal[], now: number): readonly Told[] {
    return rules.flatMap((rule) => {
        const limit = rule.limit as Limit | undefined;
        if (rule.effect !== "LIMIT" || !limit) return [];
        if (!isAbout(rule, "TRANSFER")) return [];
        return [told(rule, limit, largest(all.filter((each) => isOf(rule, each.asset))), now)];
    });
}

function told(rule: Rule, limit: Limit, all: readonly Withdrawal[], now: number): Told {
    const isAtMost = (rule.match !== undefined && !isByAssetAlone(rule)) || rule.when !== undefined;
    const about = { rule: rule.id, max: wholeOf(limit.max), isCount: limit.measure === "COUNT", isAtMost };
    const untold = (why: Untold): Told => ({ ...about, uses: [], untold: why });
    if (limit.measure.startsWith("FIAT")) return untold("prices");
    if (limit.per?.includes("initiator")) return untold("people");
    const window = spanOf(limit.window, now);
    if (window === undefined) return untold("window");
    const counts = new Map<string, { asset: string | undefined; of: string; charges: Charge[] }>();
    for (const each of all) {
        const asset = limit.measure === "COUNT" ? undefined : each.asset;
        const of = (limit.per ?? [])
            .map((what) => named(each, what))
            .filter(Boolean)
            .join(", ");
        const count = counts.get(`${asset} ${of}`) ?? { asset, of, charges: [] };
        count.charges.push({ at: Date.parse(each.createdAt), amount: asset ? BigInt(each.amount) : 1n });
        counts.set(`${asset} ${of}`, count);
    }
    const uses = [...counts.values()].map(({ asset, of, charges }) => ({
        rule: rule.id,
        asset,
        of,
        max: wholeOf(limit.max),
        ...within(charges, window, now),
    }));
    return { ...about, uses: uses.filter((each) => each.used > 0n), untold: undefined };
}

/** A limit in a currency may have a fraction: nothing that is counted here has. */
const wholeOf = (max: string) => BigInt(max.replace(/\..*/, ""));

/** Of all that want one sequence number the chain takes one: the largest counts. Without numbers nodes count each. */
function largest(all: readonly Withdrawal[]): readonly Withdrawal[] {
    const slots = new Map<string, Withdrawal>();
    for (const each of all) {
        if (!each.signed) continue;
        const slot = slotOf(each);
        const other = slots.get(slot);
        if (!other || BigInt(other.amount) < BigInt(each.amount)) slots.set(slot, each);
    }
    return [...slots.values()];
}

/** PO-19: what has the same is not held against each other, for the chain takes one of them. */
export function slotOf({ id, transaction }: Withdrawal): string {
    return `${transaction.chain} ${transaction.from} ${transaction.nonce ?? id}`;
}

function named(of: Withdrawal, what: string): string {
    if (what === "destination") return of.destination;
    if (what === "source") return of.transaction.from;
    if (what === "vault") return of.transaction.keyId.slice(0, 8);
    return what === "chain" ? of.transaction.chain : "";
}

/** A window that moves with the clock has a length; another has a beginning, or none. */
type Span = { readonly length: number } | { readonly since: number | undefined };

function spanOf(of: Window | undefined, now: number): Span | undefined {
    if (!of || of.type === "LIFETIME") return { since: undefined };
    if (of.type === "ROLLING") {
        const length = millisOf(of.length ?? "");
        return length === undefined ? undefined : { length };
    }
    if (of.type !== "CALENDAR") return undefined;
    return { since: beginning(of.unit ?? of.length ?? "DAY", of.tz ?? "UTC", now) };
}

/** PT24H, P7D and what is made of them. */
export function millisOf(text: string): number | undefined {
    const [, days, hours, minutes, seconds] = /^P(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?)?$/.exec(text) ?? [];
    const sum =
        Number(days ?? 0) * DAY +
        Number(hours ?? 0) * 3_600_000 +
        Number(minutes ?? 0) * 60_000 +
        Number(seconds ?? 0) * 1_000;
    return sum > 0 ? sum : undefined;
}

/** Of the present day, week from Monday, or month in a zone. */
export function beginning(unit: string, zone: string, now: number): number {
    const parts = new Map(
        new Intl.DateTimeFormat("en-US", {
            timeZone: zone,
            hourCycle: "h23",
            year: "numeric",
            month: "numeric",
            day: "numeric",
            hour: "numeric",
            minute: "numeric",
            second: "numeric",
        })
            .formatToParts(now)
            .map((each) => [each.type, Number(each.value)]),
    );
    const at = (name: Intl.DateTimeFormatPartTypes) => parts.get(name) ?? 0;
    const local = Date.UTC(at("year"), at("month") - 1, at("day"), at("hour"), at("minute"), at("second"));
    const ahead = local - Math.floor(now / 1_000) * 1_000;
    const day = Date.UTC(at("year"), at("month") - 1, at("day"));
    if (unit === "MONTH") return Date.UTC(at("year"), at("month") - 1, 1) - ahead;
    const back = unit === "WEEK" ? (new Date(day).getUTCDay() + 6) % 7 : 0;
    return day - back * DAY - ahead;
}

function within(
    charges: readonly Charge[],
    span: Span,
    now: number,
): Pick<Use, "used" | "since" | "nextFree" | "points"> {
    const sorted = [...charges].sort((a, b) => a.at - b.at);
    const length = "length" in span ? span.length : undefined;
    const since = "length" in span ? now - span.length : span.since;
    const used = (at: number) =>
        sorted
            .filter((each) => each.at <= at && each.at > (length === undefined ? (since ?? 0) - 1 : at - length))
            .reduce((sum, each) => sum + each.amount, 0n);
    const inside = sorted.filter((each) => each.at > (since ?? 0) - 1);
    const first = inside[0];
    const begin = since ?? first?.at ?? now;
    const moments = sorted
        .flatMap((each) => (length === undefined ? [each.at] : [each.at, each.at + length]))
        .filter((at) => at > begin && at < now);
    return {
        used: used(now),
        since,
        nextFree: length !== undefined && first ? first.at + length : undefined,
        points: [begin, ...moments.sort((a, b) => a - b), now].map((at) => ({ at, used: used(at) })),
    };
}

import { useQuery } from "@tanstack/react-query";
import { get } from "../api/client";
import type { Withdrawal } from "../api/contract";
import { Malformed, equal, hex, ofHex } from "../proof/bytes";
import { comparisonCode } from "../proof/comparison";
import type { Reading } from "../proof/ethereum";
import { type Fact, factsOfEvidence } from "../proof/facts";
import { type Intent, intentId, intentOfEvidence } from "../proof/intent";
import { areOneEffect, areOnePlace, assetOf, chainOf, isEmpty, isReadHere, readingOf } from "./reading";

const TRANSACTION = 1;

/** What this browser found out by itself about a request, from its bytes. */
export interface Checked {
    /** Nothing if these bytes cannot be read here. */
    readonly reading: Reading | undefined;
    readonly code: string;
    readonly isDigestRight: boolean;
    /** Whether kind, asset, amount and destination that the server tells are those of the bytes. */
    readonly isTextRight: boolean;
    readonly isCodeRight: boolean;
    /** Whether it takes the place of what it is said to, by the bytes of both; also where it is said of none. */
    readonly isPlaceRight: boolean;
    /** Bytes of a chain that is read here, and of a form that is not: nobody here can say what they do. */
    readonly isOpaque: boolean;
    /** The signed intent, once there is one; and whether it holds exactly these bytes. */
    readonly intent: Intent | undefined;
    readonly isIntentRight: boolean;
    /** What others stated that goes with it, not verified yet; nothing if it cannot be read. */
    readonly facts: readonly Fact[] | undefined;
}

export function isSound(of: Checked): boolean {
    const isAsSaid = of.isTextRight && of.isPlaceRight && of.isCodeRight;
    return !of.isOpaque && of.isDigestRight && isAsSaid && of.isIntentRight;
}

/** Whether the server's words were held against bytes that were read here, and are theirs. */
export function areWordsRight(of: Checked | undefined): boolean {
    return of?.reading !== undefined && isSound(of);
}

/** All that is judged: another word for the same bytes is judged anew. */
export const checkedKey = (of: Withdrawal) => [
    "checked",
    of.id,
    of.intentId ?? "",
    [of.kind, of.replaces ?? "", of.asset, of.destination, of.amount, of.expiresAt].join(" "),
    of.transaction,
];

export function useChecked(of: Withdrawal) {
    return useQuery<Checked>({
        queryKey: checkedKey(of),
        queryFn: async ({ signal }) => {
            const evidence = of.intentId
                ? (await get<{ evidence: string }>(`/v1/withdrawals/${of.id}/evidence`, signal)).evidence
                : undefined;
            return check(of, evidence, await replacedBy(of, signal));
        },
        retry: false,
        staleTime: Number.POSITIVE_INFINITY,
    });
}

/** What it is said to take the place of, where that can be read here. */
export async function replacedBy(of: Withdrawal, signal: AbortSignal): Promise<Withdrawal | undefined> {
    if (of.replaces === undefined || !isReadHere(of.transaction.chain)) return undefined;
    return get<Withdrawal>(`/v1/withdrawals/${of.replaces}`, signal);
}

/** Judges what the server says by the bytes alone. What is not of its form is not right. */
export async function check(
    of: Withdrawal,
    evidence: string | undefined,
    replaced?: Withdrawal | undefined,
): Promise<Checked> {
    const unsigned = ofHex(of.transaction.unsigned);
    const digests = of.transaction.digests.map(ofHex);
    const code = await comparisonCode({
        chain: of.transaction.chain,
        account: `${of.transaction.chain}:${of.transaction.from}`,
        content: TRANSACTION,
        unsigned,
        digests,
    });
    const reading = readingOf(of);
    const intent = evidence === undefined ? undefined : intentOfEvidence(ofHex(evidence));
    return {
        reading,
        code,
        isDigestRight:
            reading === undefined || (digests.length === 1 && equal(reading.digest, digests[0] as Uint8Array)),
        isTextRight: reading === undefined || isText(of, reading),
        isOpaque: reading === undefined && isReadHere(of.transaction.chain),
        isCodeRight: code === of.transaction.comparisonCode,
        isPlaceRight: reading === undefined || isPlace(of, replaced),
        intent,
        isIntentRight: intent === undefined || (await holds(intent, of)),
        facts: evidence === undefined ? [] : factsIn(evidence),
    };
}

function factsIn(evidence: string): readonly Fact[] | undefined {
    try {
        return factsOfEvidence(ofHex(evidence));
    } catch (cause) {
        if (cause instanceof Malformed) return undefined;
        throw cause;
    }
}

/** What a request pays, by its bytes. */
export interface Payment {
    readonly chain: string;
    readonly asset: string;
    readonly to: string;
    readonly amount: bigint;
}

/** Nothing of bytes that pay nobody or are not read here, nor of a request whose words are others than its bytes. */
export function paymentOf(of: Withdrawal): Payment | undefined {
    const reading = readingOf(of);
    const asset = reading && assetOf(reading);
    if (!reading || !asset || !isText(of, reading)) return undefined;
    const { effect } = reading;
    if (effect.kind !== "coin" && effect.kind !== "token") return undefined;
    return { chain: chainOf(reading), asset, to: effect.to, amount: effect.amount };
}

/** Whether both pay the same address; the same one on another chain may be somebody else's. */
export function isSamePayee(one: Payment, other: Payment): boolean {
    return one.chain === other.chain && one.to === other.to;
}

/** A withdrawal pays; bytes that do something else are not one, whatever is said of them. */
function isText(of: Withdrawal, reading: Reading): boolean {
    const { effect } = reading;
    if (of.transaction.chain !== chainOf(reading)) return false;
    // A cancelling takes a number and pays nobody.
    if (of.kind === "CANCEL" && !isEmpty(reading, of.transaction.from)) return false;
    if (effect.kind !== "coin" && effect.kind !== "token") return false;
    return (
        of.asset.toLowerCase() === assetOf(reading)?.toLowerCase() &&
        effect.to === of.destination &&
        effect.amount === BigInt(of.amount)
    );
}

/** What is called a speeding up pays the same under the same number, so that nobody is paid twice. */
function isPlace(of: Withdrawal, replaced: Withdrawal | undefined): boolean {
    if (of.kind !== "SPEED_UP" && of.replaces === undefined) return true;
    if (!replaced || replaced.id !== of.replaces || !areOnePlace(of, replaced)) return false;
    return of.kind !== "SPEED_UP" || areOneEffect(of, replaced);
}

/** Whether an intent is over these bytes, of this key, and no other. */
export function binds(intent: Intent, of: Withdrawal): boolean {
    const { transaction } = of;
    return (
        intent.chain === transaction.chain &&
        intent.content === TRANSACTION &&
        intent.keyId === transaction.keyId &&
        intent.path.join() === transaction.path.join() &&
        equal(intent.unsigned, ofHex(transaction.unsigned)) &&
        intent.digests.length === transaction.digests.length &&
        intent.digests.every((each, i) => hex(each) === transaction.digests[i])
    );
}

async function holds(intent: Intent, of: Withdrawal): Promise<boolean> {
    return (
        binds(intent, of) &&
        intent.expires.getTime() === Date.parse(of.expiresAt) &&
        of.intentId === hex(await intentId(intent))
    );
}

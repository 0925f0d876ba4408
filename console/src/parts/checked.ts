import { useQuery } from "@tanstack/react-query";
import { get } from "../api/client";
import type { Withdrawal } from "../api/contract";
import { Malformed, equal, ofHex } from "../proof/bytes";
import { comparisonCode } from "../proof/comparison";
import { type Reading, readTransaction } from "../proof/ethereum";
import { type Intent, intentId, intentOfEvidence } from "../proof/intent";
import { coinOfAsset } from "../words/format";

const TRANSACTION = 1;

/** What this browser found out by itself about a request, from its bytes. */
export interface Checked {
    /** Nothing if these bytes cannot be read here. */
    readonly reading: Reading | undefined;
    readonly code: string;
    readonly isDigestRight: boolean;
    /** Whether amount and destination that the server tells are those of the bytes. */
    readonly isTextRight: boolean;
    readonly isCodeRight: boolean;
    /** The signed intent, once there is one; and whether it holds exactly these bytes. */
    readonly intent: Intent | undefined;
    readonly isIntentRight: boolean;
}

export function isSound(of: Checked): boolean {
    return of.isDigestRight && of.isTextRight && of.isCodeRight && of.isIntentRight;
}

/** Whether the server's words were held against bytes that were read here, and are theirs. */
export function areWordsRight(of: Checked | undefined): boolean {
    return of?.reading !== undefined && isSound(of);
}

export function useChecked(of: Withdrawal) {
    return useQuery<Checked>({
        queryKey: ["checked", of.id, of.intentId ?? "", of.destination, of.amount, of.transaction],
        queryFn: async ({ signal }) => {
            const evidence = of.intentId
                ? (await get<{ evidence: string }>(`/v1/withdrawals/${of.id}/evidence`, signal)).evidence
                : undefined;
            return check(of, evidence);
        },
        retry: false,
        staleTime: Number.POSITIVE_INFINITY,
    });
}

/** Judges what the server says by the bytes alone. What is not of its form is not right. */
export async function check(of: Withdrawal, evidence: string | undefined): Promise<Checked> {
    const unsigned = ofHex(of.transaction.unsigned);
    const digests = of.transaction.digests.map(ofHex);
    const code = await comparisonCode({
        chain: of.transaction.chain,
        account: `${of.transaction.chain}:${of.transaction.from}`,
        content: TRANSACTION,
        unsigned,
        digests,
    });
    const reading = read(unsigned);
    const intent = evidence === undefined ? undefined : intentOfEvidence(ofHex(evidence));
    return {
        reading,
        code,
        isDigestRight:
            reading === undefined || (digests.length === 1 && equal(reading.digest, digests[0] as Uint8Array)),
        isTextRight: reading === undefined || isText(of, reading),
        isCodeRight: code === of.transaction.comparisonCode,
        intent,
        isIntentRight: intent === undefined || (await holds(intent, of, unsigned, digests)),
    };
}

function read(unsigned: ReturnType<typeof ofHex>): Reading | undefined {
    try {
        return readTransaction(unsigned);
    } catch (cause) {
        if (cause instanceof Malformed) return undefined;
        throw cause;
    }
}

function isText(of: Withdrawal, { effect, chainId }: Reading): boolean {
    if (of.transaction.chain !== `eip155:${chainId}`) return false;
    const amount = BigInt(of.amount);
    if (effect.kind === "coin")
        return coinOfAsset(of.asset) !== undefined && effect.to === of.destination && effect.amount === amount;
    if (effect.kind === "token")
        return (
            of.asset.toLowerCase().endsWith(effect.token.toLowerCase()) &&
            effect.to === of.destination &&
            effect.amount === amount
        );
    // A withdrawal pays; bytes that do something else are not one, whatever is said of them.
    return false;
}

async function holds(
    intent: Intent,
    of: Withdrawal,
    unsigned: Uint8Array,
    digests: readonly Uint8Array[],
): Promise<boolean> {
    const id = await intentId(intent);
    return (
        intent.chain === of.transaction.chain &&
        intent.content === TRANSACTION &&
        equal(intent.unsigned, unsigned) &&
        intent.digests.length === digests.length &&
        intent.digests.every((each, i) => equal(each, digests[i] ?? new Uint8Array())) &&
        of.intentId === Array.from(id, (each) => each.toString(16).padStart(2, "0")).join("")
    );
}

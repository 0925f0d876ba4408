import { Transcript } from "./transcript";

const CONSONANTS = "bdfghjklmnprstvz";
const VOWELS = "aiou";
const WORDS = 6;

/** What people compare by eye or voice: docs/spec/comparison-code.md. Computed here, never taken from the server. */
export interface Subject {
    readonly chain: string;
    /** CAIP-10 of the account whose key signs. */
    readonly account: string;
    readonly content: number;
    readonly unsigned: Uint8Array;
    readonly digests: readonly Uint8Array[];
}

export async function comparisonCode(subject: Subject): Promise<string> {
    const hash = await Transcript.of("tallystick/comparison/v2/code")
        .text("chain", subject.chain)
        .text("account", subject.account)
        .number("content", subject.content)
        .add("bytes", subject.unsigned)
        .list("digests", subject.digests)
        .digest();
    return words(hash);
}

/** Six words of the first 96 bits of a hash. */
export function words(hash: Uint8Array): string {
    const all: string[] = [];
    for (let i = 0; i < WORDS; i++) all.push(word(((hash[2 * i] ?? 0) << 8) | (hash[2 * i + 1] ?? 0)));
    return all.join("-");
}

function word(bits: number): string {
    return (
        CONSONANTS.charAt(bits >> 12) +
        VOWELS.charAt((bits >> 10) & 3) +
        CONSONANTS.charAt((bits >> 6) & 15) +
        VOWELS.charAt((bits >> 4) & 3) +
        CONSONANTS.charAt(bits & 15)
    );
}

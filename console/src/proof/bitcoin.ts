import { sha256 } from "@noble/hashes/sha2.js";
import { equal } from "./bytes";

/** How addresses of a network begin: BIP-173's prefix, and the versions of base58 for key hashes and script hashes. */
interface Network {
    readonly prefix: string;
    readonly versions: readonly number[];
}

const TEST: Network = { prefix: "tb", versions: [0x6f, 0xc4] };
const NETWORKS: Readonly<Record<string, Network>> = {
    "bip122:000000000019d6689c085ae165831e93": { prefix: "bc", versions: [0x00, 0x05] },
    "bip122:000000000933ea01ad0ee984209779ba": TEST,
    "bip122:00000000da84f2bafbbc53dee25a72ae": TEST,
    "bip122:00000008819873e925422c1ff0f99f7c": TEST,
    "bip122:0f9188f13cb7b2c71f2a335e3a4fc328": { ...TEST, prefix: "bcrt" },
};

/**
 * Whether a text is an address of this network, its checksum right: what somebody typed wrong is told before anything
 * is asked. In small letters where its form has such, as address books have it.
 */
export function isBitcoinAddress(chain: string, text: string): boolean {
    const network = NETWORKS[chain];
    return network !== undefined && (isWitness(network, text) || isHash(network, text));
}

const LETTERS = "qpzry9x8gf2tvdw0s3jn54khce6mua7l";
const GENERATORS = [0x3b6a57b2, 0x26508e6d, 0x1ea119fa, 0x3d4233dd, 0x2a1462b3];
const BECH32 = 1;
const BECH32M = 0x2bc830a3;
const CHECKSUM = 6;
const TEXT_MAX = 90;

/** BIP-173, and BIP-350 for versions above 0. */
function isWitness({ prefix }: Network, text: string): boolean {
    if (!text.startsWith(`${prefix}1`) || text.length > TEXT_MAX) return false;
    const values = [...text.slice(prefix.length + 1)].map((each) => LETTERS.indexOf(each));
    const [version = -1] = values;
    if (values.includes(-1) || version > 16 || values.length <= CHECKSUM) return false;
    const rest = remainder([...expanded(prefix), ...values]);
    if (rest !== (version === 0 ? BECH32 : BECH32M)) return false;
    const program = values.slice(1, -CHECKSUM);
    const length = Math.floor((program.length * 5) / 8);
    const spare = (program.length * 5) % 8;
    if (spare >= 5 || ((program.at(-1) ?? 0) & ((1 << spare) - 1)) !== 0) return false;
    return version === 0 ? length === 20 || length === 32 : length >= 2 && length <= 40;
}

function expanded(prefix: string): readonly number[] {
    const codes = [...prefix].map((each) => each.charCodeAt(0));
    return [...codes.map((each) => each >> 5), 0, ...codes.map((each) => each & 31)];
}

function remainder(values: readonly number[]): number {
    let sum = 1;
    for (const value of values) {
        const top = sum >>> 25;
        sum = ((sum & 0x1ffffff) << 5) ^ value;
        for (const [i, generator] of GENERATORS.entries()) if ((top >> i) & 1) sum ^= generator;
    }
    return sum;
}

const DIGITS = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";
const PAYLOAD = 21;
const WHOLE = PAYLOAD + 4;

/** A version, a hash of 20 bytes, and four bytes of its double hash. */
function isHash({ versions }: Network, text: string): boolean {
    if (text.length > 35 || [...text].some((each) => !DIGITS.includes(each))) return false;
    let rest = [...text].reduce((sum, each) => sum * 58n + BigInt(DIGITS.indexOf(each)), 0n);
    const bytes = new Uint8Array(WHOLE);
    for (let i = WHOLE - 1; i >= 0; i--) {
        bytes[i] = Number(rest & 0xffn);
        rest >>= 8n;
    }
    // Each leading 1 stands for a byte that is 0: else one address had several spellings.
    const ones = /^1*/.exec(text)?.[0].length ?? 0;
    const zeros = bytes.findIndex((each) => each !== 0);
    if (rest !== 0n || ones !== (zeros < 0 ? WHOLE : zeros)) return false;
    const checksum = sha256(sha256(bytes.subarray(0, PAYLOAD))).subarray(0, WHOLE - PAYLOAD);
    return versions.includes(bytes[0] ?? -1) && equal(checksum, bytes.subarray(PAYLOAD));
}

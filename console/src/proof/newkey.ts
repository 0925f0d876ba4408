import { type Bytes, Malformed, Reader, concat, equal, hex, ofHex, uint, utf8 } from "./bytes";
import { words } from "./comparison";
import { Transcript } from "./transcript";

/** A passkey as a document of people has it: docs/spec/people.md PE-1. */
export interface NewPasskey {
    /** Hex, as are the keys and the aaguid; x and y of a key on P-256, else one on edwards25519. */
    readonly credential: string;
    readonly p256?: string;
    readonly ed25519?: string;
    readonly aaguid: string;
    readonly relyingParty: string;
    readonly origins: readonly string[];
    readonly deviceBound: boolean;
}

const VERIFIED = 0x04;
const ELIGIBLE = 0x08;
const HAS_CREDENTIAL = 0x40;

/** What an authenticator made, read here from its own words: the server is not asked what it keeps of them. */
export function madeHere(authenticatorData: Bytes, relyingParty: string, origin: string): NewPasskey {
    const reader = new Reader(authenticatorData);
    reader.take(32);
    const flags = reader.uint(1);
    if ((flags & HAS_CREDENTIAL) === 0 || (flags & VERIFIED) === 0) throw new Malformed("no verified credential");
    reader.take(4);
    const aaguid = hex(reader.take(16));
    const credential = hex(reader.take(reader.uint(2)));
    const key = hex(reader.rest());
    const p256 = /^a5010203262001215820([0-9a-f]{64})225820([0-9a-f]{64})$/.exec(key);
    const ed25519 = /^a4010103272006215820([0-9a-f]{64})$/.exec(key);
    if (!p256 && !ed25519) throw new Malformed("a public key of no known form");
    return {
        credential,
        ...(p256 ? { p256: `${p256[1]}${p256[2]}` } : { ed25519: ed25519?.[1] ?? "" }),
        aaguid,
        relyingParty,
        origins: [origin],
        deviceBound: (flags & ELIGIBLE) === 0,
    };
}

const text = (of: string) => concat(uint(utf8(of).length, 4), utf8(of));
const counted = (of: Uint8Array) => concat(uint(of.length, 4), of);

/** Its one form in bytes. */
export function encode(of: NewPasskey): Bytes {
    const key = of.p256
        ? concat(ofHex("a5010203262001215820"), ofHex(of.p256.slice(0, 64)), ofHex("225820"), ofHex(of.p256.slice(64)))
        : concat(ofHex("a4010103272006215820"), ofHex(of.ed25519 ?? ""));
    return concat(
        uint(3, 1),
        counted(ofHex(of.credential)),
        key,
        ofHex(of.aaguid),
        text(of.relyingParty),
        uint(of.origins.length, 2),
        ...of.origins.map(text),
        uint(of.deviceBound ? 1 : 0, 1),
    );
}

/** PE-2. */
export function keyIdOf(of: NewPasskey): Promise<Bytes> {
    return Transcript.of("tallystick/people/v1/key").add("key", encode(of)).digest();
}

/** What people say to each other of a key: six words, of 96 bits. Eight digits of its id could be made to fit. */
export async function wordsOfKey(of: NewPasskey): Promise<string> {
    return words(await keyIdOf(of));
}

export interface Newcomer {
    readonly id: string;
    readonly human: string;
    readonly name: string;
    readonly rights: readonly string[];
    readonly key: NewPasskey;
}

const RIGHTS = ["initiate", "approve", "freeze", "propose"];

/** Active, without roles and with this key alone. */
export function personOf({ id, human, name, rights, key }: Newcomer): Bytes {
    const sum = RIGHTS.reduce((all, each, bit) => all + (rights.includes(each) ? 1 << bit : 0), 0);
    return concat(
        text(id),
        text(human),
        text(name),
        uint(1, 1),
        uint(sum, 1),
        uint(0, 2),
        uint(1, 2),
        encode(key),
        uint(0, 1),
    );
}

/** Whether a document of people is another with one person more, who is exactly this one, and nothing else. */
export function isWithNewcomer(before: Bytes, after: Bytes, newcomer: Newcomer): boolean {
    const wished = personOf(newcomer);
    const [were, are] = [slices(before), slices(after)];
    const others = are.filter((each) => !equal(each, wished));
    return (
        are.length === were.length + 1 &&
        others.length === were.length &&
        others.every((each, i) => equal(each, were[i] ?? new Uint8Array()))
    );
}

const HEAD = "tallystick-people".length;

/** Each person's own bytes, in the document's order. */
export function slices(directory: Bytes): readonly Bytes[] {
    const reader = new Reader(directory);
    reader.take(HEAD + 1 + 4);
    const all = Array.from({ length: reader.uint(2) }, () => {
        const from = reader.position;
        for (let i = 0; i < 3; i++) reader.text();
        reader.take(2);
        for (let left = reader.uint(2); left > 0; left--) reader.text();
        for (let left = reader.uint(2); left > 0; left--) skipKey(reader);
        return reader.since(from);
    });
    reader.end();
    return all;
}

/** Reads over one key, with whether it is revoked in its last byte. */
export function skipKey(reader: Reader) {
    const kind = reader.uint(1);
    if (kind === 1 || kind === 2) reader.take(32 * kind);
    else if (kind === 3) {
        reader.counted();
        reader.take(reader.uint(1) === 0xa5 ? 76 : 41);
        reader.take(16);
        reader.text();
        for (let left = reader.uint(2); left > 0; left--) reader.text();
        reader.take(1);
    } else throw new Malformed(`a key of kind ${kind}`);
    reader.take(1);
}

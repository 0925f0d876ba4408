import { type Bytes, Malformed, Reader, hex, utf8 } from "./bytes";
import { Transcript } from "./transcript";

/** A key of somebody, as the document has it: docs/spec/people.md PE-1. */
export interface HeldKey {
    /** Hex. */
    readonly id: string;
    readonly kind: "Ed25519" | "P-256" | "passkey";
    /** PE-4. */
    readonly strength: "API_KEY" | "PASSKEY" | "HARDWARE";
    readonly origins: readonly string[];
    /** Domain of a passkey; empty of another key. */
    readonly rpId: string;
    readonly curve: "Ed25519" | "P-256";
    /** Hex of what verifies: 32 bytes of Ed25519, x and y of P-256. */
    readonly point: string;
    readonly isRevoked: boolean;
}

export interface Somebody {
    readonly id: string;
    readonly human: string;
    readonly name: string;
    readonly status: "active" | "suspended" | "removed";
    readonly rights: readonly Right[];
    readonly roles: readonly string[];
    readonly keys: readonly HeldKey[];
}

export type Right = "initiate" | "approve" | "freeze" | "propose";

export interface Directory {
    readonly version: number;
    readonly people: readonly Somebody[];
}

const MAGIC = utf8("tallystick-people");
const STATUS = ["", "active", "suspended", "removed"] as const;
const RIGHTS = ["initiate", "approve", "freeze", "propose"] as const;

/** Who counts, for what, with which keys: read from the bytes that people signed and from nothing else. */
export async function parseDirectory(bytes: Bytes): Promise<Directory> {
    const reader = new Reader(bytes);
    if (hex(reader.take(MAGIC.length)) !== hex(MAGIC) || reader.uint(1) !== 1) throw new Malformed("not people");
    const version = reader.uint(4);
    const people: Somebody[] = [];
    for (let left = reader.uint(2); left > 0; left--) people.push(await somebody(reader));
    reader.end();
    for (let i = 1; i < people.length; i++)
        if ((people[i - 1]?.id ?? "") >= (people[i]?.id ?? "")) throw new Malformed("people out of their order");
    return { version, people };
}

async function somebody(reader: Reader): Promise<Somebody> {
    const id = reader.text();
    const human = reader.text();
    const name = reader.text();
    const status = STATUS[reader.uint(1)];
    if (!status) throw new Malformed("a status of no known number");
    const sum = reader.uint(1);
    if (sum > 15) throw new Malformed("a right of no known number");
    const rights = RIGHTS.filter((_, bit) => (sum >> bit) % 2 === 1);
    const roles = Array.from({ length: reader.uint(2) }, () => reader.text());
    const keys: HeldKey[] = [];
    for (let left = reader.uint(2); left > 0; left--) keys.push(await heldKey(reader));
    return { id, human, name, status, rights, roles, keys };
}

async function heldKey(reader: Reader): Promise<HeldKey> {
    const from = reader.position;
    const kind = reader.uint(1);
    if (kind < 1 || kind > 3) throw new Malformed(`a key of kind ${kind}`);
    const of = kind === 3 ? passkey(reader) : plain(reader, kind);
    const id = await Transcript.of("tallystick/people/v1/key").add("key", reader.since(from)).digest();
    return { ...of, id: hex(id), isRevoked: flag(reader) };
}

function plain(reader: Reader, kind: number) {
    const curve = kind === 1 ? "Ed25519" : "P-256";
    const point = hex(reader.take(kind === 1 ? 32 : 64));
    return { kind: curve, strength: "API_KEY", origins: [], rpId: "", curve, point } as const;
}

function passkey(reader: Reader) {
    reader.counted();
    const verifying = cose(reader);
    reader.take(16);
    const rpId = reader.text();
    const origins = Array.from({ length: reader.uint(2) }, () => reader.text());
    return { kind: "passkey", strength: flag(reader) ? "HARDWARE" : "PASSKEY", origins, rpId, ...verifying } as const;
}

/** PE-3: one of two forms, told apart by the first byte. */
function cose(reader: Reader): { readonly curve: "Ed25519" | "P-256"; readonly point: string } {
    const first = reader.uint(1);
    if (first === 0xa4) {
        fixed(reader, "010103272006215820");
        return { curve: "Ed25519", point: hex(reader.take(32)) };
    }
    if (first !== 0xa5) throw new Malformed("a public key of no known form");
    fixed(reader, "010203262001215820");
    const x = hex(reader.take(32));
    fixed(reader, "225820");
    return { curve: "P-256", point: x + hex(reader.take(32)) };
}

function fixed(reader: Reader, bytes: string) {
    if (hex(reader.take(bytes.length / 2)) !== bytes) throw new Malformed("a public key of no known form");
}

function flag(reader: Reader): boolean {
    const value = reader.uint(1);
    if (value > 1) throw new Malformed("a flag that is neither 0 nor 1");
    return value === 1;
}

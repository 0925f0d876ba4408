import { type Bytes, Malformed, Reader, hex, utf8 } from "./bytes";
import { Transcript } from "./transcript";

/** What nodes are asked to sign, whole: docs/spec/intent.md. Read here so that nobody's word is taken for it. */
export interface Intent {
    readonly bytes: Bytes;
    readonly version: number;
    /** Hex. */
    readonly keyId: string;
    /** Steps below the key. */
    readonly path: readonly number[];
    readonly chain: string;
    readonly content: number;
    readonly unsigned: Bytes;
    readonly digests: readonly Bytes[];
    readonly expires: Date;
    /** Hex, of whose key proposes: its id in version 3, before that the Ed25519 key itself. */
    readonly initiator: string;
}

const MAGIC = utf8("tallystick-intent");

export function parseIntent(bytes: Bytes): Intent {
    const reader = new Reader(bytes);
    if (hex(reader.take(MAGIC.length)) !== hex(MAGIC)) throw new Malformed("not an intent");
    const version = reader.uint(1);
    if (version < 1 || version > 3) throw new Malformed(`intent of version ${version}`);
    const keyId = hex(reader.take(32));
    const path = Array.from({ length: reader.uint(2) }, () => reader.uint(4));
    const chain = `${reader.text()}:${reader.text()}`;
    const content = version === 1 ? 1 : reader.uint(1);
    const unsigned = reader.counted();
    const count = reader.uint(2);
    if (count === 0) throw new Malformed("an intent without digests");
    const digests = Array.from({ length: count }, () => reader.take(32));
    const expires = new Date(reader.uint(8) * 1000);
    const initiator = hex(reader.take(32));
    reader.take(16);
    reader.end();
    return { bytes, version, keyId, path, chain, content, unsigned, digests, expires, initiator };
}

/** The intent inside evidence of any version. */
export function intentOfEvidence(evidence: Bytes): Intent {
    const reader = new Reader(evidence);
    const version = reader.uint(1);
    if (version < 1 || version > 3) throw new Malformed(`evidence of version ${version}`);
    return parseIntent(reader.counted());
}

export function intentId(intent: Intent): Promise<Bytes> {
    return Transcript.of(`tallystick/intent/v${intent.version}/id`).add("intent", intent.bytes).digest();
}

/** What an initiator signs. */
export async function initiatorStatement(intent: Intent): Promise<Bytes> {
    return Transcript.of("tallystick/intent/v1/initiator")
        .add("intent", await intentId(intent))
        .digest();
}

export const APPROVE = 1;
export const REJECT = 2;

export interface Answer {
    readonly subject: Bytes;
    readonly digests: readonly Bytes[];
    readonly answer: typeof APPROVE | typeof REJECT;
    readonly policy: Bytes;
    /** Seconds since 1970. */
    readonly at: number;
    readonly expires: number;
}

/** AP-2. */
export function digestsHash(digests: readonly Bytes[]): Promise<Bytes> {
    return Transcript.of("tallystick/approval/v1/digests").list("digests", digests).digest();
}

/** What an approver's passkey signs as its challenge: docs/spec/approval.md AP-1, AP-2. */
export async function approvalStatement(answer: Answer): Promise<Bytes> {
    const digests = await digestsHash(answer.digests);
    return Transcript.of("tallystick/approval/v1/statement")
        .add("subject", answer.subject)
        .add("digests", digests)
        .number("answer", answer.answer)
        .add("policy", answer.policy)
        .number("at", answer.at)
        .number("expires", answer.expires)
        .digest();
}

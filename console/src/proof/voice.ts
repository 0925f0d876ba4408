import { type Bytes, Malformed, Reader, base64url, concat, equal, hex, ofHex, sha256, utf8 } from "./bytes";
import { type Intent, approvalStatement, digestsHash, initiatorStatement, intentId, parseIntent } from "./intent";
import type { Directory, HeldKey, Somebody } from "./people";

/** A signature by somebody's key, or by his passkey with all that it signed: docs/spec/approval.md AP-3. */
export type Proof =
    | { readonly kind: "plain"; readonly signature: Bytes }
    | { readonly kind: "passkey"; readonly device: Bytes; readonly client: Bytes; readonly signature: Bytes };

/** An answer of somebody to one subject, as it stands in evidence. */
export interface Approval {
    readonly subject: Bytes;
    /** Hash of the digests: AP-2. */
    readonly digests: Bytes;
    readonly answer: number;
    readonly policy: Bytes;
    /** Seconds since 1970. */
    readonly at: number;
    readonly expires: number;
    /** Hex. */
    readonly keyId: string;
    readonly proof: Proof;
}

export function proofOf(reader: Reader): Proof {
    const kind = reader.uint(1);
    if (kind === 1) return { kind: "plain", signature: reader.take(64) };
    if (kind !== 2) throw new Malformed(`a proof of kind ${kind}`);
    return { kind: "passkey", device: reader.counted(), client: reader.counted(), signature: reader.take(64) };
}

export function approvalOf(reader: Reader): Approval {
    if (reader.uint(1) !== 1) throw new Malformed("an approval of another version");
    return {
        subject: reader.take(32),
        digests: reader.take(32),
        answer: reader.uint(1),
        policy: reader.take(32),
        at: reader.uint(8),
        expires: reader.uint(8),
        keyId: hex(reader.take(32)),
        proof: proofOf(reader),
    };
}

const STATEMENT = utf8("tallystick/identity/v1/statement");

/** Whether this key signed this statement: AP-3, and of a passkey AP-6 without its count. */
export async function isSigned(key: Pick<HeldKey, Verifying>, proof: Proof, statement: Bytes): Promise<boolean> {
    if (proof.kind === "plain")
        return key.kind !== "passkey" && verifies(key, proof.signature, concat(STATEMENT, statement));
    if (key.kind !== "passkey" || !(await isAssertion(key, proof.device, proof.client, statement))) return false;
    return verifies(key, proof.signature, concat(proof.device, await sha256(proof.client)));
}

type Verifying = "kind" | "curve" | "point" | "rpId" | "origins" | "strength";

const [PRESENT, VERIFIED, COPYABLE, COPIED] = [1, 4, 8, 16];

async function isAssertion(key: Pick<HeldKey, Verifying>, device: Bytes, client: Bytes, statement: Bytes) {
    const flags = device[32] ?? 0;
    const isHere = flags - (flags & (COPYABLE | COPIED)) === (PRESENT | VERIFIED);
    const isBound = key.strength === "HARDWARE" ? (flags & (COPYABLE | COPIED)) === 0 : (flags & COPYABLE) !== 0;
    if (device.length !== 37 || !isHere || !isBound) return false;
    if (!equal(device.slice(0, 32), await sha256(utf8(key.rpId)))) return false;
    try {
        const { type, challenge, origin, crossOrigin, topOrigin } = JSON.parse(new TextDecoder().decode(client));
        return (
            type === "webauthn.get" &&
            challenge === base64url(statement) &&
            key.origins.includes(origin) &&
            (crossOrigin === undefined || crossOrigin === false) &&
            topOrigin === undefined
        );
    } catch (cause) {
        if (cause instanceof SyntaxError) return false;
        throw cause;
    }
}

async function verifies({ curve, point }: Pick<HeldKey, Verifying>, signature: Bytes, message: Bytes) {
    const isEd = curve === "Ed25519";
    const raw = isEd ? ofHex(point) : concat(ofHex("04"), ofHex(point));
    const form = isEd ? "Ed25519" : { name: "ECDSA", namedCurve: "P-256" };
    const key = await crypto.subtle.importKey("raw", raw, form, false, ["verify"]);
    return crypto.subtle.verify(isEd ? "Ed25519" : { name: "ECDSA", hash: "SHA-256" }, key, signature, message);
}

/** Whom the signature is of, by the document of people; nothing of one that nobody there gave. */
export interface Voice {
    readonly person: Somebody | undefined;
    /** Whether the key of that person signed this very thing. */
    readonly holds: boolean;
}

export interface GivenAnswer extends Voice {
    readonly answer: number;
    readonly at: Date;
}

export interface Voices {
    readonly initiator: Voice;
    readonly answers: readonly GivenAnswer[];
}

/** Who proposed and who answered, by the signatures in the evidence and the keys of these people. */
export async function voicesOf(evidence: Bytes, people: Directory): Promise<Voices> {
    const reader = new Reader(evidence);
    const version = reader.uint(1);
    if (version < 1 || version > 3) throw new Malformed(`evidence of version ${version}`);
    const intent = parseIntent(reader.counted());
    const proof: Proof = version === 3 ? proofOf(reader) : { kind: "plain", signature: reader.take(64) };
    const initiator = await ofInitiator(intent, proof, people);
    const answers: GivenAnswer[] = [];
    if (version > 1)
        for (let left = reader.uint(2); left > 0; left--) answers.push(await given(approvalOf(reader), intent, people));
    return { initiator, answers };
}

async function ofInitiator(intent: Intent, proof: Proof, people: Directory): Promise<Voice> {
    const isNamed = ({ id, kind, point }: HeldKey) =>
        intent.version === 3 ? id === intent.initiator : kind === "Ed25519" && point === intent.initiator;
    const found = holder(people, isNamed);
    if (!found) return { person: undefined, holds: false };
    return { person: found.person, holds: await isSigned(found.key, proof, await initiatorStatement(intent)) };
}

async function given(of: Approval, intent: Intent, people: Directory): Promise<GivenAnswer> {
    const { answer, keyId, proof } = of;
    const found = holder(people, ({ id }) => id === keyId);
    const isOfThis =
        equal(of.subject, await intentId(intent)) && equal(of.digests, await digestsHash(intent.digests));
    const statement = await approvalStatement({ ...of, answer: answer as 1 | 2, digests: intent.digests });
    const holds = isOfThis && found !== undefined && (await isSigned(found.key, proof, statement));
    return { person: found?.person, holds, answer, at: new Date(of.at * 1000) };
}

function holder(people: Directory, is: (key: HeldKey) => boolean) {
    for (const person of people.people) {
        const key = person.keys.find(is);
        if (key) return { person, key };
    }
    return undefined;
}

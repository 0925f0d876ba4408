import { type Bytes, Malformed, Reader, concat, equal, hex, utf8 } from "./bytes";
import { Transcript } from "./transcript";
import { approvalOf, proofOf } from "./voice";

/** What somebody stated about the world, for the nodes that judge: docs/spec/facts.md FA-1, FA-2. */
export interface Fact {
    readonly claim: Claim;
    readonly at: Date;
    readonly expires: Date;
    readonly signer: Bytes;
    readonly signature: Bytes;
    /** Kind, about, said and both moments: what is signed. */
    readonly bytes: Bytes;
}

/** Accounts are CAIP-10; requests are hex of an intent's or a change's id. */
export type Claim =
    | { readonly kind: "price"; readonly asset: string; readonly currency: string; readonly price: string }
    | { readonly kind: "risk"; readonly of: string; readonly score: number; readonly reasons: readonly string[] }
    | { readonly kind: "screening"; readonly of: string; readonly lists: readonly string[] }
    | { readonly kind: "code"; readonly of: string; readonly since: Date }
    | { readonly kind: "changes"; readonly of: string; readonly changes: readonly string[] }
    | { readonly kind: "source event"; readonly of: string; readonly event: string }
    | { readonly kind: "counterparty"; readonly of: string; readonly name: string }
    | { readonly kind: "travel rule"; readonly of: string; readonly provider: string };

const KINDS = ["", "price", "risk", "screening", "code", "changes", "source event", "counterparty", "travel rule"];

/** The facts that go with evidence: docs/spec/intent.md IN-4. Evidence of version 1 has none. */
export function factsOfEvidence(evidence: Bytes): readonly Fact[] {
    const reader = new Reader(evidence);
    const version = reader.uint(1);
    reader.counted();
    if (version === 3) proofOf(reader);
    else reader.take(64);
    if (version === 1) return [];
    for (let approvals = reader.uint(2); approvals > 0; approvals--) approvalOf(reader);
    const facts = Array.from({ length: reader.uint(2) }, () => signed(reader));
    reader.end();
    return facts;
}

export function parseFact(bytes: Bytes): Fact {
    const reader = new Reader(bytes);
    const fact = signed(reader);
    reader.end();
    return fact;
}

function signed(reader: Reader): Fact {
    if (reader.uint(1) !== 1) throw new Malformed("a fact of another version");
    const from = reader.position;
    const claim = claimOf(reader);
    const at = new Date(reader.uint(8) * 1000);
    const expires = new Date(reader.uint(8) * 1000);
    const bytes = reader.since(from);
    return { claim, at, expires, bytes, signer: reader.take(32), signature: reader.take(64) };
}

function claimOf(reader: Reader): Claim {
    const kind = KINDS[reader.uint(1)];
    switch (kind) {
        case "price": {
            const asset = `${reader.text()}:${reader.text()}/${reader.text()}:${reader.text()}`;
            return { kind, asset, currency: reader.text(), price: decimalOf(reader.uint(8), reader.uint(1)) };
        }
        case "risk":
            return { kind, of: topic(reader), score: reader.uint(1), reasons: codes(reader) };
        case "screening": {
            const of = account(reader);
            const lists = codes(reader);
            reader.take(32);
            return { kind, of, lists };
        }
        case "code": {
            const of = account(reader);
            reader.take(32);
            return { kind, of, since: new Date(reader.uint(8) * 1000) };
        }
        case "changes":
            return { kind, of: hex(reader.take(32)), changes: codes(reader) };
        case "source event":
            return { kind, of: hex(reader.take(32)), event: `${account(reader)} ${hex(reader.take(32))}` };
        case "counterparty":
            return { kind, of: account(reader), name: reader.text() };
        case "travel rule":
            return { kind, of: hex(reader.take(32)), provider: reader.text() };
        default:
            throw new Malformed("a claim of no known kind");
    }
}

function decimalOf(units: number, digits: number): string {
    const text = String(units).padStart(digits + 1, "0");
    return digits === 0 ? text : `${text.slice(0, -digits)}.${text.slice(-digits)}`;
}

function topic(reader: Reader): string {
    const kind = reader.uint(1);
    if (kind === 1) return hex(reader.take(32));
    if (kind !== 2) throw new Malformed(`a topic of kind ${kind}`);
    return account(reader);
}

const account = (reader: Reader) => `${reader.text()}:${reader.text()}:${reader.text()}`;

function codes(reader: Reader): readonly string[] {
    const all = Array.from({ length: reader.uint(2) }, () => reader.text());
    if (all.some((each) => !/^[A-Z][A-Z0-9_]{0,47}$/.test(each))) throw new Malformed("a code of another form");
    return all;
}

/** Whose word counts for one kind of fact: FA-4. */
export interface Trusted {
    readonly name: string;
    readonly kind: string;
    readonly key: Bytes;
    readonly lifetimeSeconds: number;
}

export function parseFactKeys(bytes: Bytes): readonly Trusted[] {
    const reader = new Reader(bytes);
    const magic = utf8("tallystick-fact-keys");
    if (!equal(reader.take(magic.length), magic) || reader.uint(1) !== 1) throw new Malformed("no fact keys");
    reader.uint(4);
    const all = Array.from({ length: reader.uint(2) }, () => {
        const name = reader.text();
        const kind = KINDS[reader.uint(1)] || "unknown";
        return { name, kind, key: reader.take(32), lifetimeSeconds: reader.uint(4) };
    });
    reader.end();
    return all;
}

const AHEAD_MILLIS = 600_000;

/** Who stated it, if nodes count it now: FA-5. Nothing if they do not. */
export async function statedBy(fact: Fact, keys: readonly Trusted[], now: number): Promise<string | undefined> {
    const trusted = keys.find((each) => equal(each.key, fact.signer) && each.kind === fact.claim.kind);
    const [at, expires] = [fact.at.getTime(), fact.expires.getTime()];
    if (!trusted || expires <= now || at > now + AHEAD_MILLIS) return undefined;
    if (expires <= at || expires - at > trusted.lifetimeSeconds * 1000) return undefined;
    const statement = await Transcript.of("tallystick/facts/v1/statement").add("fact", fact.bytes).digest();
    const key = await crypto.subtle.importKey("raw", trusted.key, "Ed25519", false, ["verify"]);
    const message = concat(utf8("tallystick/identity/v1/statement"), statement);
    return (await crypto.subtle.verify("Ed25519", key, fact.signature, message)) ? trusted.name : undefined;
}

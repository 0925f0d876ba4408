import { type Bytes, Malformed, Reader, hex, utf8 } from "./bytes";
import { Transcript } from "./transcript";

/** A change of governance, as its bytes say it: docs/spec/governance.md GO-3. */
export interface Change {
    readonly id: Bytes;
    readonly workspace: string;
    readonly by: string;
    readonly reason: string;
    readonly at: Date;
    readonly expires: Date;
    readonly proposal: Proposed;
    /** What approvers answer besides the id. */
    readonly digest: Bytes;
}

export type Proposed =
    | { readonly kind: "document"; readonly document: Document }
    | { readonly kind: "unfreeze"; readonly order: string }
    | { readonly kind: "break-glass"; readonly policy: string; readonly from: Date; readonly until: Date };

/** GO-1. */
export interface Document {
    readonly kind: string;
    readonly version: number;
    /** Hash of the version before, in hex; only a first one has none. */
    readonly parent: string | undefined;
    readonly effectiveFrom: Date;
    readonly content: Bytes;
    readonly hash: Bytes;
}

const KINDS = ["", "people", "policy", "address-book", "roster", "fact-keys", "emergency-policy", "places"];

/** The number of a kind in bytes; 0 of one that is not known here. */
export function codeOf(kind: string): number {
    return Math.max(KINDS.indexOf(kind), 0);
}

export async function parseChange(bytes: Bytes): Promise<Change> {
    const reader = new Reader(bytes);
    magic(reader, "tallystick-change");
    const workspace = hex(reader.take(32));
    const by = reader.text();
    const reason = reader.text();
    const at = moment(reader);
    const expires = moment(reader);
    reader.take(16);
    const { proposal, digest } = await proposed(reader);
    reader.end();
    const id = await Transcript.of("tallystick/governance/v1/change").add("change", bytes).digest();
    return { id, workspace, by, reason, at, expires, proposal, digest };
}

async function proposed(reader: Reader): Promise<{ proposal: Proposed; digest: Bytes }> {
    const kind = reader.uint(1);
    if (kind === 1) {
        const document = await parseDocument(reader.rest());
        return { proposal: { kind: "document", document }, digest: document.hash };
    }
    if (kind === 2) {
        const order = reader.take(32);
        const digest = await Transcript.of("tallystick/governance/v1/unfreeze").add("order", order).digest();
        return { proposal: { kind: "unfreeze", order: hex(order) }, digest };
    }
    if (kind !== 3) throw new Malformed(`a proposal of kind ${kind}`);
    const policy = reader.take(32);
    const from = reader.uint(8);
    const until = reader.uint(8);
    const digest = await Transcript.of("tallystick/governance/v1/break-glass")
        .add("policy", policy)
        .number("from", from)
        .number("until", until)
        .digest();
    const window = { from: new Date(from * 1000), until: new Date(until * 1000) };
    return { proposal: { kind: "break-glass", policy: hex(policy), ...window }, digest };
}

export async function parseDocument(bytes: Bytes): Promise<Document> {
    const reader = new Reader(bytes);
    magic(reader, "tallystick-document");
    const code = reader.uint(1);
    const kind = KINDS[code] || `unknown-${code}`;
    const version = reader.uint(4);
    const parent = reader.uint(1) === 1 ? hex(reader.take(32)) : undefined;
    const effectiveFrom = moment(reader);
    const content = reader.counted();
    reader.end();
    const hash = await Transcript.of("tallystick/governance/v1/document").add("document", bytes).digest();
    return { kind, version, parent, effectiveFrom, content, hash };
}

/** An entry of an address book: docs/spec/address-book.md AB-1. */
export interface BookEntry {
    readonly account: string;
    readonly label: string;
    readonly counterparty: string;
    /** When and by whom, as the document says. */
    readonly addedAt: Date;
    readonly addedBy: string;
    readonly tags: readonly string[];
    readonly blocked: boolean;
}

export const addressOf = ({ account }: BookEntry) => account.slice(account.lastIndexOf(":") + 1);

const SHOWN = 4;

/** Two addresses of which a hurried eye sees the same: the same beginning and end, and not the same between. */
export function isAlike(one: string, other: string): boolean {
    const [a, b] = [one, other].map((each) => each.toLowerCase().replace(/^0x/, ""));
    if (!a || !b || a === b) return false;
    return a.slice(0, SHOWN) === b.slice(0, SHOWN) && a.slice(-SHOWN) === b.slice(-SHOWN);
}

export function parseBook(bytes: Bytes): readonly BookEntry[] {
    const reader = new Reader(bytes);
    magic(reader, "tallystick-address-book");
    reader.uint(4);
    const entries = Array.from({ length: reader.uint(2) }, () => {
        const account = `${reader.text()}:${reader.text()}:${reader.text()}`;
        const label = reader.text();
        const counterparty = reader.text();
        const addedAt = moment(reader);
        const addedBy = reader.text();
        const tags = Array.from({ length: reader.uint(2) }, () => reader.text());
        return { account, label, counterparty, addedAt, addedBy, tags, blocked: reader.uint(1) === 1 };
    });
    reader.end();
    return entries;
}

function magic(reader: Reader, word: string) {
    if (hex(reader.take(word.length)) !== hex(utf8(word))) throw new Malformed(`not of the form ${word}`);
    if (reader.uint(1) !== 1) throw new Malformed(`${word} of another version`);
}

function moment(reader: Reader): Date {
    return new Date(reader.uint(8) * 1000);
}

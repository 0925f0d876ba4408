import { type Bytes, Malformed, concat, equal, ofBase64, sha256, uint } from "./bytes";

/** A signed head of a node's log (C2SP tlog-checkpoint), as far as its text says. */
export interface Checkpoint {
    readonly origin: string;
    readonly size: number;
    readonly root: Bytes;
    /** Names of those who signed it, the log's own node among them. */
    readonly signers: readonly string[];
}

export function parseCheckpoint(text: string): Checkpoint {
    const [body, signatures] = text.split("\n\n");
    const [origin, size, root] = (body ?? "").split("\n");
    if (!origin || !size || !/^(0|[1-9][0-9]{0,15})$/.test(size) || !root) throw new Malformed("not a checkpoint");
    const hash = ofBase64(root);
    if (hash.length !== 32) throw new Malformed(`a root of ${hash.length} bytes`);
    const signers = (signatures ?? "")
        .split("\n")
        .filter((line) => line.startsWith("— "))
        .map((line) => line.split(" ")[1] ?? "");
    return { origin, size: Number(size), root: hash, signers };
}

/** RFC 6962, the hash of an entry. */
export function leafHash(entry: Uint8Array): Promise<Bytes> {
    return sha256(concat(uint(0, 1), entry));
}

function nodeHash(left: Uint8Array, right: Uint8Array): Promise<Bytes> {
    return sha256(concat(uint(1, 1), left, right));
}

/** Whether the leaf stands at this index of the tree with this root (RFC 9162 §2.1.3.2), by hashing it here. */
export async function isIncluded(
    leaf: Uint8Array,
    index: number,
    proof: readonly Uint8Array[],
    size: number,
    root: Uint8Array,
): Promise<boolean> {
    if (index >= size || index < 0) return false;
    let fn = index;
    let sn = size - 1;
    let hash: Uint8Array = leaf;
    for (const each of proof) {
        if (sn === 0) return false;
        if (fn % 2 === 1 || fn === sn) {
            hash = await nodeHash(each, hash);
            while (fn % 2 === 0 && fn !== 0) {
                fn = Math.floor(fn / 2);
                sn = Math.floor(sn / 2);
            }
        } else hash = await nodeHash(hash, each);
        fn = Math.floor(fn / 2);
        sn = Math.floor(sn / 2);
    }
    return sn === 0 && equal(hash, root);
}

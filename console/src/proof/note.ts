import { type Bytes, Malformed, concat, equal, number, ofBase64, sha256, uint, utf8 } from "./bytes";
import { type Member, originOf } from "./roster";

const LOG = 1;
const COSIGNATURE = 4;
const ID_BYTES = 4;
const MOMENT_BYTES = 8;
const SIGNATURE_BYTES = 64;

/** Whose signatures on a signed head of a log were verified here, and whose lines were not theirs. */
export interface Signed {
    /** By name in the roster; the log's own node first. */
    readonly by: readonly string[];
    /** Whether the node whose log it is signed it. */
    readonly isOwn: boolean;
    /** Lines that name a node of the roster and that its key did not make. */
    readonly forged: readonly string[];
}

/** Verifies a checkpoint's signatures under the roster's keys: C2SP signed-note, tlog-cosignature version 1. */
export async function signedBy(checkpoint: string, node: string, members: readonly Member[]): Promise<Signed> {
    const end = checkpoint.indexOf("\n\n");
    if (end < 0) throw new Malformed("not a signed note");
    const body = checkpoint.slice(0, end + 1);
    const origin = body.slice(0, body.indexOf("\n"));
    const by: string[] = [];
    const forged: string[] = [];
    let isOwn = false;
    for (const line of checkpoint.slice(end + 2).split("\n")) {
        const [, name, encoded] = /^— (\S+) (\S+)$/.exec(line) ?? [];
        const member = members.find((each) => each.isNode && originOf(each) === name);
        if (!name || !member || !encoded) continue;
        const kind = name === origin ? LOG : COSIGNATURE;
        if (!(await holds(ofBase64(encoded), kind, name, member.identity, body))) forged.push(member.name);
        else {
            by.push(member.name);
            isOwn ||= kind === LOG && member.name === node;
        }
    }
    return { by, isOwn, forged };
}

async function holds(line: Bytes, kind: number, name: string, identity: Bytes, body: string): Promise<boolean> {
    const id = (await sha256(concat(utf8(`${name}\n`), uint(kind, 1), identity))).slice(0, ID_BYTES);
    if (!equal(id, line.slice(0, ID_BYTES))) return false;
    const rest = line.slice(ID_BYTES);
    if (kind === LOG) return rest.length === SIGNATURE_BYTES && verify(identity, rest, utf8(body));
    if (rest.length !== MOMENT_BYTES + SIGNATURE_BYTES) return false;
    const at = number(rest.slice(0, MOMENT_BYTES));
    return verify(identity, rest.slice(MOMENT_BYTES), utf8(`cosignature/v1\ntime ${at}\n${body}`));
}

async function verify(identity: Bytes, signature: Bytes, message: Bytes): Promise<boolean> {
    const key = await crypto.subtle.importKey("raw", identity, "Ed25519", false, ["verify"]);
    return crypto.subtle.verify("Ed25519", key, signature, message);
}

import type { LogEntry } from "../src/api/people";
import { type Bytes, concat, hex, sha256, uint, utf8 } from "../src/proof/bytes";
import { type Member, originOf } from "../src/proof/roster";

export const AT = 1_800_000_000_123;

export interface Node {
    readonly member: Member;
    readonly secret: CryptoKey;
}

export async function node(name: string): Promise<Node> {
    const pair = (await crypto.subtle.generateKey("Ed25519", true, ["sign", "verify"])) as CryptoKeyPair;
    const identity = new Uint8Array(await crypto.subtle.exportKey("raw", pair.publicKey));
    return { member: { name, isNode: true, identity, whole: "" }, secret: pair.privateKey };
}

/** An entry that is alone in its log, under a head that its node signed. */
export async function told({ member, secret }: Node, leaf: Bytes, kind = "VersionActivated"): Promise<LogEntry> {
    const origin = originOf(member);
    const root = btoa(String.fromCharCode(...(await sha256(concat(uint(0, 1), leaf)))));
    const body = `${origin}\n1\n${root}\n`;
    const id = (await sha256(concat(utf8(`${origin}\n`), uint(1, 1), member.identity))).slice(0, 4);
    const signature = new Uint8Array(await crypto.subtle.sign("Ed25519", secret, utf8(body)));
    const line = btoa(String.fromCharCode(...concat(id, signature)));
    return {
        node: member.name,
        index: 0,
        kind,
        at: new Date(AT).toISOString(),
        leaf: hex(leaf),
        proof: [],
        checkpoint: `${body}\n— ${origin} ${line}\n`,
    };
}

import { type Bytes, Malformed, Reader, hex, utf8 } from "./bytes";

/** Who is in the roster, and by which key: docs/spec/roster.md RO-1. */
export interface Member {
    readonly name: string;
    readonly isNode: boolean;
    /** Ed25519. */
    readonly identity: Bytes;
    /** Hex of all its bytes, pins and address too: what differs in any of them differs. */
    readonly whole: string;
}

export interface Roster {
    readonly version: number;
    readonly members: readonly Member[];
}

const MAGIC = utf8("tallystick-roster");
const NODE = 1;

export function parseRoster(bytes: Bytes): Roster {
    const reader = new Reader(bytes);
    if (hex(reader.take(MAGIC.length)) !== hex(MAGIC)) throw new Malformed("not a roster");
    const format = reader.uint(1);
    if (format !== 1 && format !== 2) throw new Malformed(`a roster of format ${format}`);
    const version = reader.uint(4);
    const members = Array.from({ length: reader.uint(2) }, () => {
        const from = reader.position;
        const name = reader.text();
        const isNode = reader.uint(1) === NODE;
        const identity = reader.take(32);
        reader.take(32 * (format === 1 ? 1 : reader.uint(1)));
        reader.text();
        reader.take(2);
        return { name, isNode, identity, whole: hex(reader.since(from)) };
    });
    reader.end();
    if (new Set(members.map((each) => each.name)).size !== members.length) throw new Malformed("a name twice");
    return { version, members };
}

/** The name under which a node signs and cosigns logs: docs/spec/audit-log.md AL-1. */
export function originOf({ name, identity }: Member): string {
    return `tallystick.node/${name}/${hex(identity).slice(0, 16)}`;
}

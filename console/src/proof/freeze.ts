import { Malformed, Reader, hex, utf8 } from "./bytes";
import type { Bytes } from "./bytes";

/** What a freeze stops: docs/spec/governance.md GO-11. `of` is nothing for the workspace, all of it. */
export interface FreezeScope {
    readonly kind: "request" | "vault" | "initiator" | "node" | "workspace";
    readonly of: string;
}

/** Somebody's word that something stops, as its bytes say it. */
export interface Order {
    readonly workspace: string;
    readonly scope: FreezeScope;
    readonly by: string;
    readonly reason: string;
    readonly at: Date;
}

const MAGIC = utf8("tallystick-freeze");
const KINDS = ["", "request", "vault", "initiator", "node", "workspace"] as const;

export function parseOrder(bytes: Bytes): Order {
    const reader = new Reader(bytes);
    const order = readOrder(reader);
    reader.end();
    return order;
}

/** An order at the front of something longer, such as the signed form of it. */
export function readOrder(reader: Reader): Order {
    if (hex(reader.take(MAGIC.length)) !== hex(MAGIC) || reader.uint(1) !== 1) throw new Malformed("no freeze order");
    const workspace = hex(reader.take(32));
    const by = reader.text();
    const reason = reader.text();
    const at = new Date(reader.uint(8) * 1000);
    reader.take(16);
    const kind = KINDS[reader.uint(1)];
    if (!kind) throw new Malformed("a scope of no known number");
    const of = kind === "workspace" ? "" : kind === "request" ? hex(reader.take(32)) : reader.text();
    return { workspace, scope: { kind, of }, by, reason, at };
}

/** Refuses bytes that hold another scope, reason or person than was asked for: before anything is signed. */
export function demandOrder(bytes: Bytes, wished: { scope: FreezeScope; reason: string; by: string }): void {
    const { scope, reason, by } = parseOrder(bytes);
    if (scope.kind !== wished.scope.kind || scope.of !== wished.scope.of) throw new Malformed("another scope");
    if (reason !== wished.reason) throw new Malformed("another reason");
    if (by !== wished.by) throw new Malformed("in somebody else's name");
}

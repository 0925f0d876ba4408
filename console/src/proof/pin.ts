import { type Bytes, Malformed, Reader, hex, utf8 } from "./bytes";

const MAGIC = utf8("tallystick-document");

/** The hash of the version that a document follows: docs/spec/governance.md GO-1. A first version follows none. */
export function parentOf(document: Bytes): string | undefined {
    const reader = new Reader(document);
    if (hex(reader.take(MAGIC.length)) !== hex(MAGIC) || reader.uint(1) !== 1) throw new Malformed("no document");
    reader.take(1 + 4);
    return reader.uint(1) === 1 ? hex(reader.take(32)) : undefined;
}

/** How a roster stands to the one that this browser saw before. */
export type Pin = "first" | "same" | "follows" | "other";

/**
 * Every proof rests on the roster's keys, and the server gives the roster: what this browser saw before is the only
 * other word it has. A parent alone proves nothing, anybody can name one: what follows is for eyes too, less alarming.
 */
export function pinOf(seen: string, of: { readonly hash: string; readonly parent: string | undefined }): Pin {
    if (seen === "") return "first";
    if (seen === of.hash) return "same";
    return of.parent === seen ? "follows" : "other";
}

import { type Bytes, Malformed, Reader, hex, utf8 } from "./bytes";

/** A vault by the name that nodes know it under: docs/spec/places.md PL-1. */
export interface Place {
    readonly name: string;
    readonly keys: readonly string[];
}

const MAGIC = utf8("tallystick-places");

/** Vaults of a document of places. What stands behind them is not read here. */
export function parseVaults(bytes: Bytes): readonly Place[] {
    const reader = new Reader(bytes);
    if (hex(reader.take(MAGIC.length)) !== hex(MAGIC)) throw new Malformed("no places");
    const format = reader.uint(1);
    if (format !== 1 && format !== 2) throw new Malformed(`places of format ${format}`);
    reader.uint(4);
    return many(reader, () => {
        const name = reader.text();
        reader.text();
        reader.text();
        many(reader, () => reader.text());
        const keys = many(reader, () => hex(reader.take(32)));
        many(reader, () => {
            reader.text();
            reader.take(32);
            return many(reader, () => reader.uint(4));
        });
        return { name, keys };
    });
}

/** A vault as a freeze names it: a key in no vault stands for itself (PL-2). */
export function vaultOf(key: string, all: readonly Place[]): string {
    return all.find((each) => each.keys.includes(key))?.name ?? `k${key.slice(0, 31)}`;
}

function many<T>(reader: Reader, read: () => T): T[] {
    return Array.from({ length: reader.uint(2) }, read);
}

import { type Bytes, Malformed, Reader, hex, utf8 } from "./bytes";

/** A vault by the name that nodes know it under: docs/spec/places.md PL-1. */
export interface Place {
    readonly name: string;
    readonly keys: readonly string[];
}

const MAGIC = utf8("tallystick-places");

/** What a document of places says of a node: its roles, and in whose hands it is (PL-7). */
export interface Station {
    readonly roles: readonly string[];
    readonly operator?: string;
    readonly zone?: string;
    readonly account?: string;
    readonly provider?: string;
    readonly build?: string;
}

export interface Places {
    readonly vaults: readonly Place[];
    readonly stations: ReadonlyMap<string, Station>;
}

const TRAITS = ["", "operator", "zone", "account", "provider", "build"] as const;

export function parsePlaces(bytes: Bytes): Places {
    const reader = new Reader(bytes);
    if (hex(reader.take(MAGIC.length)) !== hex(MAGIC)) throw new Malformed("no places");
    const format = reader.uint(1);
    if (format < 1 || format > 3) throw new Malformed(`places of format ${format}`);
    reader.uint(4);
    const vaults = many(reader, () => vault(reader));
    const stations = new Map<string, Station>();
    many(reader, () => {
        const name = reader.text();
        stations.set(name, { roles: many(reader, () => reader.text()) });
    });
    many(reader, () => reader.counted());
    if (format >= 2)
        many(reader, () => {
            const name = reader.text();
            const traits = Array.from({ length: reader.uint(1) }, () => {
                const trait = TRAITS[reader.uint(1)];
                if (!trait) throw new Malformed("a trait of no known number");
                return [trait, reader.text()] as const;
            });
            stations.set(name, { roles: [], ...stations.get(name), ...Object.fromEntries(traits) });
        });
    if (format === 3)
        many(reader, () => {
            reader.take(32);
            reader.text();
        });
    reader.end();
    return { vaults, stations };
}

function vault(reader: Reader): Place {
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
}

/** A vault as a freeze names it: a key in no vault stands for itself (PL-2). */
export function vaultOf(key: string, all: readonly Place[]): string {
    return all.find((each) => each.keys.includes(key))?.name ?? `k${key.slice(0, 31)}`;
}

function many<T>(reader: Reader, read: () => T): T[] {
    return Array.from({ length: reader.uint(2) }, read);
}

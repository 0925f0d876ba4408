import { describe, expect, it } from "vitest";
import { type Bytes, concat, equal, hex, ofHex, uint, utf8 } from "../src/proof/bytes";
import { type NewPasskey, encode, isWithNewcomer, keyIdOf, madeHere, personOf, wordsOfKey } from "../src/proof/newkey";
import { parseDirectory } from "../src/proof/people";
import { vector } from "./vectors";

const known = JSON.parse(vector("house/people.json")) as { directory: string };
const PARTY = "custody.example.org";
const ORIGIN = "https://custody.example.org";

/** The authenticator's own words of a key on P-256, as WebAuthn has them. */
function authenticator(flags = 0x45, more: Uint8Array = new Uint8Array()) {
    const key = concat(ofHex("a5010203262001215820"), uint(7, 32), ofHex("225820"), uint(9, 32));
    const credential = new Uint8Array(20).fill(3);
    return concat(new Uint8Array(32), uint(flags, 1), uint(0, 4), uint(5, 16), uint(20, 2), credential, key, more);
}

const made = () => madeHere(authenticator(), PARTY, ORIGIN);
const NIA = { id: "u:nia", human: "h:nia", name: "Nia", rights: ["approve"] };

/** The directory of the vector with somebody more behind all others, under a higher version. */
function joined(person: Bytes) {
    const bytes = ofHex(known.directory);
    const head = "tallystick-people".length + 1;
    return concat(bytes.slice(0, head), uint(2, 4), uint(10, 2), bytes.slice(head + 6), person);
}

function find(bytes: Uint8Array, part: Uint8Array): number {
    for (let i = 0; i + part.length <= bytes.length; i++)
        if (equal(bytes.slice(i, i + part.length), part)) return i;
    throw new Error("not there");
}

describe("a newcomer's key", () => {
    it("has the id that the document of people will have it under", async () => {
        const key = made();
        expect(key).toMatchObject({ p256: hex(concat(uint(7, 32), uint(9, 32))), deviceBound: true });
        const directory = joined(personOf({ ...NIA, key }));
        const nia = (await parseDirectory(directory)).people.at(-1);
        expect(nia).toMatchObject({ ...NIA, status: "active", roles: [] });
        expect(nia?.keys.map(({ id, strength, origins }) => ({ id, strength, origins }))).toEqual([
            { id: hex(await keyIdOf(key)), strength: "HARDWARE", origins: [ORIGIN] },
        ]);
        expect(await wordsOfKey(key)).toMatch(/^([a-z]{5}-){5}[a-z]{5}$/);
    });

    it("has other words if anything of it is another: a server cannot put its own in the place", async () => {
        const key = made();
        const others: NewPasskey[] = [
            { ...key, credential: key.credential.replace(/^03/, "04") },
            { ...key, p256: hex(concat(uint(8, 32), uint(9, 32))) },
            { ...key, aaguid: "00".repeat(16) },
            { ...key, relyingParty: "evil.example" },
            { ...key, origins: [ORIGIN, "https://evil.example"] },
            { ...key, deviceBound: false },
            madeHere(authenticator(0x4d), PARTY, ORIGIN),
        ];
        const all = await Promise.all([key, ...others].map(wordsOfKey));
        expect(new Set(all.slice(0, -1)).size).toBe(others.length);
        expect(all.at(-1)).toBe(all.at(-2));
        expect(await wordsOfKey(made())).toBe(all[0]);
    });

    it("is of one of two forms, made for a person who was verified, with nothing behind it", () => {
        expect(() => madeHere(authenticator(0x41), PARTY, ORIGIN)).toThrow();
        expect(() => madeHere(authenticator(0x05), PARTY, ORIGIN)).toThrow();
        expect(() => madeHere(authenticator(0x45, uint(0, 1)), PARTY, ORIGIN)).toThrow();
        const before = authenticator().slice(0, 32 + 1 + 4 + 16 + 2 + 20);
        const edwards = concat(before, ofHex("a4010103272006215820"), uint(4, 32));
        const key = madeHere(edwards, PARTY, ORIGIN);
        expect(key).toMatchObject({ ed25519: hex(uint(4, 32)) });
        expect(hex(encode(key))).toContain("a4010103272006215820");
    });
});

describe("a document with a newcomer", () => {
    const before = ofHex(known.directory);

    it("is the one before with him, and nothing else", () => {
        const nia = { ...NIA, key: made() };
        expect(isWithNewcomer(before, joined(personOf(nia)), nia)).toBe(true);
        const others = [
            { ...nia, id: "u:nib" },
            { ...nia, human: "h:ann" },
            { ...nia, name: "Ann" },
            { ...nia, rights: ["approve", "propose"] },
            { ...nia, key: { ...nia.key, p256: hex(concat(uint(8, 32), uint(9, 32))) } },
        ];
        for (const each of others) expect(isWithNewcomer(before, joined(personOf(each)), nia)).toBe(false);
        expect(isWithNewcomer(before, before, nia)).toBe(false);
        const grown = joined(personOf(nia));
        const ann = find(grown, utf8("u:ann")) + 5 + 4 + 5 + 4 + "Somebody called ann".length + 1;
        const more = grown.slice();
        more[ann] = 1;
        expect(isWithNewcomer(before, more, nia)).toBe(false);
        expect(() => isWithNewcomer(before, grown.slice(0, -1), nia)).toThrow();
    });
});

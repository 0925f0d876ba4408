import { describe, expect, it } from "vitest";
import { differences } from "../src/parts/differences";
import { type Bytes, concat, hex, ofHex, uint, utf8 } from "../src/proof/bytes";
import { signedBy } from "../src/proof/note";
import { parseDirectory } from "../src/proof/people";
import { originOf, parseRoster } from "../src/proof/roster";
import { Transcript } from "../src/proof/transcript";
import { vector } from "./vectors";

interface People {
    readonly directory: string;
    readonly hash: string;
    readonly people: readonly { id: string; human: string; keys: readonly { id: string; strength: string }[] }[];
}

const known = JSON.parse(vector("house/people.json")) as People;

describe("people, from the bytes of their document", () => {
    it("are those of the vector, with the names and strengths of their keys", async () => {
        const bytes = ofHex(known.directory);
        const { people } = await parseDirectory(bytes);
        expect(people.length).toBe(9);
        expect(
            people.map(({ id, human, keys }) => ({
                id,
                human,
                keys: keys.map((key) => ({ id: key.id, strength: key.strength })),
            })),
        ).toEqual(known.people.map(({ id, human, keys }) => ({ id, human, keys })));
        const hash = await Transcript.of("tallystick/people/v1/directory").add("directory", bytes).digest();
        expect(hex(hash)).toBe(known.hash);
    });

    it("are refused where bytes are missing, left over or of no known form", async () => {
        const bytes = ofHex(known.directory);
        await expect(parseDirectory(bytes.slice(0, -1))).rejects.toThrow();
        await expect(parseDirectory(concat(bytes, uint(0, 1)))).rejects.toThrow();
        await expect(parseDirectory(concat(utf8("tallystick-peoples"), bytes.slice(18)))).rejects.toThrow();
    });

    it("are told apart in sentences: who is new, gone, or may more than before", async () => {
        const document = (content: Bytes) => ({
            kind: "people",
            version: 1,
            parent: undefined,
            effectiveFrom: new Date(0),
            content,
            hash: new Uint8Array(32),
        });
        const person = (id: string, rights: number) =>
            concat(
                ...[id, "h:one", "One"].map((each) => concat(uint(each.length, 4), utf8(each))),
                uint(1, 1),
                uint(rights, 1),
                uint(0, 2),
                uint(0, 2),
            );
        const of = (...people: Uint8Array[]) =>
            document(concat(utf8("tallystick-people"), uint(1, 1), uint(1, 4), uint(people.length, 2), ...people));
        const [more] = (await differences(of(person("u:ann", 1)), of(person("u:ann", 3))))?.sentences ?? [];
        expect(more).toContain("propose payments, approve");
        expect(more).toContain("It was: active, as h:one; may propose payments;");
        const [is] = (await differences(of(), of(person("u:nia", 2))))?.sentences ?? [];
        expect(is).toContain("One (u:nia) is new");
        const [gone] = (await differences(of(person("u:ann", 1)), of()))?.sentences ?? [];
        expect(gone).toContain("is gone");
    });
});

function cosigned() {
    const lines = vector("tlog/cosigned.txt").split("\n");
    const keys = lines
        .filter((each) => each.startsWith("key "))
        .map((each) => {
            const [name = "", , key = ""] =
                each.slice(4).split("+").length > 3
                    ? [each.slice(4).split("+")[0], "", each.slice(4).split("+").slice(2).join("+")]
                    : each.slice(4).split("+");
            const identity = Uint8Array.from(atob(key), (c) => c.charCodeAt(0)).slice(1);
            return { name: name.split("/")[1] ?? "", isNode: true, identity, whole: "" };
        });
    const note = lines
        .filter((each) => each.startsWith("|"))
        .map((each) => `${each.slice(1)}\n`)
        .join("");
    return { keys, note };
}

describe("the head of a log", () => {
    it("is verified as signed by its node and cosigned by another", async () => {
        const { keys, note } = cosigned();
        expect(keys.map(originOf)).toEqual([
            "tallystick.node/a/ea4a6c63e29c520a",
            "tallystick.node/b/fd1724385aa0c75b",
        ]);
        expect(await signedBy(note, "a", keys)).toEqual({ by: ["a", "b"], isOwn: true, forged: [] });
    });

    it("is not what others than its node signed, nor what anybody changed", async () => {
        const { keys, note } = cosigned();
        const [a, b] = keys;
        if (!a || !b) throw new Error("two keys");
        expect((await signedBy(note, "b", keys)).isOwn).toBe(false);
        expect(await signedBy(note, "a", [b])).toEqual({ by: ["b"], isOwn: false, forged: [] });
        const longer = note.replace("\n2\n", "\n3\n");
        expect(await signedBy(longer, "a", keys)).toEqual({ by: [], isOwn: false, forged: ["a", "b"] });
        const swapped = [{ ...a, identity: concat(a.identity.slice(0, 31), uint((a.identity[31] ?? 0) ^ 1, 1)) }, b];
        expect((await signedBy(note, "a", swapped)).by).not.toContain("a");
        await expect(signedBy("no note", "a", keys)).rejects.toThrow();
    });
});

describe("a roster", () => {
    const text = (of: string) => concat(uint(of.length, 4), utf8(of));
    const member = (name: string, role: number, pins: number) =>
        concat(
            text(name),
            uint(role, 1),
            new Uint8Array(32).fill(role),
            pins > 1 ? uint(pins, 1) : new Uint8Array(),
            new Uint8Array(32 * pins),
            text("host"),
            uint(443, 2),
        );
    const roster = (format: number, ...members: Uint8Array[]) =>
        concat(utf8("tallystick-roster"), uint(format, 1), uint(7, 4), uint(members.length, 2), ...members);

    it("is read in both of its forms, and in no other", () => {
        expect(
            parseRoster(roster(1, member("a", 1, 1), member("op", 2, 1))).members.map((each) => each.isNode),
        ).toEqual([true, false]);
        expect(parseRoster(roster(2, member("a", 1, 2))).version).toBe(7);
        expect(() => parseRoster(roster(3, member("a", 1, 1)))).toThrow();
        expect(() => parseRoster(roster(1, member("a", 1, 1), member("a", 1, 1)))).toThrow();
    });
});

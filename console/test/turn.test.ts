import { beforeAll, describe, expect, it } from "vitest";
import { turnsOf } from "../src/parts/personturn";
import { type Bytes, ofHex } from "../src/proof/bytes";
import { slices } from "../src/proof/newkey";
import { type Somebody, parseDirectory } from "../src/proof/people";
import { type Turn, isWithTurn } from "../src/proof/turn";
import { use } from "../src/words/words";
import { vector } from "./vectors";

const { directory } = JSON.parse(vector("house/people.json")) as { readonly directory: string };
const before = ofHex(directory);

/** One byte of somebody, or of the person behind him, otherwise: each by itself. */
function* others(who: number): Generator<Bytes> {
    const all = slices(before);
    const from = before.length - all.slice(who).reduce((sum, each) => sum + each.length, 0);
    const to = from + all.slice(who, who + 2).reduce((sum, each) => sum + each.length, 0);
    for (let at = from; at < to; at++)
        for (const bits of [1, 2, 3]) {
            const of = new Uint8Array(before);
            of[at] = (of[at] ?? 0) ^ bits;
            yield of;
        }
}

/** All of a document that the parser accepts, as it reads it, version apart. */
const read = async (of: Bytes) => (await parseDirectory(of).catch(() => undefined))?.people;

/** Bytes of no form are nothing that was asked for. */
function holds(after: Bytes, who: number, turn: Turn): boolean {
    try {
        return isWithTurn(before, after, who, turn);
    } catch {
        return false;
    }
}

beforeAll(() => use({}, "en"));

describe("somebody who is to count no more", () => {
    it("is suspended, removed or has a key revoked in exactly those bytes that say so, and in no others", async () => {
        const people = (await read(before)) ?? [];
        const who = people.findIndex((each) => each.status === "active" && each.keys.some((key) => !key.isRevoked));
        const one = people[who] as Somebody;
        const key = one.keys.findIndex((each) => !each.isRevoked);
        const turns: [Turn, Somebody][] = [
            [{ kind: "status", to: "suspended" }, { ...one, status: "suspended" }],
            [{ kind: "status", to: "removed" }, { ...one, status: "removed" }],
            [
                { kind: "revoke", key },
                { ...one, keys: one.keys.map((each, i) => (i === key ? { ...each, isRevoked: true } : each)) },
            ],
        ];
        const found = turns.map(() => 0);
        for (const after of others(who))
            for (const [i, [turn, wished]] of turns.entries())
                if (holds(after, who, turn)) {
                    expect(await read(after)).toEqual(people.map((each, at) => (at === who ? wished : each)));
                    found[i] = (found[i] ?? 0) + 1;
                }
        expect(found).toEqual([1, 1, 1]);
        expect(isWithTurn(before, before, who, { kind: "status", to: "suspended" })).toBe(false);
        expect(isWithTurn(before, before, people.length, { kind: "status", to: "active" })).toBe(false);
    });

    it("is offered what can become of him still", async () => {
        const people = (await read(before)) ?? [];
        const one = people.find((each) => each.status === "active") as Somebody;
        const acts = (of: Somebody) => turnsOf(of).map(({ edit }) => edit["act"]);
        const counting = one.keys.filter((each) => !each.isRevoked).map(() => "revokeKey");
        expect(acts(one)).toEqual(["suspend", ...counting, "remove"]);
        expect(acts({ ...one, status: "suspended", keys: [] })).toEqual(["activate", "remove"]);
        expect(acts({ ...one, status: "removed" })).toEqual([]);
    });
});

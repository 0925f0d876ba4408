import { MantineProvider } from "@mantine/core";
import { createElement } from "react";
import { renderToStaticMarkup } from "react-dom/server";
import { beforeAll, describe, expect, it } from "vitest";
import type { ApiKey, Vault } from "../src/api/contract";
import { Program } from "../src/parts/programkeys";
import {
    ALGORITHMS,
    NOTHING,
    ROLES,
    type Wanted,
    bodyOf,
    counts,
    isAsAsked,
    reachOf,
    wrongIn,
} from "../src/parts/programs";
import { en } from "../src/words/en";
import { use } from "../src/words/words";

const NOW = Date.parse("2026-11-22T12:00:00Z");
const EU = "0191f4a2-7c3e-7d10-8a55-00000000000a";
const US = "0191f4a2-7c3e-7d10-8a55-00000000000b";
const all = [
    { id: EU, name: "Payments EU" },
    { id: US, name: "Payments\u202E US" },
] as unknown as readonly Vault[];
const filled: Wanted = { ...NOTHING, name: " payroll ", publicKey: "ab".repeat(32), vaults: [US, EU] };
const wrong = (to: Partial<Wanted>) => [...wrongIn({ ...filled, ...to }, NOW)];
const made = (more: object = {}) =>
    ({
        id: EU,
        name: "payroll",
        role: "INITIATOR",
        publicKey: "ab".repeat(32),
        vaults: [EU, US],
        allowList: [],
        scopes: [],
        ...more,
    }) as unknown as ApiKey;

beforeAll(() => use({}, "en"));

describe("a key that a program is to have", () => {
    it("is bound to the vaults that were chosen, and to all only where somebody says so", () => {
        expect(bodyOf(filled)).toEqual({
            name: "payroll",
            role: "INITIATOR",
            algorithm: "ED25519",
            publicKey: "ab".repeat(32),
            vaults: [US, EU],
        });
        expect(wrong({})).toEqual([]);
        expect(wrong({ vaults: [] })).toEqual(["vaults"]);
        expect(wrong({ vaults: [], isBound: false })).toEqual([]);
        expect("vaults" in bodyOf({ ...filled, isBound: false })).toBe(false);
    });

    it("is of its form, with an end that is to come and the addresses it may come from", () => {
        expect(wrong({ name: " " })).toEqual(["name"]);
        for (const key of ["", "ab", "AB".repeat(32), "ab".repeat(64), "zz".repeat(32)])
            expect(wrong({ publicKey: key }), key).toEqual(["publicKey"]);
        expect(wrong({ algorithm: "P256", publicKey: "ab".repeat(64) })).toEqual([]);
        expect(wrong({ until: "2026-11-20" })).toEqual(["until"]);
        const body = bodyOf({ ...filled, until: "2026-12-31", from: "192.0.2.0/24, 2001:db8::/32" });
        expect(body.allowList).toEqual(["192.0.2.0/24", "2001:db8::/32"]);
        expect(Date.parse(body.expiresAt ?? "")).toBe(new Date("2027-01-01T00:00:00").getTime());
    });

    it("is not called made where control made another", () => {
        expect(isAsAsked(made(), filled)).toBe(true);
        for (const lie of [{ vaults: undefined }, { vaults: [EU] }, { role: "ADMINISTRATOR" }, { publicKey: "cd" }])
            expect(isAsAsked(made(lie), filled), JSON.stringify(lie)).toBe(false);
        expect(isAsAsked(made(), { ...filled, isBound: false })).toBe(false);
        expect(isAsAsked(made({ vaults: undefined }), { ...filled, isBound: false })).toBe(true);
    });

    it("has words for every role and kind", () => {
        const roles = ROLES.flatMap((each) => [`role.${each}`, `role.${each}.lead`]);
        const keys = [...roles, ...ALGORITHMS.map((each) => `algorithm.${each}`)];
        for (const each of keys) expect(`programs.${each}` in en, each).toBe(true);
    });
});

describe("a key that a program has", () => {
    const row = (of: ApiKey, mayWrite = true) => {
        const program = createElement(Program, { of, vaults: all, mayWrite });
        return renderToStaticMarkup(createElement(MantineProvider, null, program));
    };

    it("stands with the vaults it sees, by their names", () => {
        expect(reachOf(made(), all)).toBe("Sees the 2 vaults Payments EU, Payments\uFFFD US alone.");
        expect(reachOf(made({ vaults: [US] }), [])).toContain("Sees the vault 0191…000b alone");
        expect(row(made({ vaults: [EU] }))).toContain("Sees the vault Payments EU alone.");
        const every = row(made({ vaults: undefined }));
        expect(every).toContain('<p class="attention">Sees every vault, and those to come.</p>');
    });

    it("can be revoked by whoever may, as long as it counts", () => {
        expect(row(made())).toContain('aria-label="Revoke payroll"');
        expect(row(made(), false)).not.toContain("Revoke");
        expect(row(made({ revokedAt: "2026-01-01T00:00:00Z" }))).not.toContain("Revoke payroll");
        expect(row(made({ expiresAt: "2020-01-01T00:00:00Z" }))).toContain("over");
        expect(counts({ expiresAt: new Date(NOW + 1).toISOString() }, NOW)).toBe(true);
    });
});

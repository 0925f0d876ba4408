import { afterEach, describe, expect, it, vi } from "vitest";
import { loadBrand, paint } from "../src/theme/brand";
import { decimal, lasting, moment, money, relative } from "../src/words/format";
import { language, t, use } from "../src/words/words";

const ETHER = 10n ** 18n;

/** The apostrophe between thousands is another one with another version of the locales. */
const plain = (text: string) => text.replaceAll("’", "'");

/** A server with this theme file, and a page to paint. */
function serving(body: string) {
    const set = new Map<string, string>();
    vi.stubGlobal("fetch", () => Promise.resolve(new Response(body)));
    vi.stubGlobal("document", {
        documentElement: {
            style: {
                setProperty: (name: string, value: string) => set.set(name, value),
                removeProperty: (name: string) => set.delete(name),
            },
        },
    });
    return set;
}

afterEach(() => {
    vi.unstubAllGlobals();
    use({}, "en");
});

describe("an organisation's own look", () => {
    it("has its name, texts, locale and colours by one file", async () => {
        const theme = {
            name: "Bank of Examples",
            logo: "/own.svg",
            locale: "de-CH",
            texts: { "nav.overview": "Lage", "batch.title": { one: "{count} Entwurf", other: "{count} Entwürfe" } },
            colours: { light: { accent: "#7a1fa2" }, dark: { accent: "#d8a6ef" } },
        };
        const set = serving(JSON.stringify(theme));
        const brand = await loadBrand();
        expect(brand.name).toBe("Bank of Examples");
        expect(brand.logo).toBe("/own.svg");
        expect(t("nav.overview")).toBe("Lage");
        expect(t("nav.policy")).toBe("Policy");
        expect(plain(t("batch.title", { count: 1200 }))).toBe("1'200 Entwürfe");
        expect(language()).toBe("de-CH");
        paint(brand, "light");
        expect(set.get("--accent")).toBe("#7a1fa2");
        paint(brand, "dark");
        expect(set.get("--accent")).toBe("#d8a6ef");
    });

    it("can set colours and nothing else of the page", async () => {
        const set = serving(
            JSON.stringify({
                name: "x",
                colours: {
                    light: {
                        accent: "red; background: url(//evil.example)",
                        "--mantine-x": "#000000",
                        danger: "#00ff00",
                    },
                },
            }),
        );
        paint(await loadBrand(), "light");
        expect([...set]).toEqual([["--danger", "#00ff00"]]);
    });

    it("leaves out what in its file is of no form, and keeps the rest", async () => {
        const texts = { "nav.overview": 7, "nav.policy": { one: "x" }, "nav.vaults": "Tresore", "nav.audit": null };
        const theme = { name: 5, organisation: "Bank", locale: "de_CH", texts, colours: { light: { accent: 3 } } };
        const set = serving(JSON.stringify(theme));
        const brand = await loadBrand();
        expect([brand.name, brand.organisation, brand.locale]).toEqual(["Tallystick", "Bank", undefined]);
        expect(["nav.overview", "nav.policy", "nav.audit"].map((each) => t(each as "nav.audit"))).toEqual([
            "Overview",
            "Policy",
            "Audit",
        ]);
        expect(t("nav.vaults")).toBe("Tresore");
        expect(decimal(1n, 2)).toContain("01");
        paint(brand, "light");
        expect([...set]).toEqual([]);
        for (const none of ["[]", "null", "7", '"x"']) {
            serving(none);
            expect((await loadBrand()).name, none).toBe("Tallystick");
        }
    });

    it("speaks of numbers as its language does, in as many forms as that has", async () => {
        const requests = { one: "{count} wniosek", few: "{count} wnioski", many: "{count} wniosków", other: "?" };
        serving(JSON.stringify({ locale: "pl", texts: { "batch.title": requests } }));
        await loadBrand();
        expect([1, 2, 5, 22].map((count) => t("batch.title", { count }))).toEqual([
            "1 wniosek",
            "2 wnioski",
            "5 wniosków",
            "22 wnioski",
        ]);
    });

    it("is the plain one where there is no file, or one that cannot be read", async () => {
        serving("not json");
        expect((await loadBrand()).name).toBe("Tallystick");
        vi.stubGlobal("fetch", () => Promise.reject(new TypeError("gone")));
        expect((await loadBrand()).name).toBe("Tallystick");
    });
});

describe("numbers, times and amounts", () => {
    const at = Date.UTC(2026, 10, 22, 9, 30);

    it("are written as the reader's locale has them, exactly", () => {
        const said = (locale: string) => {
            use({}, locale);
            return [
                plain(decimal(1234567n * ETHER + 1n, 18)),
                money("eip155:1/slip44:60", ETHER / 4n).amount,
                lasting(90_000, "short"),
            ];
        };
        expect(said("en-US")).toEqual(["1,234,567.000000000000000001", "0.25", "90 sec"]);
        expect(said("de-CH")).toEqual(["1'234'567.000000000000000001", "0.25", "90 Sek."]);
        expect(said("de-DE")).toEqual(["1.234.567,000000000000000001", "0,25", "90 Sek."]);
        expect(said("fr-FR")[1]).toBe("0,25");
        expect(lasting(86_400_000)).toMatch(/^24\sheures$/);
    });

    it("have dates in the reader's order", () => {
        use({}, "en-GB");
        expect(moment(new Date(at))).toMatch(/^22 Nov 2026/);
        use({}, "de-DE");
        expect(moment(new Date(at))).toMatch(/^22\.11\.2026/);
        expect(relative(new Date(3_600_000), 0)).toBe("in 1 Stunde");
    });
});

import { describe, expect, it } from "vitest";
import { OtherMoment, momentsOf } from "../src/parts/moments";

const NOW = Date.parse("2026-11-22T12:00:00Z");
const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
const asked = (at: number, lasts: number) => ({
    at: new Date(NOW + at).toISOString(),
    expiresAt: new Date(NOW + at + lasts).toISOString(),
});

describe("the moments of an answer", () => {
    it("are signed as the server has them, where they are near this clock", () => {
        expect(momentsOf(asked(0, DAY), NOW)).toEqual({ at: NOW / 1000, expires: (NOW + DAY) / 1000 });
        for (const at of [-10 * MINUTE, 10 * MINUTE]) expect(momentsOf(asked(at, 30 * DAY), NOW).at).toBeGreaterThan(0);
    });

    it("are not signed where they were put back or ahead, or last too long or not at all", () => {
        const lies = [
            asked(-11 * MINUTE, DAY),
            asked(11 * MINUTE, DAY),
            asked(0, 31 * DAY),
            asked(0, 0),
            asked(0, -DAY),
            { at: "never", expiresAt: "never" },
            { at: asked(0, DAY).at, expiresAt: "never" },
        ];
        for (const lie of lies) expect(() => momentsOf(lie, NOW), JSON.stringify(lie)).toThrow(OtherMoment);
    });
});

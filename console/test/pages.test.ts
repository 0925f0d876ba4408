import { describe, expect, it } from "vitest";
import { merged, pagesOf } from "../src/api/pages";

/** A server with so many rows, hundred by hundred. */
function server(count: number) {
    const asked: string[] = [];
    return {
        asked,
        get: async (path: string) => {
            asked.push(path);
            const from = Number(/cursor=(\d+)/.exec(path)?.[1] ?? 0);
            const items = Array.from({ length: Math.min(100, count - from) }, (_, i) => ({ id: `${from + i}` }));
            return { items, next: from + items.length < count ? `${from + items.length}` : null };
        },
    };
}

describe("pages of a list", () => {
    it("are all asked for, and it is said where there are more than were wanted", async () => {
        const few = server(230);
        expect(await pagesOf("/v1/x", 500, few.get)).toMatchObject({ isCut: false, rows: { length: 230 } });
        expect(few.asked).toEqual(["/v1/x?limit=100", "/v1/x?limit=100&cursor=100", "/v1/x?limit=100&cursor=200"]);
        const many = server(501);
        expect(await pagesOf("/v1/x?stage=Y", 500, many.get)).toMatchObject({ isCut: true, rows: { length: 500 } });
        expect(many.asked[0]).toBe("/v1/x?stage=Y&limit=100");
        expect(await pagesOf("/v1/x", 500, server(500).get)).toMatchObject({ isCut: false });
    });

    it("keep what waits beyond the latest, each once", () => {
        const of = (...ids: string[]) => ids.map((id) => ({ id }));
        expect(merged(of("9", "8"), of("8", "1")).map((each) => each.id)).toEqual(["9", "8", "1"]);
        expect(merged(of("9"), [])).toEqual(of("9"));
    });
});

import { QueryObserver } from "@tanstack/react-query";
import { describe, expect, it, vi } from "vitest";
import { changed, heard, queries, touches, unlessHeard } from "../src/api/queries";

describe("what an event has asked again", () => {
    it("asks for nodes and keys when a ceremony moves, so that no card stays at the epoch before", () => {
        for (const path of ["/v1/nodes", "/v1/keys", "/v1/ceremonies", "/v1/audit/entries?node=risk"])
            expect(touches("ceremony.active", "0191", path)).toBe(true);
        expect(touches("ceremony.active", "0191", "/v1/withdrawals")).toBe(false);
    });
    it("asks for what is frozen, and for documents, at what nodes wrote down of them", () => {
        expect(touches("freeze.begun", "0191", "/v1/policies")).toBe(true);
        expect(touches("freeze.begun", "0191", "/v1/freezes")).toBe(true);
        expect(touches("proposal.active", "0191", "/v1/documents/policy")).toBe(true);
        expect(touches("proposal.seen", "0191", "/v1/proposals")).toBe(true);
        expect(touches("node.quarantined", "0191", "/v1/nodes")).toBe(true);
    });
    it("takes a kind that it does not know for one of a withdrawal, and asks for nothing by an empty name", () => {
        expect(touches("later.made", "", "/v1/withdrawals")).toBe(true);
        expect(touches("later.made", "", "/v1/nodes")).toBe(false);
    });
});

describe("a burst of events", () => {
    /** A question that is on the screen, whose answers come when the test lets them. */
    function shown(path: string) {
        const waiting: (() => void)[] = [];
        let asked = 0;
        const queryFn = () =>
            new Promise<number>((answer) => {
                const number = ++asked;
                waiting.push(() => answer(number));
            });
        const observer = new QueryObserver(queries, { queryKey: ["asked", path], queryFn, retry: false });
        const leave = observer.subscribe(() => undefined);
        const settled = () => new Promise((go) => setTimeout(go, 0));
        const answer = async () => {
            waiting.shift()?.();
            await settled();
        };
        return { answer, leave, asked: () => asked, seen: () => observer.getCurrentResult().data };
    }

    it("has a question asked at once, and once more when that answer is here, however many they are", async () => {
        const nodes = shown("/v1/nodes");
        await nodes.answer();
        for (let i = 0; i < 9; i++) changed("ceremony.prepared", "");
        expect(nodes.asked()).toBe(2);
        await nodes.answer();
        expect([nodes.seen(), nodes.asked()]).toEqual([2, 3]);
        await nodes.answer();
        expect([nodes.seen(), nodes.asked()]).toEqual([3, 3]);
        nodes.leave();
    });

    it("takes no answer for the last that was asked for before it", async () => {
        const keys = shown("/v1/keys");
        changed("ceremony.attested", "");
        expect(keys.asked()).toBe(1);
        await keys.answer();
        expect([keys.seen(), keys.asked()]).toEqual([1, 2]);
        await keys.answer();
        expect([keys.seen(), keys.asked()]).toEqual([2, 2]);
        // Asked by itself, as every few seconds: that question is cut off.
        void queries.refetchQueries({ queryKey: ["asked", "/v1/keys"] });
        changed("ceremony.attested", "");
        expect(keys.asked()).toBe(4);
        await keys.answer();
        expect(keys.seen()).toBe(2);
        await keys.answer();
        expect([keys.seen(), keys.asked()]).toEqual([4, 4]);
        keys.leave();
    });

    it("has a question asked again a moment later, where nodes write down what they are about to do", async () => {
        vi.useFakeTimers();
        const nodes = shown("/v1/nodes");
        const answer = async () => {
            const answered = nodes.answer();
            await vi.advanceTimersByTimeAsync(1);
            await answered;
        };
        await answer();
        changed("ceremony.active", "");
        await answer();
        expect(nodes.asked()).toBe(2);
        for (const [millis, count] of [
            [300, 3],
            [400, 4],
            [600, 5],
            [1200, 6],
        ] as const) {
            await vi.advanceTimersByTimeAsync(millis);
            expect(nodes.asked()).toBe(count);
            await answer();
        }
        await vi.advanceTimersByTimeAsync(10_000);
        expect([nodes.seen(), nodes.asked()]).toEqual([6, 6]);
        nodes.leave();
        vi.useRealTimers();
    });

    it("is asked for more often while none arrive", () => {
        const every = unlessHeard(2_000, 15_000);
        heard("live");
        expect(every()).toBe(15_000);
        heard("lost");
        expect(every()).toBe(2_000);
    });
});

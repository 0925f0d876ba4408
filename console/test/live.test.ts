import { describe, expect, it } from "vitest";
import { touches } from "../src/api/queries";

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

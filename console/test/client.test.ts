import { afterEach, describe, expect, it, vi } from "vitest";
import { get } from "../src/api/client";
import { Problem } from "../src/api/problem";
import { asking, backTo } from "../src/shell/back";
import { isForPage } from "../src/shell/keys";

const answering = (of: unknown, status = 200) =>
    vi.stubGlobal("fetch", () => Promise.resolve(new Response(JSON.stringify(of), { status })));

afterEach(() => vi.unstubAllGlobals());

describe("what a server says", () => {
    it("neither turns nor hides what stands beside it, whichever part of an answer it is", async () => {
        const name = "Payments\u202E EU\u3164";
        answering({ items: [{ name, tags: [name] }], checkpoint: "origin\n7\nroot\n\n\u2014 node AAAA\n" });
        expect(await get("/v1/vaults")).toEqual({
            items: [{ name: "Payments\uFFFD EU\uFFFD", tags: ["Payments\uFFFD EU\uFFFD"] }],
            checkpoint: "origin\n7\nroot\n\n\u2014 node AAAA\n",
        });
        answering({ title: "no", detail: `no vault ${name}` }, 422);
        const problem = await get("/v1/vaults").catch((cause: unknown) => cause);
        expect(problem instanceof Problem && problem.detail).toBe("no vault Payments\uFFFD EU\uFFFD");
    });
});

describe("who has to sign in first", () => {
    it("comes to the page that he opened, and to none that is not of this console", () => {
        const of = (path: string) => {
            const { pathname, search } = new URL(path, "https://bank.example");
            return asking({ pathname, search }).next;
        };
        expect(of("/")).toBeUndefined();
        const pages = ["/approvals?id=%220191f4a2%22", "/transactions/0191f4a2-7c3e", "/audit?of=risk&q=a%20b"];
        for (const each of pages) expect(backTo(of(each)), each).toBe(each);
        const others = [
            "//evil.example",
            "/\\evil.example",
            "https://evil.example",
            "javascript:alert(1)",
            "/sign-in?next=/audit",
            "/invitations/abc",
            "/a/../../b",
            "",
            7,
            undefined,
        ];
        for (const each of others) expect(backTo(each), String(each)).toBe("/");
    });
});

describe("a single key", () => {
    class Element {
        isContentEditable = false;
        constructor(
            readonly tagName: string,
            readonly dialog: object | null = null,
        ) {}
        closest = () => this.dialog;
    }
    const pressed = (target: unknown, more: object = {}) => isForPage({ target, ...more } as KeyboardEvent);
    const keeping = (kept: string | null) => {
        vi.stubGlobal("HTMLElement", Element);
        vi.stubGlobal("localStorage", { getItem: (name: string) => (name === "keys" ? kept : null) });
    };

    it("is for the page where nobody types, no dialogue is open and no other key is held", () => {
        keeping(null);
        expect(pressed(new Element("BODY"))).toBe(true);
        expect(pressed(new Element("BUTTON"))).toBe(true);
        for (const each of ["INPUT", "TEXTAREA", "SELECT"]) expect(pressed(new Element(each)), each).toBe(false);
        expect(pressed(new Element("BUTTON", {}))).toBe(false);
        for (const held of ["ctrlKey", "metaKey", "altKey"])
            expect(pressed(new Element("BODY"), { [held]: true }), held).toBe(false);
    });

    it("does nothing where its reader turned keys off", () => {
        keeping("off");
        expect(pressed(new Element("BODY"))).toBe(false);
    });
});

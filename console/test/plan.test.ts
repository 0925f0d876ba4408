import { describe, expect, it } from "vitest";
import type { NodeHealth } from "../src/api/contract";
import { NOTHING, type Wish, keysOf, planOf, treeWithout } from "../src/parts/plan";

const KEY = "2c70e12b7a0646f92279f427c7b38e7334d8e5389cff167a1dc30e73f826b683";
const TREE = "all(risk, any(client, backup))";
const MEMBERS = ["risk", "client", "backup", "spare"];

const node = (name: string, more: object = {}): NodeHealth =>
    ({
        name,
        reached: true,
        ready: true,
        linked: [],
        quarantined: [],
        keys: name === "spare" ? [] : [{ id: KEY, epoch: 3, tree: TREE }],
        ...more,
    }) as unknown as NodeHealth;

const all = MEMBERS.map((each) => node(each));
const wish = (of: Partial<Wish>): Wish => ({ ...NOTHING, key: KEY, ...of });
const plan = (of: Partial<Wish>, nodes = all) => planOf(wish(of), nodes, MEMBERS);
const stops = (of: Partial<Wish>, nodes = all) =>
    plan(of, nodes)
        .findings.filter((each) => each.stops)
        .map((each) => each.key);

describe("a ceremony that is planned", () => {
    it("names a refresh as the operator orders it, with its cause and reason", () => {
        const { command, rows, before, after } = plan({ cause: "personnel", reason: "Dee's last day; $(id)" });
        expect(command).toContain("ceremony refresh --key 2c70e12b7a0646f9 --because personnel");
        expect(command).toContain(`--reason 'Dee'\\''s last day; $(id)'`);
        expect([before, after]).toEqual([TREE, TREE]);
        expect(rows).toEqual(
            ["risk", "client", "backup"].map((each) => ({ node: each, before: true, after: true, part: "both" })),
        );
    });

    it("shows of a reshare who holds a share before and after, and who deals", () => {
        const { command, rows } = plan({
            kind: "reshare",
            tree: "all(risk, any(client, spare))",
            dealers: ["risk", "client"],
        });
        expect(command).toContain("reshare --key 2c70e12b7a0646f9 --tree 'all(risk, any(client, spare))'");
        expect(command).toContain("--dealers risk,client");
        expect(rows.map((each) => [each.node, each.before, each.after, each.part])).toEqual([
            ["risk", true, true, "both"],
            ["client", true, true, "both"],
            ["backup", true, false, "none"],
            ["spare", false, true, "receives"],
        ]);
    });

    it("has all of the old tree deal where nobody is chosen, and does not name them", () => {
        expect(plan({ kind: "reshare", tree: "2 of (risk, client, spare)" }).command).not.toContain("--dealers");
    });

    it("leaves out whoever leaves, among the dealers too", () => {
        const held = keysOf(all)[0];
        expect(treeWithout(held, "backup")).toBe("all(risk, client)");
        const { command } = plan({ kind: "leave", node: "backup", tree: "all(risk, client)" });
        expect(command).toContain("--dealers risk,client");
        expect(stops({ kind: "leave", node: "backup", tree: TREE })).toEqual(["stays"]);
        expect(stops({ kind: "leave", node: "", tree: "all(risk, client)" })).toContain("stays");
        // Without it the others cannot deal.
        expect(stops({ kind: "leave", node: "risk", tree: "all(client, backup)" })).toContain("noDealers");
    });

    it("repairs by the others, where these can sign without who lost it", () => {
        const { command, rows } = plan({ kind: "repair", node: "client" });
        expect(command).toContain("repair --key 2c70e12b7a0646f9 --lost client");
        expect(rows.find((each) => each.node === "client")).toEqual({
            node: "client",
            before: false,
            after: true,
            part: "receives",
        });
        expect(stops({ kind: "repair", node: "risk" })).toEqual(["mandatory"]);
        expect(stops({ kind: "repair", node: "" })).toEqual(["mandatory"]);
    });

    it("generates for those whom a tree names", () => {
        const { command, before } = plan({ kind: "generate", key: "", tree: "2 of (risk, client, spare)" });
        expect(command).toContain("generate --tree '2 of (risk, client, spare)' --scheme ECDSA_SECP256K1");
        expect(before).toBeUndefined();
        expect(stops({ kind: "generate", tree: "2 of (risk, mallory)" })).toEqual(["stranger"]);
        expect(stops({ kind: "generate", tree: "any(risk, client)" })).toEqual(["alone"]);
        expect(stops({ kind: "generate", tree: "2 of (risk" })).toEqual(["form"]);
    });
});

describe("a command that is copied to a shell", () => {
    it("holds nothing that a server could write to it", () => {
        const key = `${KEY.slice(0, -8)};reboot;`;
        const lying = all.map((each) => ({ ...each, keys: each.keys.map((one) => ({ ...one, id: key })) }));
        expect(keysOf(lying)).toEqual([]);
        expect(stops({ key }, lying)).toEqual(["nobody"]);
        const tree = "2 of (risk, client, $(reboot))";
        const named = all.map((each) => ({ ...each, keys: each.keys.map((one) => ({ ...one, tree })) }));
        expect(stops({}, named)).toEqual(["nobody"]);
        expect(stops({ kind: "repair", node: "$(reboot)" })).toEqual(["mandatory"]);
        expect(stops({ kind: "leave", node: "$(reboot)", tree: "all(risk, client)" })).toEqual(["stays"]);
    });
});

describe("a ceremony that nodes would refuse", () => {
    it("gives no command, and says who is in the way", () => {
        expect(stops({ key: "ab" })).toEqual(["nobody"]);
        expect(plan({ key: "ab" }).command).toBeUndefined();
        expect(stops({ kind: "reshare", tree: "all(risk, client)", dealers: ["client"] })).toContain("noDealers");
        const wide = all.map((each) => ({
            ...each,
            keys: each.keys.map((key) => ({ ...key, tree: "2 of (risk, client, backup, spare)" })),
        }));
        const { findings } = plan({ kind: "reshare", tree: "all(risk, client)", dealers: ["risk", "client"] }, wide);
        expect(findings.find((each) => each.key === "leftOut")).toMatchObject({
            stops: true,
            nodes: ["backup", "spare"],
            bring: ["spare"],
        });
    });

    it("builds on no share in quarantine, unless it is made anew after an incident", () => {
        const distrusting = all.map((each) => (each.name === "risk" ? { ...each, quarantined: ["client"] } : each));
        expect(stops({}, distrusting)).toEqual(["quarantined"]);
        expect(stops({ cause: "incident" }, distrusting)).toEqual([]);
        expect(stops({ kind: "reshare", tree: "all(risk, spare)", dealers: ["risk", "backup"] }, distrusting)).toEqual(
            [],
        );
    });

    it("is only warned of where somebody is away or behind: that may change before it is ordered", () => {
        const some = all.map((each) =>
            each.name === "backup" ? node("backup", { ready: false, keys: [{ id: KEY, epoch: 2, tree: TREE }] }) : each,
        );
        expect(plan({}, some).findings.map((each) => [each.key, each.stops])).toEqual([
            ["away", false],
            ["behind", false],
            ["needed", false],
        ]);
        expect(plan({}, some).command).toBeDefined();
        expect(plan({}).findings.map((each) => each.nodes)).toEqual([["risk"]]);
    });
});

import type { NodeHealth } from "../api/contract";
import { type Tree, aloneIn, isLit, leftOut, namesIn, parseTree, textOf, without } from "./quorum";

export const KINDS = ["generate", "refresh", "reshare", "leave", "repair"] as const;
/** Those whose signatures a chain takes. */
export const SCHEMES = ["ECDSA_SECP256K1", "FROST_BIP340", "FROST_ED25519"] as const;
export const CAUSES = ["", "schedule", "personnel", "incident"] as const;

/** A ceremony as somebody at a screen wants it; an operator orders it. */
export interface Wish {
    readonly kind: (typeof KINDS)[number];
    readonly key: string;
    readonly tree: string;
    readonly scheme: string;
    readonly cause: string;
    readonly reason: string;
    /** Who lost its share, or leaves. */
    readonly node: string;
    /** Who deals in a reshare; all of the old tree if empty. */
    readonly dealers: readonly string[];
}

export const NOTHING: Wish = {
    kind: "refresh",
    key: "",
    tree: "",
    scheme: SCHEMES[0],
    cause: "",
    reason: "",
    node: "",
    dealers: [],
};

/** A key as nodes say that they hold it. */
export interface Held {
    readonly id: string;
    readonly epoch: number;
    readonly tree: string;
}

const ID = /^[0-9a-f]{64}$/;

/** What is no id is no key: somebody copies it to a shell. */
export function keysOf(nodes: readonly NodeHealth[]): readonly Held[] {
    const newest = new Map<string, Held>();
    for (const each of nodes.flatMap((node) => node.keys).filter(({ id }) => ID.test(id)))
        if ((newest.get(each.id)?.epoch ?? -1) < each.epoch) newest.set(each.id, each);
    return [...newest.values()].sort((a, b) => a.id.localeCompare(b.id));
}

export type Part = "deals" | "receives" | "both" | "helps" | "none";

/** Of one node, what becomes of its share. */
export interface Row {
    readonly node: string;
    readonly before: boolean;
    readonly after: boolean;
    readonly part: Part;
}

/** What somebody should know before it is ordered; what nodes would refuse it for stops it here. */
export interface Finding {
    readonly key: FindingKey;
    readonly stops: boolean;
    readonly nodes: readonly string[];
    /** Of `leftOut` whom to bring. */
    readonly bring?: readonly string[];
}

export type FindingKey =
    | "form"
    | "alone"
    | "stranger"
    | "away"
    | "quarantined"
    | "behind"
    | "noDealers"
    | "leftOut"
    | "same"
    | "stays"
    | "needed"
    | "mandatory"
    | "nobody";

export interface Plan {
    readonly rows: readonly Row[];
    /** Who can sign, before and after, as nodes print it; nothing before a key there is, or where it cannot be read. */
    readonly before: string | undefined;
    readonly after: string | undefined;
    readonly epoch: number;
    readonly findings: readonly Finding[];
    /** What the operator types; nothing while something stops it. */
    readonly command: string | undefined;
}

interface Sides {
    readonly old: Tree | undefined;
    readonly next: Tree | undefined;
    /** Who takes part, and must be there. */
    readonly dealers: readonly string[];
}

/** What the wish would change; `nodes` is what control says of them now, `members` the nodes of the roster. */
export function planOf(wish: Wish, nodes: readonly NodeHealth[], members: readonly string[]): Plan {
    const held = keysOf(nodes).find((each) => each.id === wish.key);
    const old = wish.kind === "generate" ? undefined : parseTree(held?.tree ?? "");
    const isNew = wish.kind === "generate" || wish.kind === "reshare" || wish.kind === "leave";
    const next = isNew ? parseTree(wish.tree) : old;
    const sides = { old, next, dealers: dealersOf(wish, old) };
    const findings = found(wish, sides, nodes, members, held);
    return {
        rows: rowsOf(wish, sides),
        before: old && textOf(old),
        after: next && textOf(next),
        epoch: held?.epoch ?? 0,
        findings,
        command: findings.some((each) => each.stops) ? undefined : commandOf(wish, sides),
    };
}

/** As a tree for those who stay; nothing where too few are left to say it so. */
export function treeWithout(held: Held | undefined, node: string): string | undefined {
    const old = parseTree(held?.tree ?? "");
    const rest = old && without(old, node);
    return rest && "of" in rest ? textOf(rest) : undefined;
}

function dealersOf({ kind, node, dealers }: Wish, old: Tree | undefined): readonly string[] {
    const all = old ? namesIn(old) : [];
    if (kind === "repair") return all.filter((each) => each !== node);
    const chosen = dealers.length === 0 ? all : all.filter((each) => dealers.includes(each));
    // Whoever leaves is not needed for it, and cannot spoil it.
    if (kind === "leave") return chosen.filter((each) => each !== node);
    return kind === "reshare" ? chosen : all;
}

function rowsOf({ kind, node }: Wish, { old, next, dealers }: Sides): readonly Row[] {
    const before = new Set(old ? namesIn(old) : []);
    const after = new Set(next ? namesIn(next) : []);
    const deals = new Set(kind === "generate" ? after : dealers);
    const part = (each: string): Part => {
        if (kind === "repair") return each === node ? "receives" : "helps";
        if (deals.has(each)) return after.has(each) ? "both" : "deals";
        return after.has(each) ? "receives" : "none";
    };
    return [...new Set([...before, ...after])].map((each) => ({
        node: each,
        before: before.has(each) && !(kind === "repair" && each === node),
        after: after.has(each),
        part: part(each),
    }));
}

function found(
    wish: Wish,
    sides: Sides,
    nodes: readonly NodeHealth[],
    members: readonly string[],
    held: Held | undefined,
): readonly Finding[] {
    const { old, next, dealers } = sides;
    const all: Finding[] = [];
    const tell = (key: FindingKey, stops: boolean, names: readonly string[], isSo = names.length > 0) => {
        if (isSo) all.push({ key, stops, nodes: names });
    };
    if (wish.kind !== "generate" && !old) return [{ key: "nobody", stops: true, nodes: [] }];
    if (!next) return [{ key: "form", stops: true, nodes: [] }];
    const taking = [...new Set([...dealers, ...namesIn(next)])];
    const isIn = old === undefined || namesIn(old).includes(wish.node);
    tell("alone", true, aloneIn(next));
    tell("stranger", true, taking.filter((each) => !members.includes(each)));
    if (old) tell("noDealers", true, dealers, isMoved(wish) && !isLit(old, new Set(dealers)));
    const out = old && isMoved(wish) ? leftOut(old, dealers, next) : undefined;
    if (out) all.push({ key: "leftOut", stops: true, nodes: out.names, bring: out.bring });
    tell("stays", true, [wish.node], wish.kind === "leave" && (!isIn || namesIn(next).includes(wish.node)));
    if (wish.kind === "repair") {
        const others = new Set(dealers);
        tell("mandatory", true, [wish.node], !isIn || !old || !isLit(old, others));
    }
    tell("same", false, [], isMoved(wish) && old !== undefined && textOf(old) === textOf(next));
    const away = taking.filter((each) => !nodes.some((node) => node.name === each && node.reached && node.ready));
    // A node that has lost its share is seldom ready.
    tell("away", false, away.filter((each) => wish.kind !== "repair" || each !== wish.node));
    const distrusted = new Set(nodes.flatMap((each) => each.quarantined));
    const isMended = wish.kind === "refresh" && wish.cause === "incident";
    tell("quarantined", !isMended, dealers.filter((each) => distrusted.has(each)));
    tell("behind", false, behind(nodes, held, dealers));
    tell("needed", false, neededIn(next));
    return all;
}

const isMoved = ({ kind }: Wish) => kind === "reshare" || kind === "leave";

function behind(nodes: readonly NodeHealth[], held: Held | undefined, dealers: readonly string[]): readonly string[] {
    if (!held) return [];
    const epochs = new Map(nodes.map((each) => [each.name, each.keys.find((key) => key.id === held.id)?.epoch]));
    return dealers.filter((each) => (epochs.get(each) ?? held.epoch) < held.epoch);
}

function neededIn(of: Tree): readonly string[] {
    const all = namesIn(of);
    return all.filter((gone) => !isLit(of, new Set(all.filter((each) => each !== gone))));
}

const OPERATOR = "--identity FILE --passphrase-file FILE --roster FILE";
const KEY_DIGITS = 16;

/** For a shell that reads what stands between single quotes as it is. */
const quoted = (text: string) => `'${text.replaceAll("'", `'\\''`)}'`;

function commandOf({ kind, key, scheme, cause, reason, node }: Wish, { next, old, dealers }: Sides): string {
    const begin = "./tallystick ceremony";
    const of = `--key ${key.slice(0, KEY_DIGITS)}`;
    const tree = next ? `--tree ${quoted(textOf(next))}` : "";
    if (kind === "generate") return `${begin} generate ${tree} --scheme ${scheme} ${OPERATOR}`;
    if (kind === "repair") return `${begin} repair ${of} --lost ${node} ${OPERATOR}`;
    if (kind === "refresh") {
        const because = cause ? ` --because ${cause}${reason ? ` --reason ${quoted(reason)}` : ""}` : "";
        return `${begin} refresh ${of}${because} ${OPERATOR}`;
    }
    const isAll = old !== undefined && dealers.length === namesIn(old).length;
    return `${begin} reshare ${of} ${tree}${isAll ? "" : ` --dealers ${dealers.join(",")}`} ${OPERATOR}`;
}

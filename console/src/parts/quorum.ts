/** Who can sign, as nodes write it down, such as all(risk, 5 of (ceo*3, cfo*3, ops)): docs/spec/quorum-tree.md. */
export type Tree = Leaf | Gate;

export interface Leaf {
    readonly name: string;
    /** For how many children of its gate it stands. */
    readonly weight: number;
}

export interface Gate {
    readonly least: number;
    readonly of: readonly Tree[];
}

const NAME = /^[A-Za-z][A-Za-z0-9_-]{0,31}$/;
const NUMBER = /^[1-9][0-9]{0,2}$/;
const GATES = new Set(["all", "any", "of"]);
const TOKEN = /\s*([A-Za-z][A-Za-z0-9_-]*|[0-9]+|[(),*])/y;
const [CHARACTERS_MAX, LEAVES_MAX, GATES_MAX, DEPTH_MAX] = [4096, 64, 64, 4];

/** Nothing if the text is not of the form of QT-1: it is shown as it is then. */
export function parseTree(text: string): Tree | undefined {
    const words = wordsOf(text);
    if (!words || text.length > CHARACTERS_MAX) return undefined;
    let at = 0;
    const list = (): Tree[] | undefined => {
        if (words[at++] !== "(") return undefined;
        const all: Tree[] = [];
        for (;;) {
            const one = tree();
            if (!one) return undefined;
            all.push(one);
            const after = words[at++];
            if (after === ")") return all;
            if (after !== ",") return undefined;
        }
    };
    const gate = (least: (children: number) => number): Tree | undefined => {
        const of = list();
        return of && { least: least(of.reduce((sum, each) => sum + weightOf(each), 0)), of };
    };
    const tree = (): Tree | undefined => {
        const word = words[at++] ?? "";
        if (word === "all") return gate((children) => children);
        if (word === "any") return gate(() => 1);
        if (NUMBER.test(word)) return words[at++] === "of" ? gate(() => Number(word)) : undefined;
        if (!NAME.test(word) || GATES.has(word)) return undefined;
        if (words[at] !== "*") return { name: word, weight: 1 };
        at++;
        const weight = words[at++] ?? "";
        return NUMBER.test(weight) ? { name: word, weight: Number(weight) } : undefined;
    };
    const whole = tree();
    return at === words.length && whole && isInBounds(whole) ? whole : undefined;
}

function wordsOf(text: string): readonly string[] | undefined {
    const words: string[] = [];
    const trimmed = text.trimEnd();
    TOKEN.lastIndex = 0;
    while (TOKEN.lastIndex < trimmed.length) {
        const word = TOKEN.exec(trimmed)?.[1];
        if (word === undefined) return undefined;
        words.push(word);
    }
    return words;
}

const isLeaf = (of: Tree): of is Leaf => "name" in of;
const weightOf = (of: Tree) => (isLeaf(of) ? of.weight : 1);

/** All that QT-1 demands but that nobody alone satisfies it. */
function isInBounds(of: Tree): boolean {
    const names = namesIn(of);
    const gates = gatesIn(of);
    return (
        new Set(names).size === names.length &&
        gates.length <= GATES_MAX &&
        depthOf(of) <= DEPTH_MAX &&
        gates.every(isGateRight) &&
        leavesIn(of) <= LEAVES_MAX
    );
}

function isGateRight({ least, of }: Gate): boolean {
    const children = of.reduce((sum, each) => sum + weightOf(each), 0);
    return least >= 1 && least <= children && of.every((each) => weightOf(each) <= least);
}

const gatesIn = (of: Tree): readonly Gate[] => (isLeaf(of) ? [] : [of, ...of.of.flatMap(gatesIn)]);
const depthOf = (of: Tree): number => (isLeaf(of) ? 0 : 1 + Math.max(...of.of.map(depthOf)));
const leavesIn = (of: Tree): number => (isLeaf(of) ? of.weight : of.of.reduce((sum, each) => sum + leavesIn(each), 0));

/** Every node that it names, in its order. */
export function namesIn(of: Tree): readonly string[] {
    return isLeaf(of) ? [of.name] : of.of.flatMap(namesIn);
}

/** Whether those who are there can sign. */
export function isLit(of: Tree, there: ReadonlySet<string>): boolean {
    if (isLeaf(of)) return there.has(of.name);
    return of.of.filter((each) => isLit(each, there)).reduce((sum, each) => sum + weightOf(each), 0) >= of.least;
}

/** Who could sign without anybody else: nodes take no tree in which somebody can. */
export function aloneIn(of: Tree): readonly string[] {
    return namesIn(of).filter((each) => isLit(of, new Set([each])));
}

/** In how nodes print it. */
export function textOf(of: Tree): string {
    if (isLeaf(of)) return of.weight === 1 ? of.name : `${of.name}*${of.weight}`;
    const children = of.of.reduce((sum, each) => sum + weightOf(each), 0);
    const gate = of.least === children ? "all" : of.least === 1 ? "any" : `${of.least} of `;
    return `${gate}(${of.of.map(textOf).join(", ")})`;
}

/** The same without one: as many have to agree as before where there are enough. Nothing if too few are left. */
export function without(of: Tree, name: string): Tree | undefined {
    if (isLeaf(of)) return of.name === name ? undefined : of;
    const rest = of.of.map((each) => without(each, name)).filter((each) => each !== undefined);
    if (rest.length === 0) return undefined;
    const children = rest.reduce((sum, each) => sum + weightOf(each), 0);
    const least = Math.min(of.least, children);
    const [only] = rest;
    return rest.length === 1 && only && weightOf(only) === 1 ? only : { least, of: rest };
}

/**
 * Of a reshare: those of the old tree who neither deal nor stay, if they could sign by themselves, and whom to bring so
 * that the rest cannot. Nodes refuse such a reshare: docs/spec/ceremony.md CE-29.
 */
export function leftOut(
    old: Tree,
    dealers: readonly string[],
    next: Tree,
): { readonly names: readonly string[]; readonly bring: readonly string[] } | undefined {
    const stays = new Set([...dealers, ...namesIn(next)]);
    const names = namesIn(old).filter((each) => !stays.has(each));
    if (!isLit(old, new Set(names))) return undefined;
    const rest = new Set<string>();
    const bring = names.filter((each) => {
        rest.add(each);
        const is = isLit(old, rest);
        if (is) rest.delete(each);
        return is;
    });
    return { names, bring };
}

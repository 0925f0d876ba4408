import { t } from "../words/words";

/** A quorum tree in words, such as all(risk, 1 of (client, backup)): docs/spec/quorum-tree.md. */
export type Tree = { readonly name: string } | { readonly least: number; readonly of: readonly Tree[] };

/** Nothing if the text is not of that form: it is shown as it is then. */
export function parseTree(text: string): Tree | undefined {
    const words = text.match(/[a-z0-9_.-]+|[(),]/gi) ?? [];
    let at = 0;
    const next = () => words[at++];
    const list = (): Tree[] | undefined => {
        if (next() !== "(") return undefined;
        const all: Tree[] = [];
        for (;;) {
            const one = tree();
            if (!one) return undefined;
            all.push(one);
            const after = next();
            if (after === ")") return all;
            if (after !== ",") return undefined;
        }
    };
    const gate = (least: (count: number) => number): Tree | undefined => {
        const of = list();
        return of ? { least: least(of.length), of } : undefined;
    };
    const tree = (): Tree | undefined => {
        const word = next();
        if (word === undefined || /^[(),]$/.test(word)) return undefined;
        if (words[at] === "(" && word === "all") return gate((count) => count);
        if (words[at] === "(" && word === "any") return gate(() => 1);
        if (/^\d+$/.test(word) && words[at] === "of") {
            next();
            return gate(() => Number(word));
        }
        return { name: word };
    };
    const whole = tree();
    return at === words.length ? whole : undefined;
}

/** Whether those who are there can sign. */
export function isLit(tree: Tree, there: ReadonlySet<string>): boolean {
    if ("name" in tree) return there.has(tree.name);
    return tree.of.filter((each) => isLit(each, there)).length >= tree.least;
}

export function TreeView({ text, there }: { text: string; there: ReadonlySet<string> }) {
    const tree = parseTree(text);
    if (!tree) return <p>{text}</p>;
    return (
        <div className="tree">
            <ul>
                <Branch of={tree} there={there} />
            </ul>
        </div>
    );
}

function Branch({ of, there }: { of: Tree; there: ReadonlySet<string> }) {
    const lit = isLit(of, there);
    if ("name" in of)
        return (
            <li>
                <span data-lit={lit}>
                    {lit ? "● " : "○ "}
                    {of.name}
                </span>
            </li>
        );
    return (
        <li>
            <span data-lit={lit}>
                {lit ? "● " : "○ "}
                {of.least === of.of.length ? t("tree.all") : t("tree.of", { least: of.least, all: of.of.length })}
            </span>
            <ul>
                {of.of.map((each, i) => (
                    <Branch key={`${i}`} of={each} there={there} />
                ))}
            </ul>
        </li>
    );
}

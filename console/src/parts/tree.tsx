import { t } from "../words/words";
import { type Tree, isLit, parseTree } from "./quorum";

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
                    {of.weight === 1 ? of.name : t("tree.weight", { name: of.name, count: of.weight })}
                </span>
            </li>
        );
    const all = of.of.reduce((sum, each) => sum + ("name" in each ? each.weight : 1), 0);
    return (
        <li>
            <span data-lit={lit}>
                {lit ? "● " : "○ "}
                {of.least === all ? t("tree.all") : t("tree.of", { least: of.least, all })}
            </span>
            <ul>
                {of.of.map((each, i) => (
                    <Branch key={`${i}`} of={each} there={there} />
                ))}
            </ul>
        </li>
    );
}

import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import ts from "typescript";
import { describe, expect, it } from "vitest";
import { en } from "../src/words/en";

const SOURCES = new URL("../src", import.meta.url).pathname;
const WORDS = /\p{L}{2,}/u;
/** Attributes whose text somebody reads or hears. */
const READ = new Set(["title", "label", "description", "placeholder", "aria-label", "alt", "lead", "error"]);

function files(of: string, ends: string): readonly string[] {
    return readdirSync(of, { withFileTypes: true }).flatMap((each) => {
        const path = join(of, each.name);
        if (each.isDirectory()) return files(path, ends);
        return path.endsWith(ends) ? [path] : [];
    });
}

/** Texts that an expression comes to: what it compares, calls or looks up is no text for people. */
function texts(of: ts.Expression): readonly string[] {
    if (ts.isStringLiteral(of) || ts.isNoSubstitutionTemplateLiteral(of)) return [of.text];
    if (ts.isTemplateExpression(of))
        return [of.head.text, ...of.templateSpans.flatMap((each) => [...texts(each.expression), each.literal.text])];
    if (ts.isParenthesizedExpression(of)) return texts(of.expression);
    if (ts.isConditionalExpression(of)) return [...texts(of.whenTrue), ...texts(of.whenFalse)];
    if (ts.isBinaryExpression(of)) {
        const { kind } = of.operatorToken;
        const isEither = [ts.SyntaxKind.BarBarToken, ts.SyntaxKind.QuestionQuestionToken, ts.SyntaxKind.PlusToken];
        if (isEither.includes(kind)) return [...texts(of.left), ...texts(of.right)];
        return kind === ts.SyntaxKind.AmpersandAmpersandToken ? texts(of.right) : [];
    }
    return [];
}

/** What a file shows to people and that does not come from the file of texts. */
export function literals(name: string, source: string): readonly string[] {
    const found: string[] = [];
    const note = (text: string) => {
        if (WORDS.test(text)) found.push(text.trim());
    };
    const visit = (node: ts.Node): void => {
        if (ts.isJsxText(node)) note(node.text);
        if (ts.isJsxExpression(node) && node.expression && !ts.isJsxAttribute(node.parent))
            for (const each of texts(node.expression)) note(each);
        if (ts.isJsxAttribute(node) && READ.has(node.name.getText()) && node.initializer) {
            const { initializer } = node;
            if (ts.isStringLiteral(initializer)) note(initializer.text);
            else if (ts.isJsxExpression(initializer) && initializer.expression)
                for (const each of texts(initializer.expression)) note(each);
        }
        ts.forEachChild(node, visit);
    };
    visit(ts.createSourceFile(name, source, ts.ScriptTarget.ES2022, true, ts.ScriptKind.TSX));
    return found;
}

describe("texts of the console", () => {
    it("stand in the file of texts, and in no screen", () => {
        const all = files(SOURCES, ".tsx");
        expect(all.length).toBeGreaterThan(30);
        const found = all.flatMap((each) =>
            literals(each, readFileSync(each, "utf-8")).map((text) => `${each.slice(SOURCES.length)}: ${text}`),
        );
        expect(found).toEqual([]);
    });

    it("are found where somebody writes them into a screen", () => {
        const shown = '{isOn ? "yes" : t("no")} Money {`is ${x}`}';
        const screen = `const a = <p title="Send it" className="soft">${shown}</p>;`;
        expect(literals("a.tsx", screen)).toEqual(["Send it", "yes", "Money", "is"]);
        expect(literals("a.tsx", `<p className="row">{x === "OPEN" && t("a.b")} · {n}</p>`)).toEqual([]);
    });

    it("of others never stand there as they wrote them: what turns the way of reading is made visible", () => {
        const bare = /(?<!=)\{\w+\.(?:note|reason)(?: \|\| [^{}]*)?\}/g;
        const found = files(SOURCES, ".tsx")
            // The reader's own lines, before anything is drafted.
            .filter((each) => !each.endsWith("/Payout.tsx"))
            .flatMap((each) =>
                (readFileSync(each, "utf-8").match(bare) ?? []).map((text) => `${each.slice(SOURCES.length)}: ${text}`),
            );
        expect(found).toEqual([]);
        expect("<p>{each.note || short(x)}</p><p>{each.reason}</p>".match(bare)).toHaveLength(2);
        expect("<p>{plain(each.note)}</p><p value={of.reason}>".match(bare)).toBeNull();
    });

    it("are all used: what nobody shows nobody has to translate", () => {
        const sources = [...files(SOURCES, ".tsx"), ...files(SOURCES, ".ts")]
            .filter((each) => !each.includes("/words/en"))
            .map((each) => readFileSync(each, "utf-8"))
            .join("\n");
        const built = [...sources.matchAll(/`([a-zA-Z.]+\.)\$\{/g)].map((each) => each[1] ?? "");
        const isUsed = (key: string) => sources.includes(`"${key}"`) || built.some((each) => key.startsWith(each));
        expect(Object.keys(en).filter((each) => !isUsed(each))).toEqual([]);
    });
});

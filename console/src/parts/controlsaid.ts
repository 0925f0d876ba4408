import type { Key } from "../words/en";
import { en } from "../words/en";
import { t } from "../words/words";
import { localised } from "./names";
import { sentence } from "./withdrawal";

/** Words that control takes from the form of a policy, as people say them; what is no such word stays. */
function plainer(words: string): string {
    return localised(words)
        .replace(/\bleg (\d+)\b/g, (_, number: string) => t("said.part", { number }))
        .replace(/\b[A-Z][A-Z0-9]+(?:_[A-Z0-9]+)*\b/g, (word) => {
            const key = [`activity.${word}`, `said.key.${word}`].find((each) => each in en);
            return key ? t(key as Key) : word;
        });
}

/** What became of a rule. Its name and effect stand before the sentence, and are said beside it. */
export function ruleSaid(rule: string, words: string): string {
    const [, rest = words] = /^\S+ \([A-Z]+\) ([^]*)$/.exec(words.startsWith(`${rule} `) ? words : "") ?? [];
    return sentence(plainer(rest));
}

/** Why it was decided so: a code, a rule, a leg, and then the words. */
export function reasonSaid(words: string): string {
    const [, rule, rest] = /^[A-Z]+(?:_[A-Z]+)* (\S+) of leg \d+: ([^]*)$/.exec(words) ?? [];
    return sentence(plainer(rule && rest ? `${rule}: ${rest}` : words));
}

export interface Difference {
    /** Which way it goes, where that is said before it. */
    readonly turn: "tighten" | "loosen" | undefined;
    readonly text: string;
}

export function differenceSaid(words: string): Difference {
    const [, turn, rest] = /^(TIGHTEN|LOOSEN): ([^]*)$/.exec(words) ?? [];
    return {
        turn: turn === "TIGHTEN" ? "tighten" : turn === "LOOSEN" ? "loosen" : undefined,
        text: sentence(localised(rest ?? words)),
    };
}

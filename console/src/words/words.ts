import { type Key, type Text, en } from "./en";

type Filling = Readonly<Record<string, string | number>>;

let overrides: Readonly<Partial<Record<Key, Text>>> = {};
let locale = typeof navigator === "undefined" ? "en" : navigator.language;

/** What a theme file says otherwise: texts by their key, and how numbers and dates are written. */
export function use(texts: Readonly<Partial<Record<string, Text>>>, language?: string): void {
    overrides = texts as Readonly<Partial<Record<Key, Text>>>;
    if (language) locale = language;
}

export function language(): string {
    return locale;
}

/**
 * Characters that turn the way of reading, or are not seen: by them a name could change what stands beside it, or be
 * another that looks the same. Joiners stay, for words are written with them, and so does what ends a line.
 */
const TURNING = /(?![\u200C\u200D\n\t])[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Co}\p{Default_Ignorable_Code_Point}\u2800]/gu;

/** What somebody wrote, with what would turn the text around it made visible. */
export function plain(text: string): string {
    return text.replace(TURNING, "\uFFFD");
}

/** The text of this key, filled in. Which of its forms is spoken goes by the language that it is written in. */
export function t(key: Key, filling: Filling = {}): string {
    const own = overrides[key];
    const text: Text | undefined = own ?? en[key];
    // A word of a newer server, such as a stage: shown as it is.
    if (text === undefined) return key.slice(key.indexOf(".") + 1);
    const { count } = filling;
    const chosen =
        typeof text === "string"
            ? text
            : (text[new Intl.PluralRules(own ? locale : "en").select(Number(count))] ?? text.other);
    return chosen.replace(/\{(\w+)\}/g, (whole, name: string) => {
        const value = filling[name];
        if (value === undefined) return whole;
        return typeof value === "number" ? value.toLocaleString(locale) : plain(value);
    });
}

import type { Text } from "../words/en";
import { use } from "../words/words";

/** What an organisation that runs the console may change, in one file beside it: theme.json. */
export interface Brand {
    readonly name: string;
    readonly organisation?: string;
    readonly logo?: string;
    /** How dates and numbers are written, such as de-CH; the reader's own browser says otherwise. */
    readonly locale?: string;
    /** Custom properties of theme.css without their dashes, for each look: accent, attention, danger, … */
    readonly colours?: { readonly light?: Colours; readonly dark?: Colours };
    readonly texts?: Readonly<Partial<Record<string, Text>>>;
}

type Colours = Readonly<Record<string, string>>;

const COLOUR = /^#[0-9a-fA-F]{6}$/;
const NAME = /^[a-z][a-z-]{0,31}$/;
export const PLAIN: Brand = { name: "Tallystick" };

/** What of a theme file is not of its form is left out, so that a slip in it takes nobody's screens away. */
export async function loadBrand(): Promise<Brand> {
    try {
        const response = await fetch("/theme.json", { credentials: "omit" });
        const read: unknown = await response.json();
        const brand = isObject(read) ? brandOf(read) : PLAIN;
        use(brand.texts ?? {}, brand.locale);
        return brand;
    } catch {
        return PLAIN;
    }
}

function brandOf(read: Json): Brand {
    const { colours, texts, locale } = read;
    const named = Object.fromEntries(
        (["name", "organisation", "logo"] as const).flatMap((each) => {
            const value = read[each];
            return typeof value === "string" && value !== "" ? [[each, value]] : [];
        }),
    );
    const own = isObject(texts) ? Object.entries(texts).filter(([, of]) => isText(of)) : [];
    return {
        ...PLAIN,
        ...named,
        texts: Object.fromEntries(own) as Record<string, Text>,
        ...(typeof locale === "string" && isLocale(locale) && { locale }),
        ...(isObject(colours) && { colours: { light: coloursOf(colours["light"]), dark: coloursOf(colours["dark"]) } }),
    };
}

type Json = Readonly<Record<string, unknown>>;

const isObject = (of: unknown): of is Json => typeof of === "object" && of !== null && !Array.isArray(of);
const isTexts = (of: unknown): of is Readonly<Record<string, string>> =>
    isObject(of) && Object.values(of).every((each) => typeof each === "string");
const isText = (of: unknown): of is Text => typeof of === "string" || (isTexts(of) && "other" in of);
const coloursOf = (of: unknown): Colours => (isTexts(of) ? of : {});

function isLocale(of: string): boolean {
    try {
        return Intl.getCanonicalLocales(of).length === 1;
    } catch {
        return false;
    }
}

/** Sets the colours of a look as properties of the page, which no policy on content forbids. */
export function paint(brand: Brand, look: "light" | "dark"): void {
    const style = document.documentElement.style;
    for (const name of Object.keys({ ...brand.colours?.light, ...brand.colours?.dark }))
        if (NAME.test(name)) style.removeProperty(`--${name}`);
    for (const [name, colour] of Object.entries(brand.colours?.[look] ?? {}))
        if (NAME.test(name) && COLOUR.test(colour)) style.setProperty(`--${name}`, colour);
}

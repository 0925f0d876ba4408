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

export async function loadBrand(): Promise<Brand> {
    try {
        const response = await fetch("/theme.json", { credentials: "omit" });
        const brand = { ...PLAIN, ...((await response.json()) as Partial<Brand>) };
        use(brand.texts ?? {}, brand.locale);
        return brand;
    } catch {
        return PLAIN;
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

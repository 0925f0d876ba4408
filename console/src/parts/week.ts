import { language } from "../words/words";

/** As policies write them, from the first of the week on: docs/spec/policy.md PO-5. */
export const DAYS = ["MON", "TUE", "WED", "THU", "FRI", "SAT", "SUN"] as const;

/** `MON-FRI` as its days; one that is none of a week is left out. */
export function daysOf(of: unknown): readonly string[] {
    const all = new Set((Array.isArray(of) ? of : []).flatMap((each) => between(String(each))));
    return DAYS.filter((each) => all.has(each));
}

function between(of: string): readonly string[] {
    const [first = "", last = first] = of.split("-");
    const [from, to] = [first, last].map((each) => DAYS.findIndex((day) => day === each)) as [number, number];
    if (from < 0 || to < 0) return [];
    return Array.from({ length: ((to - from + 7) % 7) + 1 }, (_, i) => DAYS[(from + i) % 7] as string);
}

/** The first of January 2024 was a Monday. */
const MONDAY = Date.UTC(2024, 0, 1);
const DAY = 86_400_000;

/** As the reader calls it. */
export function dayName(of: string): string {
    const at = DAYS.findIndex((each) => each === of);
    return at < 0
        ? of
        : new Intl.DateTimeFormat(language(), { weekday: "short", timeZone: "UTC" }).format(MONDAY + at * DAY);
}

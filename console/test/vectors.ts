import { readFileSync } from "node:fs";

/** A file under vectors/, the same that the Java code is held to. */
export function vector(path: string): string {
    return readFileSync(new URL(`../../vectors/${path}`, import.meta.url), "utf-8");
}

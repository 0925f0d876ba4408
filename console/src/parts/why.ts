import type { Key } from "../words/en";
import { t } from "../words/words";
import { sentence } from "./withdrawal";

const NAMED = /^([a-z_]+)(?:: ([^]*))?$/;

/** Why a node refuses, as its log has it (`denied: one reason; another`): what kind of no, then each reason. */
export function plainly(why: string): readonly string[] {
    const [, name, reasons] = NAMED.exec(why) ?? [];
    if (name === undefined) return [sentence(why)];
    const each = (reasons ?? "").split("; ").filter(Boolean).map(sentence);
    return [t(`refusal.${name}` as Key), ...each];
}

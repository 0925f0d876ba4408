import { type Bytes, Reader, equal } from "./bytes";
import { skipKey, slices } from "./newkey";
import type { Somebody } from "./people";

/** One thing that is to be otherwise with somebody of the document of people: docs/spec/people.md PE-1. */
export type Turn =
    | { readonly kind: "status"; readonly to: Somebody["status"] }
    /** By its place among the person's keys. */
    | { readonly kind: "revoke"; readonly key: number };

const STATUS: Readonly<Record<Somebody["status"], number>> = { active: 1, suspended: 2, removed: 3 };

/** Whether a document of people is another in which this one has turned so, and nothing else is otherwise. */
export function isWithTurn(before: Bytes, after: Bytes, who: number, turn: Turn): boolean {
    const [were, are] = [slices(before), slices(after)];
    return (
        who < were.length &&
        are.length === were.length &&
        were.every((each, i) => equal(are[i] ?? new Uint8Array(), i === who ? turned(each, turn) : each))
    );
}

/** A person's own bytes with this otherwise. */
function turned(person: Bytes, turn: Turn): Bytes {
    const reader = new Reader(person);
    for (let i = 0; i < 3; i++) reader.text();
    const next = new Uint8Array(person);
    if (turn.kind === "status") {
        next[reader.position] = STATUS[turn.to];
        return next;
    }
    reader.take(2);
    for (let left = reader.uint(2); left > 0; left--) reader.text();
    const keys = reader.uint(2);
    for (let i = 0; i < keys; i++) {
        skipKey(reader);
        if (i === turn.key) next[reader.position - 1] = 1;
    }
    return next;
}

import type { LogEntry } from "../api/people";
import { ofHex } from "../proof/bytes";
import { type Outcome, readEntry, saidOf } from "../proof/entry";
import type { Roster } from "../proof/roster";
import { verified } from "./entries";

/** What a node wrote down of one request, once or several times in a row. */
export interface Line {
    readonly node: string;
    readonly outcome: "seen" | "signed" | "sign" | "replay" | "refuse";
    /** In the node's own words; empty where it gave none. */
    readonly why: string;
    readonly at: Date | undefined;
    readonly count: number;
    /** Whether it is in the node's log under a head that the node signed, by what was verified here. */
    readonly isProven: boolean;
}

const PLAIN: Readonly<Record<string, "seen" | "signed">> = { IntentSeen: "seen", Signed: "signed" };
const RULED: Readonly<Partial<Record<Outcome, Line["outcome"]>>> = { sign: "sign", replay: "replay", refuse: "refuse" };

/** What a node ruled last, of whatever request. */
export interface LastRuling extends Line {
    /** Hex of the intent's id. */
    readonly subject: string;
}

/** The last ruling among these entries of one node's log; nothing where there is none. */
export async function lastRuling(
    entries: readonly LogEntry[],
    roster: Roster | undefined,
): Promise<LastRuling | undefined> {
    for (const each of [...entries].sort((a, b) => b.index - a.index)) {
        if (each.kind !== VERDICT) continue;
        const found = await verified(each, roster);
        const line = lineOf(each, found !== "none" && found.holds && found.isOwn);
        const subject = line && saidOf(ofHex(each.leaf ?? ""))?.subject;
        if (line && subject) return { ...line, subject };
    }
    return undefined;
}

/** How long a node's part in the rounds took: from its judgement to its signature, by its own clock. */
export interface Rounds {
    readonly node: string;
    readonly millis: number;
    readonly isProven: boolean;
}

export function roundsOf(said: ReadonlyMap<string, readonly Line[]>): readonly Rounds[] {
    return [...said].flatMap(([node, lines]) => {
        const end = lines.find((each) => each.outcome === "signed");
        const begin = lines.slice(0, end && lines.indexOf(end)).findLast((each) => each.outcome === "sign");
        if (!begin?.at || !end?.at || end.count > 1) return [];
        const millis = end.at.getTime() - begin.at.getTime();
        return millis < 0 ? [] : [{ node, millis, isProven: begin.isProven && end.isProven }];
    });
}

const VERDICT = "NodeVerdict";

/** By node, each in the order of its log; what says nothing of a judgement is left out. */
export async function saidBy(
    entries: readonly LogEntry[],
    roster: Roster | undefined,
    subject: string,
): Promise<ReadonlyMap<string, readonly Line[]>> {
    const by = new Map<string, Line[]>();
    for (const each of [...entries].sort((a, b) => a.index - b.index)) {
        const found = await verified(each, roster, subject);
        const line = lineOf(each, found !== "none" && found.holds && found.isOwn);
        if (!line) continue;
        const lines = by.get(each.node) ?? [];
        const last = lines.at(-1);
        const isAgain =
            last?.outcome === line.outcome && last.why === line.why && last.isProven === line.isProven;
        if (isAgain) lines[lines.length - 1] = { ...line, count: last.count + 1 };
        else lines.push(line);
        by.set(each.node, lines);
    }
    return new Map([...by].sort(([a], [b]) => a.localeCompare(b)));
}

/** From the bytes alone; the policy's decision is left to the node's own, which repeats it. */
function lineOf(entry: LogEntry, isProven: boolean): Line | undefined {
    try {
        const bytes = ofHex(entry.leaf ?? "");
        const { kind, at } = readEntry(bytes);
        const said = saidOf(bytes);
        const outcome = said?.outcome && kind === VERDICT ? RULED[said.outcome] : PLAIN[kind];
        if (!said || !outcome) return undefined;
        return { node: entry.node, outcome, why: said.why, at, count: 1, isProven };
    } catch {
        return undefined;
    }
}

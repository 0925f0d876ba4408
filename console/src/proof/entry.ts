import { type Bytes, Malformed, Reader, hex } from "./bytes";

/** Kinds of entries by their bytes: docs/spec/audit-log.md AL-2. */
const KINDS: Readonly<Record<number, string>> = {
    1: "NodeStarted",
    2: "NodeStopped",
    3: "IntentSeen",
    4: "NodeVerdict",
    5: "Signed",
    6: "RoundAborted",
    7: "CeremonyPrepared",
    8: "CeremonyActivated",
    9: "PeerRefused",
    10: "CheckpointCosigned",
    11: "PeerQuarantined",
    12: "PeerCleared",
    13: "Frozen",
    14: "Unfrozen",
    15: "Signed",
    16: "SetQuarantined",
    17: "CeremonyAttested",
    21: "RosterFollowed",
    22: "CertificateChanged",
    23: "ShareQuarantined",
    24: "QuarantineLifted",
    25: "RefreshBegun",
    30: "ShareRestored",
    31: "GenesisTaken",
    32: "ChangeSeen",
    33: "AnswerHeard",
    34: "ChangeEnded",
    35: "VersionPledged",
    36: "VersionActivated",
    37: "PolicyDecided",
    40: "PackCountersigned",
    41: "AlarmRang",
    42: "CallerAdmitted",
    43: "OpeningsErased",
};

/** What an entry of a node's log says of itself: when, by the node's clock, and of what kind. */
export interface Read {
    readonly kind: string;
    /** Whether this browser knows what such an entry is. What it does not know it shows all the same. */
    readonly isKnown: boolean;
    /** Nothing where the form of the entry is not known. */
    readonly at: Date | undefined;
}

const ACTIVATED = 36;

/** What a VersionActivated entry says is in force from then on; nothing of another kind. */
export function activationOf(bytes: Bytes): { kind: number; version: number; hash: string } | undefined {
    const reader = new Reader(bytes);
    if (reader.uint(1) !== 1) return undefined;
    reader.take(8);
    if (reader.uint(1) !== ACTIVATED) return undefined;
    const said = { kind: reader.uint(1), version: reader.uint(4), hash: hex(reader.take(32)) };
    reader.end();
    return said;
}

/** What an entry that is of an intent says of it, beyond when it was written and of what kind it is. */
export interface Said {
    /** Hex of the intent's id. */
    readonly subject: string;
    /** What the node or the policy made of it, or a person answered; nothing where the kind says it all. */
    readonly outcome?: Outcome;
    readonly why: string;
}

export type Outcome = "sign" | "replay" | "refuse" | "allowed" | "pending" | "denied" | "yes" | "no";

const RULINGS = ["", "sign", "replay", "refuse"] as const;
const DECISIONS = ["", "allowed", "pending", "denied"] as const;

/** Of entries of other kinds nothing: AL-2. */
export function saidOf(bytes: Bytes): Said | undefined {
    const reader = new Reader(bytes);
    if (reader.uint(1) !== 1) return undefined;
    reader.take(8);
    const code = reader.uint(1);
    if (![3, 4, 5, 15, 33, 37].includes(code)) return undefined;
    const subject = hex(reader.take(32));
    if (code === 4) {
        reader.take(32);
        reader.take(32 * reader.uint(2));
        return { subject, ...outcome(RULINGS[reader.uint(1)]), why: reader.text() };
    }
    if (code === 37) {
        reader.take(64);
        return { subject, ...outcome(DECISIONS[reader.uint(1)]), why: reader.text() };
    }
    if (code !== 33) return { subject, why: "" };
    reader.text();
    return { subject, ...outcome(reader.uint(1) === 1 ? "yes" : "no"), why: "" };
}

function outcome(of: Outcome | "" | undefined): { outcome: Outcome } {
    if (!of) throw new Malformed("an outcome of no known number");
    return { outcome: of };
}

/** How a kind is called that is not known here. */
export const UNKNOWN = "Unknown";

export function readEntry(bytes: Bytes): Read {
    const reader = new Reader(bytes);
    const version = reader.uint(1);
    if (version !== 1) return { kind: UNKNOWN, isKnown: false, at: undefined };
    const at = new Date(reader.uint(8));
    const code = reader.uint(1);
    const kind = KINDS[code];
    return { kind: kind ?? `${UNKNOWN} ${code}`, isKnown: kind !== undefined, at };
}

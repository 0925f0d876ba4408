import { type Bytes, Malformed, Reader } from "./bytes";

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
export function readEntry(bytes: Bytes): { kind: string; at: Date } {
    const reader = new Reader(bytes);
    if (reader.uint(1) !== 1) throw new Malformed("an entry of another version");
    const at = new Date(reader.uint(8));
    const code = reader.uint(1);
    const kind = KINDS[code];
    if (!kind) throw new Malformed(`an entry of kind ${code}`);
    return { kind, at };
}

package tallystick.control.life;

import java.util.Optional;

/// Why a withdrawal stands where it stands, and what helps.
///
/// **Form** the number is for ever: programs may act on it. 1xxx before nodes are asked, 2xxx what nodes answer, 3xxx
/// signing, 4xxx the chain.
public enum SubStatus {
    /// A draft.
    AWAITS_INITIATOR(1001, "no initiator has signed it yet", "sign the intent and submit it before the draft expires"),
    /// A draft ran out.
    DRAFT_EXPIRED(1002, "nobody submitted the draft in time", "make a new withdrawal"),
    /// Taken back.
    TAKEN_BACK(
            1003,
            "it was taken back before nodes let it through",
            "none is needed; have an approver reject the intent if somebody else may hold it"),
    /// On the way to nodes.
    ON_ITS_WAY(2001, "nodes are being asked", "wait"),
    /// Approvals are missing.
    APPROVALS_MISSING(
            2101, "the policy in force asks for approvals", "have approvers answer; the detail says whose are missing"),
    /// A delay runs.
    DELAY_RUNS(2102, "the policy in force asks to wait", "wait until the moment in the detail"),
    /// A fact is missing.
    MORE_ASKED(2103, "the policy in force asks for more", "provide what the detail names"),
    /// A limit is full for now.
    LIMIT_FULL(2104, "a limit has no room now", "wait until it has; control asks again"),
    /// Denied.
    POLICY_DENIES(2201, "the policy in force denies it", "ask for what the rule lets pass, or change the policy"),
    /// No right.
    NO_RIGHT(2202, "the initiator may not propose payments", "have the document of people changed"),
    /// Rejected.
    APPROVER_REJECTED(2203, "an approver said no", "make a new withdrawal if the reason is gone"),
    /// Forged.
    FORGED_APPROVAL(
            2204, "an approval cannot have come about honestly, and it is frozen", "find out who made it: an incident"),
    /// Bad signature of the initiator.
    BAD_INITIATOR_SIGNATURE(
            2205, "the initiator's signature is not over this intent", "sign a new intent and submit it"),
    /// Given up.
    GIVEN_UP(2206, "it was given up before", "make a new withdrawal"),
    /// Frozen.
    FROZEN(2301, "something of it is frozen", "have the freeze ended by those who may; control asks again"),
    /// Other signers.
    OTHER_SIGNERS(2401, "the policy in force asks for other signers", "give the vault another signing set"),
    /// A document is awaited.
    DOCUMENT_AWAITED(2402, "a node lacks a document that is due", "give the node the change; control asks again"),
    /// No share of the key.
    UNKNOWN_KEY(
            2403,
            "a node of the signing set holds no share of the key",
            "give the vault a signing set of nodes that do"),
    /// Signers in quarantine.
    QUARANTINED_SET(
            2404,
            "these nodes sign no more together in this epoch",
            "give the vault another signing set, and have the key refreshed"),
    /// Signers that do not fit.
    SIGNERS_UNFIT(
            2405,
            "the nodes of the signing set do not suffice, or do not sign with each other",
            "give the vault another signing set, or look at the nodes"),
    /// The time is over.
    INTENT_EXPIRED(2501, "the intent expired before nodes let it through", "make a new withdrawal"),
    /// Too far off.
    EXPIRES_TOO_LATE(2502, "the intent expires more than a day from now", "submit an intent with an earlier expiry"),
    /// An unknown chain.
    UNKNOWN_CHAIN(2601, "a node has no decoder for the chain", "have the nodes upgraded"),
    /// A test network.
    TEST_NETWORK(
            2602,
            "a signature for this network counts on the real one too",
            "use nodes that serve test networks, with a key of no value"),
    /// A raw digest.
    RAW_DIGEST(2603, "a raw digest says nothing about what it does", "give the bytes it is the digest of"),
    /// Not canonical.
    UNDECODED(2604, "the bytes are not canonical for their chain", "build the transaction again"),
    /// Another scheme.
    WRONG_SCHEME(
            2605, "the transaction wants signatures of another scheme than the key's", "use a vault of that scheme"),
    /// An effect that is not understood.
    OPAQUE_EFFECT(
            2606,
            "part of what the transaction does is not understood",
            "give nodes the contract's interface in the document of knowledge, or do without that part"),
    /// Other digests.
    WRONG_DIGEST(2607, "the digests are not those of the transaction", "compute them again and submit a new intent"),
    /// Other completed bytes.
    WRONG_COMPLETION(2608, "the completed bytes are not the intent's", "complete them again"),
    /// Begun with other bytes.
    OTHER_COMPLETION(
            2609,
            "it was begun with other completed bytes, which may be signed",
            "look whether the chain executed those; a new withdrawal only once it can no more and did not"),
    /// Ended, and nodes may have signed it.
    HAD_BEGUN(
            2610,
            "it ended, and nodes had begun: one of them may hold its signature; its place on the chain stays taken",
            "look at the chain before you pay anew; to be sure, and to have the place used, stop it on the chain"),
    /// Refused.
    NODE_REFUSED(2901, "a node refused it", "the detail says why in the node's own words"),
    /// Unreachable.
    NODE_UNREACHABLE(3001, "no signing set of the vault can be reached", "look at the nodes; control asks again"),
    /// Aborted.
    RUN_STOPPED(3002, "a signing run stopped and is repeated", "wait; look at the nodes if it does not end"),
    /// Signed.
    SIGNATURE_HERE(3003, "nodes signed it", "wait"),
    /// The nodes' signature does not verify.
    BAD_SIGNATURE(
            3004,
            "nodes answered with a signature that is not the key's",
            "look at the nodes: an incident; control asks again"),
    /// A node's disk.
    NODE_FAILED(3005, "a node cannot write its disk", "have its operator look at it; control asks again"),
    /// The protocol's own state.
    PROTOCOL_STATE(
            3006, "what nodes keep of the key or of a run forbids it", "the detail says what; look at the nodes"),
    /// As much waits for a node as may.
    NODE_BUSY(3007, "a node has as much under way as it takes of this control", "wait: control asks again"),
    /// Signed, and frozen since.
    WITHHELD_FROZEN(
            3101,
            "it is signed, and something of it is frozen since: it is not broadcast",
            "have the freeze ended, then control asks nodes again; or stop it on the chain"),
    /// Signed, and too late.
    WITHHELD_EXPIRED(
            3102,
            "it is signed, and its time ran out before a chain took it: it is not broadcast",
            "stop it on the chain, and make a new withdrawal"),
    /// Signed, and nodes would not sign it now.
    WITHHELD_DENIED(
            3103,
            "it is signed, and nodes do not let it through any more: it is not broadcast",
            "change what the rule asks for, then control asks again; or stop it on the chain"),
    /// Signed, and the nodes that did cannot be asked.
    WITHHELD_UNJUDGED(
            3104,
            "it is signed, and the nodes that signed cannot all be asked whether it still may be broadcast",
            "look at the nodes; control asks again; or stop it on the chain"),
    /// A lower number is not used yet.
    AWAITS_LOWER_NONCE(
            4001,
            "a lower sequence number of the account is not used yet",
            "submit the withdrawal that has it, or a new one, which takes the lowest that is free"),
    /// Unreachable chain.
    CHAIN_UNREACHABLE(4002, "the chain cannot be reached", "look at the endpoint; control tries again"),
    /// Not accepted.
    CHAIN_REFUSES(4003, "the chain does not take it now", "the detail has its words; control tries again"),
    /// The number is used.
    NONCE_USED(4004, "another transaction used its sequence number", "make a new withdrawal"),
    /// A replacement has been signed.
    REPLACEMENT_SIGNED(
            4005, "a replacement of it is signed, and the chain takes one of the two", "wait; look at the replacement"),
    /// An output is spent.
    OUTPUT_SPENT(
            4006,
            "another transaction spends an output that it spends",
            "wait; once that one is deep enough make a new withdrawal, and if nobody of yours made it: an incident"),
    /// An output is not there.
    OUTPUT_GONE(
            4007,
            "the chain does not know an output that it spends",
            "wait for the output to come back, and pay by no other meanwhile: this one stays signed"),
    /// What it was completed with is too old.
    BLOCK_TOO_OLD(
            4008,
            "the block that it names is too old: no chain executes it any more, and none did",
            "make a new withdrawal: people agree to it anew"),
    /// Waits.
    IN_MEMPOOL(4101, "it waits for a block", "wait, or speed it up"),
    /// Lost.
    LOST_BY_CHAIN(4102, "the chain no longer knows it", "wait; it is broadcast again"),
    /// In a block.
    IN_A_BLOCK(4201, "it is in a block and not deep enough", "wait"),
    /// Reorganised.
    BLOCK_GONE(4202, "the block it was in is no longer of the chain", "wait"),
    /// Deep enough.
    DONE(4301, "it is deep enough", "none is needed"),
    /// Reverted.
    REVERTED(4401, "the chain executed it and undid what it does; the fee is paid", "see why, and make a new one");

    private final int number;
    private final String text;
    private final String remedy;

    SubStatus(int number, String text, String remedy) {
        this.number = number;
        this.text = text;
        this.remedy = remedy;
    }

    /// The number, for ever.
    public int number() {
        return number;
    }

    /// What it means, a lower-case phrase.
    public String text() {
        return text;
    }

    /// What helps, a lower-case phrase.
    public String remedy() {
        return remedy;
    }

    /// The one of this number.
    public static Optional<SubStatus> of(int number) {
        for (var each : values()) if (each.number == number) return Optional.of(each);
        return Optional.empty();
    }
}

package tallystick.mpc.session;

/// What went wrong in a run, and what must follow from it. Closed: a new fault makes every judge of faults decide.
public enum Fault {
    /// Parties hold different set-ups (message, path, signing set, epoch, tree, policy). No share of anything was
    /// sent. Nobody is named: whoever differs may have been given it by the one who asks.
    SETUP_MISMATCH(Consequence.ABORT),
    /// Bytes that are no canonical message of this protocol.
    MALFORMED(Consequence.ABORT),
    /// A good message of another kind than this round's.
    WRONG_MESSAGE_TYPE(Consequence.ABORT),
    /// Nothing came in time.
    ABSENT(Consequence.RETRY),
    /// Parties saw different broadcasts and nobody's signature proves who lied. Nobody is named, of two neither: an
    /// honest party's word of another try, repeated or late, differs too.
    ECHO_MISMATCH(Consequence.ABORT),
    /// Two different signed broadcasts of one sender for one round.
    EQUIVOCATION(Consequence.ABORT),
    /// An opening that does not match its commitment.
    BAD_OPENING(Consequence.ABORT),
    /// A proof of knowledge that does not verify.
    BAD_PROOF(Consequence.ABORT),
    /// More or fewer coefficients, proofs or rows than the tree or protocol fixes.
    WRONG_COUNT(Consequence.ABORT),
    /// A dealt value that does not fit its commitments.
    BAD_EVALUATION(Consequence.ABORT),
    /// A dealer's constant that is not what this kind of ceremony demands.
    WRONG_CONSTANT(Consequence.ABORT),
    /// A result (group key, chain code, transcript) on which parties do not agree.
    RESULT_MISMATCH(Consequence.ABORT),
    /// A signature by a party's identity key that does not verify.
    BAD_SIGNATURE(Consequence.ABORT),
    /// A FROST signature share that does not fit its commitments.
    BAD_SIGNATURE_SHARE(Consequence.ABORT),
    /// A check of base OT: the set-up is discarded whole.
    BASE_OT_CHECK(Consequence.ABORT),
    /// The consistency check of OT extension: leaks bits when repeated.
    OT_EXTENSION_CHECK(Consequence.BAN),
    /// The check of the random VOLE: leaks bits when repeated.
    VOLE_CHECK(Consequence.BAN),
    /// A correction that does not fit the sender's opened points.
    GAMMA_CHECK(Consequence.ABORT),
    /// Key-share points whose sum is not the key, and their sender is known.
    KEY_SHARE_SUM(Consequence.ABORT),
    /// A zero-share value other than the one this party shares with its sender.
    WRONG_ZERO_SHARE(Consequence.ABORT),
    /// Zero-share values on which two others do not agree, and nothing tells which of them lies: both are named, as
    /// suspects ([Blame#suspects]).
    ZERO_SHARE_DISPUTE(Consequence.ABORT),
    /// The combined signature does not verify: the items are burnt, the set is quarantined. Between two parties it is
    /// the other's, among more nobody's that could be named.
    FINAL_VERIFICATION(Consequence.BURN),
    /// A pool item that is unknown or spent: nothing was sent.
    ITEM_UNAVAILABLE(Consequence.RETRY),
    /// This party's own durable record, of a check or an occasion, could not be written, or another check holds it:
    /// nothing was evaluated or said.
    RECORD_UNAVAILABLE(Consequence.RETRY),
    /// This party has spoken on the same occasion before, and does so once: nothing was said.
    SPOKEN_BEFORE(Consequence.ABORT),
    /// Another run of the same signing set has ended in a burn: it signs no more in this epoch.
    QUARANTINED(Consequence.ABORT),
    /// This party's own step threw, which is our bug or a closed share, never what a peer sent: nothing of the run
    /// goes on, and nobody else is to blame.
    FAILED_HERE(Consequence.ABORT),
    /// The peer is banned for this epoch's OT state.
    BANNED(Consequence.ABORT),
    /// What this party shared with the peer, or its own share, was destroyed here: the epoch is over, it was set up
    /// anew, or it was put away. Nobody's fault.
    RETIRED(Consequence.ABORT),
    /// A value was zero or the identity by chance or by design of all: start again, nobody is to blame.
    ZERO_VALUE(Consequence.RETRY),
    /// A PREPARED or ACTIVATED statement that does not fit this attempt.
    BAD_CERTIFICATE(Consequence.ABORT);

    /// What must follow.
    public enum Consequence {
        /// Nothing: stray bytes.
        IGNORE,
        /// The same again in another session, which a new agreement with fresh bytes makes; never the same session
        /// twice.
        RETRY,
        /// This run is over; another signing set may be tried.
        ABORT,
        /// Never again with this peer under this OT set-up; recorded durably before any reply.
        BAN,
        /// The single-use material of this run is destroyed, and the set signs no more in this epoch: recorded durably
        /// before anything else is said (`Quarantine`), lifted by new shares alone.
        BURN
    }

    private final Consequence consequence;

    Fault(Consequence consequence) {
        this.consequence = consequence;
    }

    /// What must follow.
    public Consequence consequence() {
        return consequence;
    }
}

package tallystick.mpc.key;

/// Why a share does not take part in signing, before a word is sent: which field of the terms does not fit, and whose
/// fault that is. Closed: a new reason makes every judge of reasons decide.
public enum Refusal {
    /// The terms name another key.
    OTHER_KEY("key id", Fault.ASKERS),
    /// The terms name another generation of shares.
    OTHER_EPOCH("epoch", Fault.ASKERS),
    /// The terms name another quorum tree.
    OTHER_TREE("tree", Fault.ASKERS),
    /// The terms name another chain code.
    OTHER_CHAIN_CODE("chain code", Fault.ASKERS),
    /// The terms name this key and epoch with other shares: those of another attempt at the epoch, which is not here.
    OTHER_SHARES("key hash", Fault.ASKERS),
    /// One of the parties is not of this key.
    UNKNOWN_PARTY("parties", Fault.ASKERS),
    /// This party is not among the parties.
    NOT_A_MEMBER("parties", Fault.ASKERS),
    /// The parties do not satisfy the tree, or one of them has no part in it.
    UNQUALIFIED_SET("parties", Fault.ASKERS),
    /// The terms name other identity keys of the parties than this party's roster has: somebody's roster is an old one.
    OTHER_ROSTER("roster", Fault.UNPROVEN),
    /// This party's own roster has no identity key of one of the parties.
    NO_IDENTITY("roster", Fault.OWN),
    /// The tweak is not what the path derives from the key and its chain code.
    OTHER_TWEAK("tweak", Fault.ASKERS),
    /// The path leads to no child: the next index does.
    NO_CHILD("path", Fault.ASKERS),
    /// Too few or too many messages for one run.
    WRONG_COUNT("requests", Fault.ASKERS),
    /// A message of a length that the scheme does not sign.
    MESSAGE_LENGTH("message", Fault.ASKERS),
    /// A Taproot output of a key that has none.
    NO_TAPROOT("taproot", Fault.ASKERS),
    /// The named commitments are not one for each request and party.
    WRONG_ITEMS("pool items", Fault.ASKERS),
    /// One of the parties was caught by this one and is banned in this epoch.
    BANNED("parties", Fault.A_PEERS),
    /// These parties made a signature that does not verify: they sign no more together in this epoch.
    QUARANTINED("parties", Fault.UNPROVEN),
    /// This party's own share was closed: an earlier epoch's, or one put away.
    CLOSED("share", Fault.OWN),
    /// This party shares nothing (any more) with one of the parties.
    NO_PAIR_SECRETS("pair secrets", Fault.OWN),
    /// This party's own record of what it shares with one of the parties is of another key or epoch.
    OTHER_PAIR_SECRETS("pair secrets", Fault.OWN);

    /// Whose fault a refusal is.
    public enum Fault {
        /// Of whoever made the terms.
        ASKERS,
        /// Of one of the other parties, who is named in the detail.
        A_PEERS,
        /// Of somebody, and nothing proves of whom.
        UNPROVEN,
        /// Of this party's own store.
        OWN
    }

    private final String field;
    private final Fault fault;

    Refusal(String field, Fault fault) {
        this.field = field;
        this.fault = fault;
    }

    /// The field that does not fit, in a word or two.
    public String field() {
        return field;
    }

    /// Whose fault it is.
    public Fault fault() {
        return fault;
    }
}

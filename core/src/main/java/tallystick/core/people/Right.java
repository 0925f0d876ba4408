package tallystick.core.people;

/// What a person may do at all. Whether it suffices for a given thing, the policy and the quorums say.
public enum Right {
    /// Propose what is to be signed.
    INITIATE(1),
    /// Approve and reject.
    APPROVE(2),
    /// Stop things alone.
    FREEZE(4),
    /// Propose changes of documents, the end of a freeze, the breaking of the glass.
    PROPOSE(8);

    private final int bit;

    Right(int bit) {
        this.bit = bit;
    }

    int bit() {
        return bit;
    }
}

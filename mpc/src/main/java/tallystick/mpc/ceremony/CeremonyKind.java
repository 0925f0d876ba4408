package tallystick.mpc.ceremony;

/// What a ceremony makes of a key's shares.
public enum CeremonyKind {
    /// A new key from a fresh contribution of every participant.
    GENERATE(1),
    /// New shares of the same key for the same tree: every contribution is zero.
    REFRESH(2),
    /// New shares of the same key for another tree: an old signing set deals its additive shares.
    RESHARE(3),
    /// One participant's lost shares again, the same as before.
    REPAIR(4);

    private final int code;

    CeremonyKind(int code) {
        this.code = code;
    }

    /// The byte that stands for this kind in every format.
    public int code() {
        return code;
    }
}

package tallystick.control.life;

/// What a withdrawal is for.
///
/// **Form** the names are those of the API.
public enum Kind {
    /// Pays an amount to somebody.
    PAY,
    /// Pays amounts to several, in one transaction.
    PAYOUT,
    /// Takes the place of one that waits, for a higher fee.
    SPEED_UP,
    /// Takes the place of one that waits, and moves nothing.
    CANCEL,
    /// All there is at an address, to the wallet's own.
    SWEEP;

    /// Whether it takes the place of another.
    public boolean isReplacement() {
        return this == SPEED_UP || this == CANCEL;
    }
}

package tallystick.core.policy.judge;

/// What became of one criterion.
///
/// **Why** three answers: what cannot be answered is neither yes nor no, and what it comes to depends on the rule's
/// effect.
sealed interface Finding {
    /// It is met.
    record Met() implements Finding {}

    /// It is not met.
    ///
    /// @param why a lower-case phrase
    record Unmet(String why) implements Finding {}

    /// It cannot be answered.
    ///
    /// @param why a lower-case phrase
    record Erring(String why) implements Finding {}

    /// Both: what is not met counts before what cannot be answered.
    default Finding and(Finding other) {
        return this instanceof Unmet || this instanceof Erring && !(other instanceof Unmet) ? this : other;
    }

    /// Met, or not for this reason.
    static Finding of(boolean isMet, String why) {
        return isMet ? new Met() : new Unmet(why);
    }
}

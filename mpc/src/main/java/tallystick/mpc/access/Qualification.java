package tallystick.mpc.access;

/// Whether a set of parties can sign.
public sealed interface Qualification {
    /// It can.
    record Qualified(SigningSet set) implements Qualification {}

    /// It cannot.
    ///
    /// @param why a lower-case phrase naming the first unmet gate or the party without a part
    record Unqualified(String why) implements Qualification {}

    /// The set, where the caller knows it qualifies.
    ///
    /// @throws IllegalArgumentException if not: the caller's fault
    default SigningSet orThrow() {
        return switch (this) {
            case Qualified(var set) -> set;
            case Unqualified(var why) -> throw new IllegalArgumentException(why);
        };
    }
}

package tallystick.control.chain;

/// What an endpoint said to a transaction that it was given.
public sealed interface Reception {
    /// It has it, now or from before.
    ///
    /// @param id what it calls it
    record Taken(String id) implements Reception {}

    /// It does not take it.
    ///
    /// @param words its own
    record Refused(String words) implements Reception {}
}

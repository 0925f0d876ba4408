package tallystick.core.policy.change;

/// Which way a change goes.
public enum Direction {
    /// Provably nothing that was denied is admitted by it, and nothing asks for less.
    TIGHTEN,
    /// All else, also what nobody could prove.
    LOOSEN
}

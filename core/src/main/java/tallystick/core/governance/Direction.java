package tallystick.core.governance;

/// Which way a change goes.
public enum Direction {
    /// Provably nothing that was denied before is let through after it: it may take effect at once.
    TIGHTEN,
    /// Anything else: it waits.
    LOOSEN
}

package tallystick.node.log;

import java.io.IOException;

/// The log on disk is not the one this node signed: cut, altered, mixed with another, or in use by another process. The
/// node does not start with it.
public final class LogDamaged extends IOException {
    private static final long serialVersionUID = 1L;

    /// @param why a lower-case phrase with the remedy
    public LogDamaged(String why) {
        super("audit log: " + why);
    }
}

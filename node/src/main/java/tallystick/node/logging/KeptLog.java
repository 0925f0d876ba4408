package tallystick.node.logging;

import java.util.logging.LogManager;

/// A log that is written until the process is gone.
///
/// **Why** java.util.logging takes all handlers away as soon as the program begins to end, on a thread of its own: what
/// a node does last, drain and close, would never be told.
///
/// **Threads** any. It is made by the virtual machine, by name, before anything is logged.
public final class KeptLog extends LogManager {
    private volatile boolean kept;

    /// From now on nothing is taken away.
    void keep() {
        kept = true;
    }

    @Override
    public void reset() {
        if (!kept) super.reset();
    }
}

package tallystick.node.restore;

import java.io.IOException;

/// A share was not restored: the text says what the operator does about it. The store is as it was before.
public final class RestoreRefused extends IOException {
    private static final long serialVersionUID = 1;

    /// Why.
    public enum Why {
        /// The backup is of another node's share.
        OTHER_NODE,
        /// What the other nodes show is no good certificate of this node's key.
        BAD_RECORD,
        /// The backup is of another key or epoch than the one that is active.
        OTHER_EPOCH,
        /// The backup does not open: sealed to another key, or damaged.
        NOT_OPENED,
        /// What is in the backup is not the share of that key.
        OTHER_SHARE,
        /// The store has the key already.
        KEY_PRESENT
    }

    private final Why why;

    RestoreRefused(Why why, String text) {
        super(text);
        this.why = why;
    }

    /// For programs.
    public Why why() {
        return why;
    }
}

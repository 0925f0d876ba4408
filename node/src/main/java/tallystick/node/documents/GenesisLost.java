package tallystick.node.documents;

import java.io.IOException;

/// This node was in a workspace, and its ledger has no genesis: without its documents it would sign whatever its
/// roster's initiators ask. It does not start.
public final class GenesisLost extends IOException {
    private static final long serialVersionUID = 1L;

    /// @param why a lower-case phrase
    GenesisLost(String why) {
        super("documents: %s: bring back the node's newest 'ledger.db', or lay the node's files aside and restore it"
                        .formatted(why)
                + " (docs/runbook/restore.md)");
    }
}

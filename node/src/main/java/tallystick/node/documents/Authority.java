package tallystick.node.documents;

import java.util.List;
import tallystick.core.governance.DocumentVersion;

/// By what a node judges at a moment.
public sealed interface Authority {
    /// By its roster alone: there is no genesis, and no policy in force.
    record NoWorkspace() implements Authority {}

    /// By nothing: others may judge by another version already, so it signs nothing.
    ///
    /// @param versions it lacks, or whose covenant it lacks; none if it lacks its genesis
    record Awaiting(List<DocumentVersion> versions) implements Authority {
        /// Copies.
        public Awaiting {
            versions = List.copyOf(versions);
        }
    }

    /// By these documents.
    record Judges(InForce by) implements Authority {}
}

package tallystick.node.documents;

import java.time.Instant;
import tallystick.core.governance.Document;

/// A version that is or was in force.
///
/// @param since when this node took it into force
record Taken(Document document, Instant since) {}

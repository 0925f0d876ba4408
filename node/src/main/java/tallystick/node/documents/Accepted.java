package tallystick.node.documents;

import java.io.IOException;
import java.util.Optional;
import tallystick.crypto.hash.Digest32;

/// What the node's operator said on the node's own machine.
@FunctionalInterface
public interface Accepted {
    /// The workspace whose genesis may be signed and taken; empty if none may.
    ///
    /// @throws IOException if that cannot be read
    Optional<Digest32> workspace() throws IOException;
}

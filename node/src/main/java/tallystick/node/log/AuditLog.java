package tallystick.node.log;

import tallystick.core.audit.AuditEvent;
import tallystick.node.ledger.StoreUnavailable;

/// Where a node writes down what it does, before anybody outside can know that it did.
///
/// **Threads** any.
@FunctionalInterface
public interface AuditLog {
    /// Appends; on disk when it returns.
    ///
    /// @return the entry's index, from 0
    /// @throws StoreUnavailable if it could not be written: what it tells of must then not leave the node
    long append(AuditEvent event) throws StoreUnavailable;
}

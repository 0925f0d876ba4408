package tallystick.node.documents;

import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import tallystick.core.audit.AuditEntry;
import tallystick.core.audit.AuditEvent;
import tallystick.core.tlog.TiledLog;
import tallystick.crypto.codec.Parsed;
import tallystick.crypto.hash.Digest32;
import tallystick.node.ledger.Kept;

/// Whether a node whose ledger has no genesis ever had one.
///
/// **Why** a file that was lost, or one row that somebody deleted, must not free the node from its policy.
final class Begun {
    private Begun() {}

    /// The workspace whose genesis the node has to take before it signs anything; empty if it was never in one.
    ///
    /// @param rows of its ledger, with no genesis among them
    /// @param past its log
    /// @throws GenesisLost if its ledger or its log knows of a genesis that it may not take again
    /// @spec docs/spec/documents.md#ND-1 documents
    static Optional<Digest32> required(List<Kept> rows, Supplier<TiledLog> past) throws GenesisLost {
        var required = Rows.of(Rows.REQUIRED, rows).stream()
                .map(row -> new Digest32(row.id()))
                .toList();
        if (required.size() < rows.size())
            throw new GenesisLost("%d rows of its ledger are of a workspace, and its genesis is not there"
                    .formatted(rows.size() - required.size()));
        if (required.size() > 1)
            throw new GenesisLost("its ledger names %d workspaces, and has no genesis".formatted(required.size()));
        var taken = taken(past.get());
        if (taken.isPresent() && !required.contains(taken.get()))
            throw new GenesisLost("its log tells that it took the genesis of the workspace %s, and its ledger has none"
                    .formatted(taken.get()));
        return required.stream().findFirst();
    }

    /// The same of rows that another process of the participant wrote.
    static Optional<Digest32> required(List<Kept> rows) {
        return Rows.of(Rows.REQUIRED, rows).stream()
                .map(row -> new Digest32(row.id()))
                .findFirst();
    }

    private static Optional<Digest32> taken(TiledLog past) {
        for (var bundle = 0L; bundle < past.bundles(); bundle++)
            for (var entry : past.entries(bundle))
                if (AuditEntry.parse(entry) instanceof Parsed.Ok<AuditEntry>(var good)
                        && good.event() instanceof AuditEvent.GenesisTaken(var workspace))
                    return Optional.of(workspace);
        return Optional.empty();
    }
}

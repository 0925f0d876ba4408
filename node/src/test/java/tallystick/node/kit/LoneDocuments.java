package tallystick.node.kit;

import java.io.IOException;
import java.time.InstantSource;
import java.util.List;
import java.util.function.UnaryOperator;
import tallystick.core.approval.Assertions;
import tallystick.core.policy.change.GovernedPolicies;
import tallystick.crypto.codec.Bytes;
import tallystick.node.documents.AcceptedGenesis;
import tallystick.node.documents.Documents;
import tallystick.node.documents.GenesisLost;
import tallystick.node.ledger.Ledger;
import tallystick.node.ledger.StoreUnavailable;
import tallystick.node.log.AuditLog;
import tallystick.node.log.FileLog;

/// The documents of one node of a fleet that is stopped, on its disk, with nobody to speak to.
public final class LoneDocuments {
    /// Nobody is there.
    public static final Documents.Network NOBODY = new Documents.Network() {
        @Override
        public List<String> up() {
            return List.of();
        }

        @Override
        public void send(String to, Bytes message) {}
    };

    private static final InstantSource CLOCK = InstantSource.system();

    private LoneDocuments() {}

    /// What is done with them.
    @FunctionalInterface
    public interface Use<T> {
        /// Does it.
        T of(Documents documents) throws StoreUnavailable;
    }

    /// Who that node is.
    public static Documents.Own own(TrialFleet fleet, String node) {
        return new Documents.Own(
                node, fleet.identity(node).key(), fleet::roster, () -> AcceptedGenesis.read(fleet.disk(node)));
    }

    /// Opens them, and closes them again.
    ///
    /// @param writing what becomes of its log
    /// @param assertions by which proofs are verified
    public static <T> T opened(
            TrialFleet fleet, String node, UnaryOperator<AuditLog> writing, Assertions assertions, Use<T> use)
            throws IOException, StoreUnavailable, GenesisLost {
        var disk = fleet.disk(node);
        try (var ledger = Ledger.open(disk.resolve("ledger.db"));
                var log = FileLog.open(disk.resolve("log"), fleet.identity(node), CLOCK)) {
            var written = writing.apply(log);
            return use.of(Documents.open(
                    own(fleet, node), ledger, written, log::tiles, NOBODY, CLOCK, assertions, new GovernedPolicies()));
        }
    }
}

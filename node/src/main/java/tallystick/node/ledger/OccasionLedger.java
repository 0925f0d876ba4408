package tallystick.node.ledger;

import tallystick.crypto.hash.Digest32;
import tallystick.mpc.agreement.Occasions;

/// The durable memory of the orders on which this node has spoken, in its own ledger: synced before the first word.
///
/// **Threads** any.
public final class OccasionLedger implements Occasions {
    static final String SCHEMA = """
        CREATE TABLE IF NOT EXISTS occasions (
            occasion BLOB PRIMARY KEY CHECK (length(occasion) = 32)
        ) WITHOUT ROWID, STRICT
        """;

    private static final System.Logger LOG = System.getLogger(OccasionLedger.class.getName());

    private final Ledger ledger;

    /// @param ledger stays the caller's
    public OccasionLedger(Ledger ledger) {
        this.ledger = ledger;
    }

    /// @spec docs/spec/share-store.md#SS-12 share-store
    @Override
    public Noted note(Digest32 occasion) {
        try {
            return ledger.isFirst(occasion) ? Noted.FIRST : Noted.REPEATED;
        } catch (StoreUnavailable e) {
            LOG.log(System.Logger.Level.ERROR, "an occasion could not be written down; nothing is said on it", e);
            return Noted.UNAVAILABLE;
        }
    }
}

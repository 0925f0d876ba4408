package tallystick.node.ledger;

import java.util.List;
import java.util.function.Consumer;
import tallystick.mpc.key.GroupKey;
import tallystick.mpc.key.Quarantine;
import tallystick.mpc.key.SetName;
import tallystick.mpc.session.PartyId;

/// The durable record of signing sets that made a signature that does not verify, in the node's own ledger: synced
/// before the run that found it says another word.
///
/// **Threads** any.
public final class SetLedger implements Quarantine {
    private static final System.Logger LOG = System.getLogger(SetLedger.class.getName());

    private final Ledger ledger;
    private final Consumer<SetName> imposed;

    /// @param ledger stays the caller's
    /// @param imposed hears of every set once, when it is on disk
    public SetLedger(Ledger ledger, Consumer<SetName> imposed) {
        this.ledger = ledger;
        this.imposed = imposed;
    }

    /// @spec docs/spec/share-store.md#SS-11 share-store
    @Override
    public void impose(SetName set) {
        var known = ledger.isQuarantined(set);
        try {
            if (!ledger.quarantine(set)) return;
        } catch (StoreUnavailable e) {
            LOG.log(
                    System.Logger.Level.ERROR,
                    "a quarantine could not be written: do not restart this node before its key is refreshed",
                    e);
        }
        if (known) return;
        LOG.log(
                System.Logger.Level.WARNING,
                "key {0}: {1} made a signature that does not verify and sign no more together in epoch {2}",
                set.key(),
                set.parties(),
                set.epoch());
        imposed.accept(set);
    }

    @Override
    public boolean holds(SetName set) {
        return ledger.isQuarantined(set);
    }

    /// The sets of `key` that sign no more in its epoch.
    public List<List<PartyId>> of(GroupKey key) {
        return ledger.quarantined().stream()
                .filter(set -> set.key().equals(key.id()) && set.epoch() == key.epoch())
                .map(SetName::parties)
                .sorted(java.util.Comparator.comparing(List::toString))
                .toList();
    }
}

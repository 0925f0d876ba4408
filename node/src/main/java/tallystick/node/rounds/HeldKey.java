package tallystick.node.rounds;

import java.util.List;
import java.util.Optional;
import tallystick.mpc.access.SigningSet;
import tallystick.mpc.key.GroupKey;
import tallystick.mpc.key.KeyShare;
import tallystick.mpc.key.Scheme;
import tallystick.mpc.key.SetName;
import tallystick.node.ledger.SetLedger;

/// One key this node can sign with, in one epoch. It may be used by many runs at once; its secrets are destroyed when
/// it has been retired and the last of them has ended.
///
/// **Threads** any.
public final class HeldKey {
    private final KeyShare share;
    private final NodeRoster roster;
    private final KeySigner signer;
    private final SetLedger sets;
    private int leases;
    private boolean retired;

    /// @param share of which the signer disposes
    /// @param roster who the other share holders are
    /// @param signer owned by this key
    /// @param sets knows which of its signing sets sign no more
    HeldKey(KeyShare share, NodeRoster roster, KeySigner signer, SetLedger sets) {
        this.share = share;
        this.roster = roster;
        this.signer = signer;
        this.sets = sets;
    }

    /// The right to use the key until closed.
    public final class Lease implements AutoCloseable {
        private boolean ended;

        private Lease() {}

        /// The share.
        public KeyShare share() {
            return share;
        }

        KeySigner signer() {
            return signer;
        }

        @Override
        public void close() {
            synchronized (HeldKey.this) {
                if (ended) return;
                ended = true;
                leases--;
                if (retired && leases == 0) signer.close();
            }
        }
    }

    /// Begins to make what signing spends. What was held of the same key before is retired by then.
    void start() {
        signer.start();
    }

    /// The right to use the key; empty if it has been retired.
    public synchronized Optional<Lease> lease() {
        if (retired) return Optional.empty();
        leases++;
        return Optional.of(new Lease());
    }

    synchronized boolean isRetired() {
        return retired;
    }

    /// The public half.
    public GroupKey key() {
        return share.key();
    }

    /// Who the other share holders are.
    public NodeRoster roster() {
        return roster;
    }

    /// Whether these parties sign no more together in this epoch.
    boolean isQuarantined(SigningSet set) {
        return sets.holds(SetName.of(key(), set.parties()));
    }

    /// The signing sets that sign no more in this epoch, by the names of their nodes.
    public List<List<String>> quarantined() {
        return sets.of(key()).stream()
                .map(parties -> parties.stream().map(key().tree()::nameOf).toList())
                .toList();
    }

    /// What signing with it spends, as it is in stock with each peer; empty for a scheme that needs nothing in stock.
    public List<PoolStock> stock() {
        return signer.stock();
    }

    /// Whether its scheme spends what has to be made before.
    public boolean needsStock() {
        return key().scheme() == Scheme.ECDSA_SECP256K1;
    }

    /// Ends its use: nobody gets a lease any more, and with the last one its secrets go. Idempotent.
    synchronized void retire() {
        if (retired) return;
        retired = true;
        signer.retire();
        if (leases == 0) signer.close();
    }

    @Override
    public String toString() {
        return "HeldKey " + share.key().id();
    }
}

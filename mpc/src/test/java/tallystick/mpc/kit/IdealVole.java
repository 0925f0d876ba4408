package tallystick.mpc.kit;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import tallystick.crypto.curve.Curve;
import tallystick.crypto.curve.Group;
import tallystick.crypto.curve.Scalar;
import tallystick.crypto.curve.SecretScalar;
import tallystick.crypto.hash.Transcript;
import tallystick.crypto.secret.SecretMemory;
import tallystick.mpc.ecdsa.Allocation;
import tallystick.mpc.ecdsa.ItemRef;
import tallystick.mpc.ecdsa.PairPools;
import tallystick.mpc.ecdsa.PoolId;
import tallystick.mpc.ecdsa.ReceiverItem;
import tallystick.mpc.ecdsa.SenderItem;
import tallystick.mpc.ecdsa.Taken;
import tallystick.mpc.session.PartyId;

/// A trusted dealer of VOLE items, for tests of what stands on top: matching halves from a seed. All parties' pools
/// come from one dealer object or from dealers of the same seed.
public final class IdealVole {
    private static final Group GROUP = Curve.SECP256K1.group();

    private final long seed;
    private final SecretMemory home;

    /// @param home where the items of every party live
    public IdealVole(long seed, SecretMemory home) {
        this.seed = seed;
        this.home = home;
    }

    /// The pools of one party: endless, one-use.
    public PairPools pools(PartyId self) {
        return new Pools(self);
    }

    /// The pool of items in which `sender` is VOLE sender to `receiver`.
    public PoolId poolId(PartyId sender, PartyId receiver) {
        return new PoolId(Transcript.of("tallystick/test/v1/ideal-vole-pool")
                .add("seed", seed)
                .add("sender", sender.value())
                .add("receiver", receiver.value())
                .digest());
    }

    /// The sender's half of an item.
    public SenderItem senderItem(ItemRef ref) {
        return new SenderItem(
                ref,
                new SenderItem.Opened(
                        secret(value(ref, "alpha k")),
                        secret(value(ref, "alpha x")),
                        secret(value(ref, "t k")),
                        secret(value(ref, "t x"))));
    }

    /// The receiver's half of an item.
    public ReceiverItem receiverItem(ItemRef ref) {
        var beta = value(ref, "beta");
        return new ReceiverItem(
                ref,
                new ReceiverItem.Opened(
                        secret(beta),
                        secret(value(ref, "alpha k").times(beta).minus(value(ref, "t k"))),
                        secret(value(ref, "alpha x").times(beta).minus(value(ref, "t x")))));
    }

    private Scalar value(ItemRef ref, String name) {
        return GROUP.hashToScalar(Transcript.of("tallystick/test/v1/ideal-vole")
                .add("seed", seed)
                .add("pool", ref.pool().value())
                .add("index", ref.index())
                .add("name", name));
    }

    private SecretScalar secret(Scalar value) {
        return GROUP.secretOf(value, home);
    }

    private final class Pools implements PairPools {
        private final PartyId self;
        private final Map<PartyId, Integer> next = new HashMap<>();
        private final Map<ItemRef, PartyId> spent = new HashMap<>();

        private Pools(PartyId self) {
            this.self = self;
        }

        @Override
        public synchronized Taken allocate(PartyId peer, int count) {
            var first = next.merge(peer, count, Integer::sum) - count;
            var lower = self.compareTo(peer) < 0 ? self : peer;
            var higher = self.compareTo(peer) < 0 ? peer : self;
            var lowerSends = new ArrayList<ItemRef>();
            var higherSends = new ArrayList<ItemRef>();
            for (var index = first; index < first + count; index++) {
                lowerSends.add(new ItemRef(poolId(lower, higher), index));
                higherSends.add(new ItemRef(poolId(higher, lower), index));
            }
            return take(peer, new Allocation(lowerSends, higherSends));
        }

        @Override
        public synchronized Taken take(PartyId peer, Allocation allocation) {
            var isLower = self.compareTo(peer) < 0;
            var sends = isLower ? allocation.lowerSends() : allocation.higherSends();
            var receives = isLower ? allocation.higherSends() : allocation.lowerSends();
            if (!known(sends, poolId(self, peer)) || !known(receives, poolId(peer, self)))
                return new Taken.Unavailable("an item is unknown or spent");
            sends.forEach(ref -> spent.put(ref, peer));
            receives.forEach(ref -> spent.put(ref, peer));
            return new Taken.Items(
                    allocation,
                    sends.stream().map(IdealVole.this::senderItem).toList(),
                    receives.stream().map(IdealVole.this::receiverItem).toList());
        }

        /// Items are without end here, and none is left behind.
        @Override
        public void discard(PartyId peer, Allocation allocation) {}

        private boolean known(List<ItemRef> refs, PoolId pool) {
            return refs.stream().allMatch(ref -> ref.pool().equals(pool) && !spent.containsKey(ref));
        }
    }
}

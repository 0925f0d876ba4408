package tallystick.mpc.ecdsa;

import java.lang.foreign.MemorySegment;
import java.util.BitSet;
import java.util.List;
import tallystick.crypto.curve.Curve;
import tallystick.crypto.curve.Group;
import tallystick.crypto.curve.SecretScalar;
import tallystick.crypto.secret.Held;
import tallystick.crypto.secret.SecretBytes;
import tallystick.crypto.secret.SecretMemory;

/// What one fill made for one party: as many VOLE items in each direction. Handed to a [VolePools], which then owns it.
///
/// **Why** an unused item together with what signing sent is the key share: items exist in this memory only, are wiped
/// when taken, and are never written anywhere.
///
/// **Threads** none of its own: guarded by its [VolePools].
public final class PairBatch implements AutoCloseable {
    private static final Group GROUP = Curve.SECP256K1.group();

    private final PairName pair;
    private final PoolId outgoing;
    private final PoolId incoming;
    private final SecretBytes senderItems;
    private final SecretBytes receiverItems;
    private final BitSet unspentAsSender = new BitSet();
    private final BitSet unspentAsReceiver = new BitSet();

    /// Takes over the items.
    PairBatch(
            PairName pair,
            PoolId outgoing,
            PoolId incoming,
            int items,
            SecretBytes senderItems,
            SecretBytes receiverItems) {
        this.pair = pair;
        this.outgoing = outgoing;
        this.incoming = incoming;
        this.senderItems = senderItems;
        this.receiverItems = receiverItems;
        unspentAsSender.set(0, items);
        unspentAsReceiver.set(0, items);
    }

    /// Whose, for which key and epoch.
    public PairName pair() {
        return pair;
    }

    /// The pool in which this party is VOLE sender.
    public PoolId outgoing() {
        return outgoing;
    }

    /// The pool in which this party is VOLE receiver.
    public PoolId incoming() {
        return incoming;
    }

    /// Items left of which neither half was taken.
    public int stock() {
        var both = (BitSet) unspentAsSender.clone();
        both.and(unspentAsReceiver);
        return both.cardinality();
    }

    /// Indices unspent in both directions, lowest first, at most `count`.
    List<Integer> next(int count) {
        return unspentAsSender.stream()
                .filter(unspentAsReceiver::get)
                .limit(count)
                .boxed()
                .toList();
    }

    boolean hasAsSender(ItemRef ref) {
        return ref.pool().equals(outgoing) && unspentAsSender.get(ref.index());
    }

    boolean hasAsReceiver(ItemRef ref) {
        return ref.pool().equals(incoming) && unspentAsReceiver.get(ref.index());
    }

    SenderItem takeAsSender(ItemRef ref) {
        unspentAsSender.clear(ref.index());
        var slot = senderSlot(ref.index());
        try (var held = new Held()) {
            held.hold(slot, PairBatch::wipe);
            var home = senderItems.home();
            var values = new SenderItem.Opened(
                    scalar(slot, 0, home, held),
                    scalar(slot, 1, home, held),
                    scalar(slot, 2, home, held),
                    scalar(slot, 3, home, held));
            wipe(slot);
            return held.release(new SenderItem(ref, values));
        }
    }

    ReceiverItem takeAsReceiver(ItemRef ref) {
        unspentAsReceiver.clear(ref.index());
        var slot = receiverSlot(ref.index());
        try (var held = new Held()) {
            held.hold(slot, PairBatch::wipe);
            var home = receiverItems.home();
            var values = new ReceiverItem.Opened(
                    scalar(slot, 0, home, held), scalar(slot, 1, home, held), scalar(slot, 2, home, held));
            wipe(slot);
            return held.release(new ReceiverItem(ref, values));
        }
    }

    /// Destroys the item of that name, and the one of the other direction, if they are here.
    void discard(ItemRef ref) {
        if (!hasAsSender(ref) && !hasAsReceiver(ref)) return;
        unspentAsSender.clear(ref.index());
        unspentAsReceiver.clear(ref.index());
        wipe(senderSlot(ref.index()));
        wipe(receiverSlot(ref.index()));
    }

    private static void wipe(MemorySegment slot) {
        slot.fill((byte) 0);
    }

    private MemorySegment senderSlot(int index) {
        return senderItems.memory().asSlice((long) index * VoleSender.ITEM_BYTES, VoleSender.ITEM_BYTES);
    }

    private MemorySegment receiverSlot(int index) {
        return receiverItems.memory().asSlice((long) index * VoleReceiver.ITEM_BYTES, VoleReceiver.ITEM_BYTES);
    }

    boolean isSpent() {
        return unspentAsSender.isEmpty() && unspentAsReceiver.isEmpty();
    }

    private static SecretScalar scalar(MemorySegment slot, int index, SecretMemory home, Held held) {
        var scalar = held.hold(GROUP.secretZero(home), SecretScalar::close);
        MemorySegment.copy(slot, 32L * index, scalar.memory(), 0, 32);
        return scalar;
    }

    /// Destroys every item left.
    @Override
    public void close() {
        unspentAsSender.clear();
        unspentAsReceiver.clear();
        senderItems.close();
        receiverItems.close();
    }

    @Override
    public String toString() {
        return "PairBatch %s, %d left".formatted(pair, stock());
    }
}

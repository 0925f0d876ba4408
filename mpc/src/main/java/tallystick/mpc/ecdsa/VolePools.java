package tallystick.mpc.ecdsa;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiPredicate;
import tallystick.crypto.hash.Digest32;
import tallystick.crypto.secret.Held;
import tallystick.mpc.session.Blame;
import tallystick.mpc.session.Fault;
import tallystick.mpc.session.Invariant;
import tallystick.mpc.session.PartyId;

/// One party's stock of VOLE items for one key and epoch, in memory only.
///
/// **Why** items are one-use: an item used twice gives the key share away, so taking is atomic, what is taken is wiped
/// here, and everything goes on close (refresh, reshare, shutdown), on a ban, and when the machine's generation id
/// changes (the process may have been copied with its memory).
///
/// **Threads** safe.
public final class VolePools implements PairPools, AutoCloseable {
    /// What became of a batch.
    public enum Added {
        /// It can be taken from.
        STOCKED,
        /// There is no room: destroyed.
        FULL,
        /// The pools are closed: destroyed.
        CLOSED
    }

    private final PartyId self;
    private final Digest32 key;
    private final int epoch;
    private final int itemsPerPeerMax;
    private final Map<PartyId, Deque<PairBatch>> batches = new HashMap<>();
    private boolean closed;

    /// @param itemsPerPeerMax most items in stock with one peer
    public VolePools(PartyId self, Digest32 key, int epoch, int itemsPerPeerMax) {
        if (itemsPerPeerMax < 1) throw new IllegalArgumentException("room for %d items".formatted(itemsPerPeerMax));
        this.self = self;
        this.key = key;
        this.epoch = epoch;
        this.itemsPerPeerMax = itemsPerPeerMax;
    }

    /// Takes over a batch, or destroys it.
    public synchronized Added add(PairBatch batch) {
        var pair = batch.pair();
        Invariant.check(
                pair.self().equals(self) && pair.key().equals(key) && pair.epoch() == epoch,
                "a batch goes to the pools of its party, key and epoch");
        Invariant.check(!of(pair.peer()).contains(batch), "a batch is added once");
        if (closed || stock(pair.peer()) + batch.stock() > itemsPerPeerMax) {
            batch.close();
            return closed ? Added.CLOSED : Added.FULL;
        }
        batches.computeIfAbsent(pair.peer(), _ -> new ArrayDeque<>()).addLast(batch);
        return Added.STOCKED;
    }

    /// Items left with `peer`, of which neither half was taken.
    public synchronized int stock(PartyId peer) {
        return of(peer).stream().mapToInt(PairBatch::stock).sum();
    }

    /// @spec docs/spec/vole.md#VO-11 vole
    @Override
    public synchronized Taken allocate(PartyId peer, int count) {
        Invariant.check(self.compareTo(peer) < 0, "the lower party allocates");
        if (count < 1 || count > Allocation.ITEMS_MAX)
            throw new IllegalArgumentException("%d items not in 1..%d".formatted(count, Allocation.ITEMS_MAX));
        var lowerSends = new ArrayList<ItemRef>(count);
        var higherSends = new ArrayList<ItemRef>(count);
        for (var batch : of(peer)) {
            for (var index : batch.next(count - lowerSends.size())) {
                lowerSends.add(new ItemRef(batch.outgoing(), index));
                higherSends.add(new ItemRef(batch.incoming(), index));
            }
        }
        if (lowerSends.size() < count)
            return new Taken.Unavailable("%d items left of %d".formatted(lowerSends.size(), count));
        return take(peer, new Allocation(lowerSends, higherSends));
    }

    @Override
    public synchronized Taken take(PartyId peer, Allocation allocation) {
        var selfIsLower = self.compareTo(peer) < 0;
        var sends = selfIsLower ? allocation.lowerSends() : allocation.higherSends();
        var receives = selfIsLower ? allocation.higherSends() : allocation.lowerSends();
        var found = new ArrayList<PairBatch>(sends.size());
        for (var b = 0; b < sends.size(); b++) {
            var asSender = find(peer, sends.get(b), PairBatch::hasAsSender);
            var asReceiver = find(peer, receives.get(b), PairBatch::hasAsReceiver);
            if (asSender.isEmpty() || asReceiver.isEmpty()) return new Taken.Unavailable("an item is unknown or spent");
            // Items go in pairs: else whoever allocates could leave halves behind that nobody can use any more.
            if (asSender.get() != asReceiver.get()
                    || sends.get(b).index() != receives.get(b).index())
                return new Taken.Unavailable("an item of each direction that are not of one batch and index");
            found.add(asSender.get());
        }
        var asSender = new ArrayList<SenderItem>(sends.size());
        var asReceiver = new ArrayList<ReceiverItem>(sends.size());
        try (var held = new Held()) {
            for (var b = 0; b < sends.size(); b++) {
                asSender.add(held.hold(found.get(b).takeAsSender(sends.get(b)), SenderItem::close));
                asReceiver.add(held.hold(found.get(b).takeAsReceiver(receives.get(b)), ReceiverItem::close));
            }
            dropSpent(peer);
            return held.release(new Taken.Items(allocation, asSender, asReceiver));
        }
    }

    /// @spec docs/spec/vole.md#VO-11 vole
    @Override
    public synchronized void discard(PartyId peer, Allocation allocation) {
        for (var batch : of(peer)) {
            allocation.lowerSends().forEach(batch::discard);
            allocation.higherSends().forEach(batch::discard);
        }
        dropSpent(peer);
    }

    private void dropSpent(PartyId peer) {
        of(peer).removeIf(batch -> {
            if (batch.isSpent()) batch.close();
            return batch.isSpent();
        });
    }

    private Optional<PairBatch> find(PartyId peer, ItemRef ref, BiPredicate<PairBatch, ItemRef> has) {
        return of(peer).stream().filter(batch -> has.test(batch, ref)).findFirst();
    }

    private Deque<PairBatch> of(PartyId peer) {
        return batches.getOrDefault(peer, new ArrayDeque<>(0));
    }

    /// A fill with `peer` has stopped: if that is a ban, or it was banned before, all items shared with it go too.
    public void stopped(PartyId peer, Blame blame) {
        var banned = blame.fault().consequence() == Fault.Consequence.BAN || blame.fault() == Fault.BANNED;
        if (banned && blame.culprits().contains(peer)) destroy(peer);
    }

    /// Destroys all items shared with `peer`: it was banned, or the two have different items left, as after a run that
    /// one of them began alone. Then both destroy, and fill anew.
    public synchronized void destroy(PartyId peer) {
        of(peer).forEach(PairBatch::close);
        batches.remove(peer);
    }

    /// Destroys all items and stays open for new ones: the machine's generation id has changed.
    public synchronized void empty() {
        batches.values().forEach(each -> each.forEach(PairBatch::close));
        batches.clear();
    }

    /// Destroys all items, for good: refresh, reshare, shutdown.
    @Override
    public synchronized void close() {
        closed = true;
        empty();
    }

    @Override
    public String toString() {
        return "VolePools of " + self;
    }
}

package tallystick.mpc.ecdsa;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import tallystick.crypto.curve.Point;
import tallystick.crypto.secret.Held;
import tallystick.mpc.session.PartyId;

/// The single-use material of one session, opened and with everything computed that does not depend on a peer's word.
final class PreparedItems implements AutoCloseable {
    /// Both VOLE items of one pair for one digest.
    ///
    /// @param sender α and t where this party is VOLE sender
    /// @param nonceMask Γ_k = t_k·G
    /// @param keyMask Γ_x = t_x·G
    /// @param receiver β and r where this party is VOLE receiver
    record PairItem(SenderItem.Opened sender, Point nonceMask, Point keyMask, ReceiverItem.Opened receiver)
            implements AutoCloseable {
        @Override
        public void close() {
            sender.close();
            receiver.close();
        }

        @Override
        public String toString() {
            return "PairItem";
        }
    }

    private final Spending spending;
    private final SortedMap<PartyId, List<PairItem>> pairs = new TreeMap<>();

    private PreparedItems(Spending spending) {
        this.spending = spending;
    }

    /// Takes over `spending` and opens its items.
    ///
    /// @return empty, and everything destroyed, if a value that must be sent or masks another is zero
    static Optional<PreparedItems> of(Spending spending, List<PartyId> peers) {
        try (var held = new Held()) {
            var prepared = held.hold(new PreparedItems(spending), PreparedItems::close);
            for (var peer : peers) {
                var items = spending.items(peer);
                var opened = new ArrayList<PairItem>();
                prepared.pairs.put(peer, opened);
                for (var index = 0; index < items.allocation().count(); index++) {
                    var item = open(items, index);
                    if (item.isEmpty()) return Optional.empty();
                    opened.add(item.get());
                }
            }
            return held.release(Optional.of(prepared));
        }
    }

    private static Optional<PairItem> open(Taken.Items items, int index) {
        try (var held = new Held()) {
            var sender = held.hold(items.asSender().get(index).spend(), SenderItem.Opened::close);
            var receiver = held.hold(items.asReceiver().get(index).spend(), ReceiverItem.Opened::close);
            var nonceMask = sender.nonceOutput().timesGenerator();
            var keyMask = sender.keyOutput().timesGenerator();
            if (!(nonceMask instanceof Point nonce && keyMask instanceof Point key)
                    || receiver.multiplier().isZero()) return Optional.empty();
            return held.release(Optional.of(new PairItem(sender, nonce, key, receiver)));
        }
    }

    PrecommittedNonce nonce(int index) {
        return spending.nonce(index);
    }

    NonceStock.Commitment commitment(PartyId peer, int index) {
        return spending.commitment(peer, index);
    }

    PairItem pair(PartyId peer, int index) {
        return java.util.Objects.requireNonNull(pairs.get(peer)).get(index);
    }

    @Override
    public void close() {
        spending.close();
        pairs.values().forEach(opened -> opened.forEach(PairItem::close));
    }
}

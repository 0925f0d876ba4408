package tallystick.mpc.ecdsa;

import java.util.List;

/// What came of asking a pair's pools for items.
public sealed interface Taken {
    /// All of them, removed from the pools for ever; item b of each list serves digest b.
    ///
    /// @param allocation their names, in both directions
    /// @param asSender where this party is VOLE sender
    /// @param asReceiver where this party is VOLE receiver
    record Items(Allocation allocation, List<SenderItem> asSender, List<ReceiverItem> asReceiver)
            implements Taken, AutoCloseable {
        /// Copies both lists.
        public Items {
            asSender = List.copyOf(asSender);
            asReceiver = List.copyOf(asReceiver);
        }

        /// Destroys whatever was not spent.
        @Override
        public void close() {
            asSender.forEach(SenderItem::close);
            asReceiver.forEach(ReceiverItem::close);
        }
    }

    /// None: an item is unknown or spent, or too few are left. Nothing was removed; `Fault.ITEM_UNAVAILABLE`, no ban.
    ///
    /// @param detail a lower-case phrase
    record Unavailable(String detail) implements Taken {}
}

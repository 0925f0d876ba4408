package tallystick.node.ledger;

import tallystick.crypto.codec.Bytes;
import tallystick.crypto.codec.Writer;
import tallystick.mpc.ecdsa.AttemptLedger;
import tallystick.mpc.ecdsa.PairName;

/// The durable record of checks that leak bits when repeated, in the node's own ledger: synced before an attempt is
/// granted, and before a failure is acknowledged.
public final class PairLedger implements AttemptLedger {
    private static final System.Logger LOG = System.getLogger(PairLedger.class.getName());

    private final Ledger ledger;

    /// @param ledger stays the caller's
    public PairLedger(Ledger ledger) {
        this.ledger = ledger;
    }

    /// @spec docs/spec/vole.md#VO-13 vole
    @Override
    public Begun begin(PairName pair) {
        try {
            return switch (ledger.beginAttempt(row(pair))) {
                case OPENED -> new Begun.Granted(new Row(pair));
                case OPEN_ALREADY -> new Begun.Busy();
                case BANNED -> new Begun.Banned();
            };
        } catch (StoreUnavailable e) {
            return new Begun.Unavailable("the node's ledger cannot be written");
        }
    }

    /// @spec docs/spec/vole.md#VO-12 vole
    @Override
    public boolean isBanned(PairName pair) {
        return ledger.isBanned(row(pair));
    }

    /// A ledger that cannot be read has one open: what cannot be remembered is denied.
    @Override
    public boolean isOpen(PairName pair) {
        try {
            return ledger.attemptState(row(pair)) == Ledger.Attempted.OPEN_ALREADY;
        } catch (StoreUnavailable e) {
            return true;
        }
    }

    /// Forgets an open attempt, once what the pair shares was set up anew and is on disk. A ban stays.
    public void renewed(PairName pair) throws StoreUnavailable {
        if (ledger.attemptState(row(pair)) == Ledger.Attempted.OPEN_ALREADY) ledger.clearAttempt(row(pair));
    }

    private final class Row implements Attempt {
        private final PairName pair;

        Row(PairName pair) {
            this.pair = pair;
        }

        @Override
        public boolean passed() {
            try {
                ledger.clearAttempt(row(pair));
                return true;
            } catch (StoreUnavailable e) {
                LOG.log(System.Logger.Level.ERROR, "an attempt could not be cleared; its pair is set up anew", e);
                return false;
            }
        }

        /// @spec docs/spec/vole.md#VO-15 vole
        @Override
        public void failed() {
            try {
                ledger.banAttempt(row(pair));
            } catch (StoreUnavailable e) {
                LOG.log(System.Logger.Level.ERROR, "a ban could not be written; the open attempt stands for it", e);
            }
        }
    }

    private static Bytes row(PairName pair) {
        var writer = new Writer().raw(pair.key().bytes()).u32(pair.epoch());
        pair.self().write(writer);
        pair.peer().write(writer);
        return writer.toBytes();
    }
}

package tallystick.mpc.example;

import java.util.HashSet;
import java.util.Set;
import tallystick.mpc.ecdsa.AttemptLedger;
import tallystick.mpc.ecdsa.PairName;

/// An [AttemptLedger] that is gone with its process: for trials, and for parties that never write their [PairSecrets]
/// down. Whoever keeps those over a restart needs a durable one, or a peer that was caught is trusted again.
///
/// **Threads** safe.
public final class PassingLedger implements AttemptLedger {
    private final Set<PairName> open = new HashSet<>();
    private final Set<PairName> banned = new HashSet<>();

    /// Nothing begun, nobody banned.
    public PassingLedger() {}

    @Override
    public synchronized Begun begin(PairName pair) {
        if (banned.contains(pair)) return new Begun.Banned();
        return open.add(pair) ? new Begun.Granted(new Open(pair)) : new Begun.Busy();
    }

    @Override
    public synchronized boolean isBanned(PairName pair) {
        return banned.contains(pair);
    }

    @Override
    public synchronized boolean isOpen(PairName pair) {
        return open.contains(pair);
    }

    private synchronized void end(PairName pair, boolean passed) {
        open.remove(pair);
        if (!passed) banned.add(pair);
    }

    private final class Open implements Attempt {
        private final PairName pair;

        Open(PairName pair) {
            this.pair = pair;
        }

        @Override
        public boolean passed() {
            end(pair, true);
            return true;
        }

        @Override
        public void failed() {
            end(pair, false);
        }
    }
}

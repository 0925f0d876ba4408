package tallystick.node.rounds;

import java.util.HashMap;
import java.util.Map;
import tallystick.mpc.session.Invariant;

/// How many bytes are held for each sender, bounded for each, so that nobody takes another's room.
///
/// **Threads** any.
final class Budget {
    private final long bytesPerSenderMax;
    private final Map<String, Long> held = new HashMap<>();

    Budget(long bytesPerSenderMax) {
        this.bytesPerSenderMax = bytesPerSenderMax;
    }

    /// @return whether there was room; if not, nothing is taken
    synchronized boolean take(String sender, long bytes) {
        var sum = held.getOrDefault(sender, 0L) + bytes;
        if (sum > bytesPerSenderMax) return false;
        held.put(sender, sum);
        return true;
    }

    synchronized void giveBack(String sender, long bytes) {
        var left = held.getOrDefault(sender, 0L) - bytes;
        Invariant.check(left >= 0, "nobody gives back more than was taken");
        if (left == 0) held.remove(sender);
        else held.put(sender, left);
    }
}

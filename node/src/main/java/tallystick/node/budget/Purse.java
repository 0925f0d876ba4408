package tallystick.node.budget;

import java.util.HashMap;
import java.util.Map;
import tallystick.mpc.session.Invariant;

/// How many bytes this node holds for each member, of whatever kind: what it sent and nobody has taken yet, and what it
/// has to be sent. Each has room of its own, which nobody else takes; of what is common each gets what is free, up to
/// so many bytes in all.
///
/// **Why** every [Budget] bounds one kind, and who is corrupt uses all of them at once. The node's heap has to hold
/// what several of such a kind have it hold, and the honest ones as well.
///
/// **Threads** any.
public final class Purse {
    private final Bounds bounds;
    private final Map<String, Long> held = new HashMap<>();
    private long common;

    /// What may be held, in bytes.
    ///
    /// @param own for each member, whatever others take
    /// @param most for one member
    /// @param common over all members, of what is beyond their own
    public record Bounds(long own, long most, long common) {
        /// Each has room for the longest message; five nodes hold 96 MiB for the four others.
        public static final Bounds STANDARD = new Bounds(9L << 20, 40L << 20, 60L << 20);

        private long beyond(long bytes) {
            return Math.max(0, bytes - own);
        }
    }

    /// Empty.
    public Purse(Bounds bounds) {
        this.bounds = bounds;
    }

    /// @return whether there was room; if not, nothing is taken
    /// @spec docs/spec/node-wire.md#NW-56 node-wire
    synchronized boolean take(String member, long bytes) {
        var before = held.getOrDefault(member, 0L);
        var after = before + bytes;
        var shared = common + bounds.beyond(after) - bounds.beyond(before);
        if (after > bounds.most() || (shared > common && shared > bounds.common())) return false;
        held.put(member, after);
        common = shared;
        return true;
    }

    synchronized void giveBack(String member, long bytes) {
        var before = held.getOrDefault(member, 0L);
        var after = before - bytes;
        Invariant.check(after >= 0, "nobody gives back more than was taken");
        common -= bounds.beyond(before) - bounds.beyond(after);
        if (after == 0) held.remove(member);
        else held.put(member, after);
    }

    /// What is held for all.
    synchronized long heldBytes() {
        return held.values().stream().mapToLong(Long::longValue).sum();
    }
}

package tallystick.node.budget;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import tallystick.mpc.session.Invariant;

/// How many bytes of one kind are held for each member, bounded for each, so that nobody takes another's room.
///
/// **Threads** any.
public final class Budget {
    private final long bytesPerMemberMax;
    private final Optional<Purse> purse;
    private final Map<String, Long> held = new HashMap<>();

    private Budget(long bytesPerMemberMax, Optional<Purse> purse) {
        this.bytesPerMemberMax = bytesPerMemberMax;
        this.purse = purse;
    }

    /// Of what is counted elsewhere, too.
    public static Budget apart(long bytesPerMemberMax) {
        return new Budget(bytesPerMemberMax, Optional.empty());
    }

    /// Of what is held by this budget alone.
    ///
    /// @param purse bounds it with all other kinds
    public static Budget of(long bytesPerMemberMax, Purse purse) {
        return new Budget(bytesPerMemberMax, Optional.of(purse));
    }

    /// @return whether there was room; if not, nothing is taken
    public synchronized boolean take(String member, long bytes) {
        var sum = held.getOrDefault(member, 0L) + bytes;
        if (sum > bytesPerMemberMax || (purse.isPresent() && !purse.get().take(member, bytes))) return false;
        held.put(member, sum);
        return true;
    }

    /// Takes no more room.
    public synchronized void giveBack(String member, long bytes) {
        var left = held.getOrDefault(member, 0L) - bytes;
        Invariant.check(left >= 0, "nobody gives back more than was taken");
        if (left == 0) held.remove(member);
        else held.put(member, left);
        purse.ifPresent(all -> all.giveBack(member, bytes));
    }
}

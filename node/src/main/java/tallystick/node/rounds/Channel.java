package tallystick.node.rounds;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tallystick.crypto.codec.Bytes;
import tallystick.mpc.session.Invariant;
import tallystick.node.budget.Budget;

/// What has arrived for one run and not yet been read. Bounded in bytes for each sender, in this run and in all: what
/// does not fit is dropped, and the run ends by its time limit. Before the run has begun each sender's frames have an
/// age of their own, from the first of them that is held: nobody's depends on what another has sent.
///
/// **Threads** guarded by its owner, but for [#poll].
final class Channel {
    /// A message and who sent it.
    record Arrival(String from, boolean broadcast, Bytes message) {
        /// What holding it costs: an empty message takes room as well.
        long bytes() {
            return HELD_BYTES + message.length();
        }
    }

    private static final long HELD_BYTES = 256;
    private static final long DRIVEN_BYTES_MAX = 16L << 20;

    private final LinkedBlockingQueue<Arrival> arrivals = new LinkedBlockingQueue<>();
    private final Budget early;
    private final Budget driven;
    private final Budget drivenHere = Budget.apart(DRIVEN_BYTES_MAX);
    private @Nullable Set<String> members;
    /// Since when frames of each sender wait for the run to begin.
    private final Map<String, Long> since = new HashMap<>();
    /// Of those, who has said more than that it leaves.
    private final Set<String> speakers = new HashSet<>();

    /// @param early what is held for runs that have not begun, over all channels
    /// @param driven the same for those that have
    Channel(Budget early, Budget driven) {
        this.early = early;
        this.driven = driven;
    }

    boolean isDriven() {
        return members != null;
    }

    /// Holds it for the run that has begun, if there is room and it is of a member.
    void file(Arrival arrival) {
        if (members == null || !members.contains(arrival.from())) return;
        if (!drivenHere.take(arrival.from(), arrival.bytes())) return;
        if (driven.take(arrival.from(), arrival.bytes())) arrivals.add(arrival);
        else drivenHere.giveBack(arrival.from(), arrival.bytes());
    }

    /// Holds it for a run that may begin, if there is room.
    void fileEarly(Arrival arrival, long nowNanos) {
        if (!early.take(arrival.from(), arrival.bytes())) return;
        arrivals.add(arrival);
        since.putIfAbsent(arrival.from(), nowNanos);
        if (arrival.message().length() > 0) speakers.add(arrival.from());
    }

    /// Whether frames of `sender` wait for the run to begin.
    boolean holds(String sender) {
        return since.containsKey(sender);
    }

    /// Since when they do.
    long since(String sender) {
        return Invariant.present(since.get(sender), "a sender whose frames wait");
    }

    /// Whether `sender` has only taken leave of a run that has not begun.
    boolean holdsLeaveAlone(String sender) {
        return holds(sender) && !speakers.contains(sender);
    }

    /// Whether nothing waits, for a run that has not begun.
    boolean isIdle() {
        return members == null && since.isEmpty();
    }

    /// Gives back what waits of `sender` for a run that has not begun.
    void forget(String sender) {
        if (since.remove(sender) == null) return;
        speakers.remove(sender);
        arrivals.removeIf(arrival -> {
            if (!arrival.from().equals(sender)) return false;
            early.giveBack(sender, arrival.bytes());
            return true;
        });
    }

    /// Gives back what waits of senders whose first frame is that old, for a run that has not begun.
    void forgetUntil(long nanos) {
        for (var sender : List.copyOf(since.keySet())) if (since(sender) - nanos <= 0) forget(sender);
    }

    /// The run begins: what strangers to it have sent is dropped.
    ///
    /// @param names of the run's members
    void begin(Set<String> names) {
        members = Set.copyOf(names);
        empty(this::file);
    }

    /// Gives back all that waits for a run that has not begun.
    ///
    /// @param each gets what waited, in order
    void empty(Consumer<Arrival> each) {
        var waiting = arrivals.toArray(Arrival[]::new);
        arrivals.clear();
        since.clear();
        speakers.clear();
        for (var arrival : waiting) {
            early.giveBack(arrival.from(), arrival.bytes());
            each.accept(arrival);
        }
    }

    /// The run is over.
    ///
    /// @return what has arrived and was not read, in order
    List<Arrival> end() {
        var unread = new ArrayList<Arrival>();
        arrivals.drainTo(unread);
        unread.forEach(this::giveBack);
        return unread;
    }

    /// What arrived next in a run that has begun; null after `nanos` without anything.
    @Nullable
    Arrival poll(long nanos) throws InterruptedException {
        var arrival = arrivals.poll(nanos, TimeUnit.NANOSECONDS);
        if (arrival != null) giveBack(arrival);
        return arrival;
    }

    private void giveBack(Arrival arrival) {
        driven.giveBack(arrival.from(), arrival.bytes());
        drivenHere.giveBack(arrival.from(), arrival.bytes());
    }
}

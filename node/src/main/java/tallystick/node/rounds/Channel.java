package tallystick.node.rounds;

import java.util.List;
import java.util.Set;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tallystick.crypto.codec.Bytes;

/// What has arrived for one run and not yet been read. Bounded in bytes for each sender: what does not fit is dropped,
/// and the run ends by its time limit.
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
    private static final long DRIVEN_BYTES_MAX = 32L << 20;

    private final LinkedBlockingQueue<Arrival> arrivals = new LinkedBlockingQueue<>();
    private final Budget early;
    private final Budget driven = new Budget(DRIVEN_BYTES_MAX);
    private @Nullable Set<String> members;
    final String openedBy;
    final long openedNanos;

    /// @param early what is held for runs that have not begun, over all channels
    Channel(String openedBy, long openedNanos, Budget early) {
        this.openedBy = openedBy;
        this.openedNanos = openedNanos;
        this.early = early;
    }

    boolean isDriven() {
        return members != null;
    }

    /// Holds it if there is room, and once the run has begun only for its members.
    void file(Arrival arrival) {
        if (members != null && !members.contains(arrival.from())) return;
        var budget = members == null ? early : driven;
        if (budget.take(arrival.from(), arrival.bytes())) arrivals.add(arrival);
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
        for (var arrival : waiting) {
            early.giveBack(arrival.from(), arrival.bytes());
            each.accept(arrival);
        }
    }

    /// What has arrived and was not read, in order.
    List<Arrival> unread() {
        return List.copyOf(arrivals);
    }

    /// What arrived next in a run that has begun; null after `nanos` without anything.
    @Nullable
    Arrival poll(long nanos) throws InterruptedException {
        var arrival = arrivals.poll(nanos, TimeUnit.NANOSECONDS);
        if (arrival != null) driven.giveBack(arrival.from(), arrival.bytes());
        return arrival;
    }
}

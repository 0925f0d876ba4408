package tallystick.node.rounds;

import java.util.concurrent.LinkedBlockingQueue;
import tallystick.crypto.codec.Bytes;

/// What has arrived for one run and not yet been read. Bounded: what does not fit is dropped, and the run ends by its
/// time limit.
final class Channel {
    /// A message and who sent it.
    record Arrival(String from, boolean broadcast, Bytes message) {}

    private static final int WAITING_MAX = 4096;

    final LinkedBlockingQueue<Arrival> arrivals = new LinkedBlockingQueue<>(WAITING_MAX);
    final String openedBy;
    final long openedNanos;
    boolean driven;

    Channel(String openedBy, long openedNanos) {
        this.openedBy = openedBy;
        this.openedNanos = openedNanos;
    }
}

package tallystick.node.transport;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.logging.Level;
import java.util.logging.Logger;
import tallystick.core.governance.Member;
import tallystick.core.wire.PeerFrame;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.codec.Parsed;
import tallystick.node.budget.Budget;

/// What arrives on one stream. Frames of runs under way are handed over by the thread that reads the network; all
/// others wait here for a thread of their own, one after the other.
///
/// **Why** a run waits for every message that another node sends: handing it from thread to thread first costs more
/// than reading it. Whatever may wait for a disk must not hold up those that need none.
///
/// **Threads** any. Bounded: the peer may send a further frame on a stream only when one of [#OPEN_MAX] has been taken;
/// and what waits is bounded over all streams of a peer, also those that have ended. What does not fit is dropped.
final class Arrivals {
    /// So many frames may be on their way to where they go.
    static final int OPEN_MAX = 4;

    /// What a frame that waits is counted beyond its bytes.
    ///
    /// **Why** it keeps the stream it came on, which may have ended since, and the thread that takes that stream's
    /// frames. Whoever opens streams without end would have them kept for a few bytes each.
    static final long HELD_BYTES = 4096;

    private static final Logger LOG = Logger.getLogger(Arrivals.class.getName());

    private final Member from;
    private final Links.Receiver receiver;
    private final Budget budget;
    private final Deque<Waiting> waiting = new ArrayDeque<>();
    private boolean busy;

    private record Waiting(PeerFrame frame, long bytes, Runnable taken) {}

    /// @param budget what may wait of each peer, by its name
    Arrivals(Member from, Links.Receiver receiver, Budget budget) {
        this.budget = budget;
        this.from = from;
        this.receiver = receiver;
    }

    /// Takes what has arrived; must not wait.
    ///
    /// @param taken called once it was handed over, on any thread
    void arrived(Bytes bytes, Runnable taken) {
        switch (PeerFrame.parse(bytes)) {
            case Parsed.Ok<PeerFrame>(var frame) -> {
                if (receiver.takeAtOnce(from, frame)) taken.run();
                else await(frame, bytes.length() + HELD_BYTES, taken);
            }
            case Parsed.Malformed<PeerFrame>(var offset, var expected) -> {
                LOG.log(Level.WARNING, "frame from {0} malformed at byte {1}: expected {2}", new Object[] {
                    from.name(), offset, expected
                });
                taken.run();
            }
        }
    }

    /// **Why** whoever breaks its stream off and opens another may say as much again, while what it said before waits.
    private void await(PeerFrame frame, long bytes, Runnable taken) {
        if (budget.take(from.name(), bytes)) await(new Waiting(frame, bytes, taken));
        else taken.run();
    }

    private synchronized void await(Waiting next) {
        waiting.add(next);
        if (busy) return;
        begin();
    }

    private void begin() {
        busy = true;
        Thread.ofVirtual().name("arrivals-" + from.name()).start(this::takeAll);
    }

    private void takeAll() {
        for (var next = next(); next != null; next = next()) {
            var isTaken = false;
            try {
                receiver.take(from, next.frame());
                isTaken = true;
            } finally {
                budget.giveBack(from.name(), next.bytes());
                next.taken().run();
                if (!isTaken) goOn();
            }
        }
    }

    /// What threw takes its own thread with it, and no further frame: the peer's other frames are not held up by it.
    private synchronized void goOn() {
        busy = false;
        if (!waiting.isEmpty()) begin();
    }

    private synchronized @org.jspecify.annotations.Nullable Waiting next() {
        var next = waiting.poll();
        busy = next != null;
        return next;
    }
}

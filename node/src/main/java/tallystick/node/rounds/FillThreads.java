package tallystick.node.rounds;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.concurrent.ThreadFactory;
import java.util.function.LongSupplier;

/// The threads of a node's fills, and how many of them a peer has by its invitations, over all keys.
///
/// **Why** a fill has a thread and locked memory for up to its limit of time, and the peer decides when it goes on. One
/// that shares a thousand keys could invite to as many fills at once, and leave each where this node has done its
/// part. What is beyond waits here; other peers have places of their own.
///
/// **Threads** any; each fill has a platform thread of its own, as what vectors leave on the heap is known of no other.
final class FillThreads {
    /// As many as a node invites to by itself: one that does no more finds a place for each.
    static final int OF_PEER = FillQueue.AT_ONCE;
    /// After a fill that stopped there is none for so long, and for twice as long after each further one.
    static final long REST_NANOS = 250_000_000L;
    /// Then the rest is eight seconds, well below the time that a fill has: who invited still waits when it is over.
    private static final int STOPS_MAX = 6;

    private final ThreadFactory factory;
    private final LongSupplier nanos;
    private final Map<String, Peer> peers = new HashMap<>();

    private static final class Peer {
        private final SequencedMap<Object, Runnable> waiting = new LinkedHashMap<>();
        private int taken;
        /// Fills that stopped, less those that did not.
        private int stops;
        private long stoppedNanos;

        private boolean isResting(long now) {
            return stops > 0 && now - stoppedNanos < REST_NANOS << (stops - 1);
        }

        /// A first stop is forgiven; only who invites rests after it, too.
        private boolean hasRoom(long now) {
            return stops < 2 ? taken < OF_PEER : taken < Math.max(OF_PEER >> (stops - 1), 1) && !isResting(now);
        }
    }

    FillThreads() {
        this(Thread.ofPlatform().daemon().name("pool-fill").factory(), System::nanoTime);
    }

    FillThreads(ThreadFactory factory, LongSupplier nanos) {
        this.factory = factory;
        this.nanos = nanos;
    }

    /// Whether a fill to which `peer` has invited may begin: it keeps its place until it leaves. Where it rests after
    /// fills that stopped, it is for `peer` to say its invitation again.
    ///
    /// @param which of the peer's pairs
    /// @param again called once when a place is free, if there is none now; must not wait for anything
    /// @spec docs/spec/node-wire.md#NW-57 node-wire
    synchronized boolean enter(String peer, Object which, Runnable again) {
        var theirs = of(peer);
        if (!theirs.hasRoom(nanos.getAsLong())) {
            theirs.waiting.putIfAbsent(which, again);
            return false;
        }
        theirs.taken++;
        return true;
    }

    /// Gives a place back, and asks who waits for one, first those that have waited longest.
    void leave(String peer) {
        giveBack(peer);
        for (var next = served(peer); next.isPresent(); next = served(peer))
            next.get().run();
    }

    /// Gives a place back and asks nobody: what waits is asked at the next [#leave].
    synchronized void giveBack(String peer) {
        var theirs = of(peer);
        if (theirs.taken > 0) theirs.taken--;
    }

    private synchronized Optional<Runnable> served(String peer) {
        var theirs = of(peer);
        if (theirs.waiting.isEmpty() || !theirs.hasRoom(nanos.getAsLong())) return Optional.empty();
        return Optional.of(theirs.waiting.pollFirstEntry().getValue());
    }

    /// What a fill's beginning is called by when it has stopped.
    long now() {
        return nanos.getAsLong();
    }

    /// A fill with `peer` came to its end.
    synchronized void done(String peer) {
        var theirs = of(peer);
        theirs.stops = Math.max(theirs.stops - 1, 0);
    }

    /// A fill with `peer` did not. Those that were under way together stop together, where a link ends or a node: they
    /// count once.
    ///
    /// @param begunNanos [#now] when it began
    synchronized void stopped(String peer, long begunNanos) {
        var theirs = of(peer);
        if (theirs.stops > 0 && begunNanos - theirs.stoppedNanos < 0) return;
        theirs.stops = Math.min(theirs.stops + 1, STOPS_MAX);
        theirs.stoppedNanos = nanos.getAsLong();
    }

    /// Whether fills with `peer` stopped shortly before now, on whatever key.
    synchronized boolean isResting(String peer) {
        return of(peer).isResting(nanos.getAsLong());
    }

    private Peer of(String peer) {
        return peers.computeIfAbsent(peer, _ -> new Peer());
    }

    /// @return whether there was a thread to be had
    boolean start(Runnable fill) {
        try {
            factory.newThread(fill).start();
            return true;
        } catch (OutOfMemoryError none) {
            // So the system says that it has no thread left; the node goes on without this fill.
            return false;
        }
    }
}

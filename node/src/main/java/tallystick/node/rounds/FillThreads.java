package tallystick.node.rounds;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.concurrent.ThreadFactory;

/// The threads of a node's fills, and how many of them a peer has by its invitations, over all keys.
///
/// **Why** a fill has a thread and locked memory for up to its limit of time, and the peer decides when it goes on. One
/// that shares a thousand keys could invite to as many fills at once. What is beyond waits here; other peers have
/// places of their own.
///
/// **Threads** any; each fill has a platform thread of its own, as what vectors leave on the heap is known of no other.
final class FillThreads {
    /// As many as a node invites to by itself: one that does no more finds a place for each.
    static final int OF_PEER = FillQueue.AT_ONCE;

    private final ThreadFactory factory;
    private final Map<String, Integer> taken = new HashMap<>();
    private final Map<String, SequencedMap<Object, Runnable>> waiting = new HashMap<>();

    FillThreads() {
        this(Thread.ofPlatform().daemon().name("pool-fill").factory());
    }

    FillThreads(ThreadFactory factory) {
        this.factory = factory;
    }

    /// Whether a fill to which `peer` has invited may begin: it keeps its place until it leaves.
    ///
    /// @param which of the peer's pairs
    /// @param again called once when a place is free, if there is none now; must not wait for anything
    /// @spec docs/spec/node-wire.md#NW-57 node-wire
    synchronized boolean enter(String peer, Object which, Runnable again) {
        var count = taken.getOrDefault(peer, 0);
        if (count >= OF_PEER) {
            waiting.computeIfAbsent(peer, _ -> new LinkedHashMap<>()).putIfAbsent(which, again);
            return false;
        }
        taken.put(peer, count + 1);
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
        taken.computeIfPresent(peer, (_, count) -> count == 1 ? null : count - 1);
    }

    private synchronized Optional<Runnable> served(String peer) {
        var theirs = waiting.get(peer);
        if (theirs == null || taken.getOrDefault(peer, 0) >= OF_PEER) return Optional.empty();
        var first = theirs.pollFirstEntry();
        if (theirs.isEmpty()) waiting.remove(peer);
        return Optional.of(first.getValue());
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

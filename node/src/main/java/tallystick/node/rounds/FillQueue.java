package tallystick.node.rounds;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.SequencedSet;
import java.util.Set;
import java.util.function.Predicate;
import tallystick.mpc.session.PartyId;

/// How many fills a node invites to at a time, over all its keys, as long as nobody waits for what they make.
///
/// **Why** each fill has a limit of time. A node that starts with a thousand keys would begin thousands of fills at
/// once, which share its processors: none would come to its end in time, and all would begin again.
///
/// **Threads** any.
public final class FillQueue {
    /// Enough for the processors while some of the fills wait for their peers.
    static final int AT_ONCE = 8;

    private final FillThreads threads = new FillThreads();
    private final SequencedSet<Places> waiting = new LinkedHashSet<>();
    private int taken;

    FillQueue() {}

    /// On which all fills run.
    FillThreads threads() {
        return threads;
    }

    /// The places of one key's fills, one for each peer.
    ///
    /// @param again called when a place is free that was not before; must not wait for anything
    Places places(Runnable again) {
        return new Places(again);
    }

    final class Places {
        private final Runnable again;
        private final Set<PartyId> with = new HashSet<>();
        private boolean closed;

        private Places(Runnable again) {
            this.again = again;
        }

        /// Whether a fill with `peer` may begin: it keeps its place until [#leave].
        boolean take(PartyId peer) {
            synchronized (FillQueue.this) {
                if (closed) return false;
                if (with.contains(peer)) return true;
                if (taken >= AT_ONCE) {
                    waiting.add(this);
                    return false;
                }
                taken++;
                return with.add(peer);
            }
        }

        /// Gives back the places of fills that are over.
        void leave(Predicate<PartyId> isOver) {
            served(isOver).forEach(each -> each.again.run());
        }

        /// Gives all back, and takes none any more.
        void close() {
            synchronized (FillQueue.this) {
                closed = true;
                waiting.remove(this);
            }
            leave(_ -> true);
        }

        /// Whoever may ask again, for each place given back.
        private List<Places> served(Predicate<PartyId> isOver) {
            synchronized (FillQueue.this) {
                var before = with.size();
                with.removeIf(isOver);
                taken -= before - with.size();
                var next = new ArrayList<Places>();
                for (var freed = before - with.size(); freed > 0 && !waiting.isEmpty(); freed--)
                    next.add(waiting.removeFirst());
                return next;
            }
        }
    }
}

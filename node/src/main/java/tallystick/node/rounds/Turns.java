package tallystick.node.rounds;

import java.time.Duration;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedSet;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import tallystick.mpc.session.PartyId;

/// Who may spend what is in stock: runs at the same time do not count on the same items. Of those who wait, the first
/// for whom there is enough; who needs less may be served before who needs more.
///
/// **Why** not for ever: where items come a few at a time and are asked for one by one, there would never be enough at
/// once for a transaction of many inputs. Once much was given since somebody came, what he lacks is kept for him. Of a
/// peer with whom there is nothing at all nothing may ever come, and for whom lacks that nothing is kept.
///
/// **Threads** any.
final class Turns {
    /// What is in stock now.
    interface Stock {
        int ownNonces();

        int noncesOf(PartyId peer);

        int itemsWith(PartyId peer);
    }

    /// How many digests others are given turns for before what somebody lacks is kept for him: some runs of the most
    /// inputs.
    static final int GIVEN_BEFORE_MAX = 256;

    private final Stock stock;
    private final Set<PartyId> kept = new HashSet<>();
    private final SequencedSet<Waiter> waiting = new LinkedHashSet<>();
    private final Map<PartyId, Integer> promised = new HashMap<>();
    private int promisedNonces;
    private long given;
    private boolean noncesAreKept;
    private boolean closed;

    Turns(Stock stock) {
        this.stock = stock;
    }

    private static final class Waiter {
        private final List<PartyId> peers;
        private final int count;
        private final long before;
        private final CompletableFuture<Optional<Turn>> told = new CompletableFuture<>();

        /// @param before how much was given before it came
        Waiter(List<PartyId> peers, int count, long before) {
            this.peers = peers;
            this.count = count;
            this.before = before;
        }
    }

    /// Items and nonces that are kept for one run.
    final class Turn implements AutoCloseable {
        private final List<PartyId> peers;
        private final int count;
        private boolean over;

        private Turn(List<PartyId> peers, int count) {
            this.peers = peers;
            this.count = count;
            promise(1);
        }

        private void promise(int sign) {
            promisedNonces += sign * count;
            peers.forEach(peer -> promised.merge(peer, sign * count, Integer::sum));
        }

        /// The run has taken them, or will not.
        @Override
        public void close() {
            synchronized (Turns.this) {
                if (over) return;
                over = true;
                promise(-1);
                serve();
            }
        }
    }

    /// A turn to sign `count` digests with `peers`, now or never.
    synchronized Optional<Turn> take(List<PartyId> peers, int count) {
        if (closed || noncesAreKept || !Collections.disjoint(kept, peers) || !isStocked(peers, count))
            return Optional.empty();
        given += count;
        return Optional.of(new Turn(peers, count));
    }

    /// Waits for a turn.
    ///
    /// @return empty if the time ran out or the stock is closed
    Optional<Turn> await(List<PartyId> peers, int count, Duration limit) throws InterruptedException {
        Waiter waiter;
        synchronized (this) {
            if (closed) return Optional.empty();
            waiter = new Waiter(peers, count, given);
            waiting.add(waiter);
            serve();
        }
        try {
            return waiter.told.get(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            return giveUp(waiter);
        } catch (InterruptedException e) {
            giveUp(waiter).ifPresent(Turn::close);
            throw e;
        } catch (ExecutionException e) {
            throw new AssertionError("nobody fails a wait", e);
        }
    }

    /// What was given in the last moment.
    private synchronized Optional<Turn> giveUp(Waiter waiter) {
        if (!waiting.remove(waiter)) return waiter.told.join();
        serve();
        return Optional.empty();
    }

    /// Gives what is in stock to those who wait. Called whenever there may be more.
    synchronized void serve() {
        kept.clear();
        noncesAreKept = false;
        waiting.removeIf(waiter -> {
            var turn = take(waiter.peers, waiter.count);
            if (turn.isPresent()) waiter.told.complete(turn);
            else if (given - waiter.before >= GIVEN_BEFORE_MAX) keep(waiter);
            return turn.isPresent();
        });
    }

    /// What it lacks, from those who come behind it.
    private void keep(Waiter waiter) {
        var lacking =
                waiter.peers.stream().filter(peer -> left(peer) < waiter.count).toList();
        if (lacking.stream().anyMatch(peer -> left(peer) <= 0)) return;
        kept.addAll(lacking);
        if (lacking.isEmpty() && leftNonces() < waiter.count) noncesAreKept = true;
    }

    /// Nobody gets a turn any more, and nobody waits.
    synchronized void close() {
        closed = true;
        waiting.forEach(waiter -> waiter.told.complete(Optional.empty()));
        waiting.clear();
    }

    private boolean isStocked(List<PartyId> peers, int count) {
        return leftNonces() >= count && peers.stream().allMatch(peer -> left(peer) >= count);
    }

    private int leftNonces() {
        return stock.ownNonces() - promisedNonces;
    }

    /// For how many digests there is enough with a peer.
    private int left(PartyId peer) {
        return Math.min(stock.noncesOf(peer), stock.itemsWith(peer)) - promised.getOrDefault(peer, 0);
    }
}

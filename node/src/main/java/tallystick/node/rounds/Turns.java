package tallystick.node.rounds;

import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import tallystick.mpc.session.PartyId;

/// Who may spend what is in stock: runs at the same time do not count on the same items. Of those who wait, the first
/// for whom there is enough; who needs less may be served before who needs more.
///
/// **Threads** any.
final class Turns {
    /// What is in stock now.
    interface Stock {
        int ownNonces();

        int noncesOf(PartyId peer);

        int itemsWith(PartyId peer);
    }

    private final Stock stock;
    private final SequencedSet<Waiter> waiting = new LinkedHashSet<>();
    private final Map<PartyId, Integer> promised = new HashMap<>();
    private int promisedNonces;
    private boolean closed;

    Turns(Stock stock) {
        this.stock = stock;
    }

    private static final class Waiter {
        private final List<PartyId> peers;
        private final int count;
        private final CompletableFuture<Optional<Turn>> told = new CompletableFuture<>();

        Waiter(List<PartyId> peers, int count) {
            this.peers = peers;
            this.count = count;
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
        return !closed && isStocked(peers, count) ? Optional.of(new Turn(peers, count)) : Optional.empty();
    }

    /// Waits for a turn.
    ///
    /// @return empty if the time ran out or the stock is closed
    Optional<Turn> await(List<PartyId> peers, int count, Duration limit) throws InterruptedException {
        var waiter = new Waiter(peers, count);
        synchronized (this) {
            if (closed) return Optional.empty();
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
        return waiting.remove(waiter) ? Optional.empty() : waiter.told.join();
    }

    /// Gives what is in stock to those who wait. Called whenever there may be more.
    synchronized void serve() {
        waiting.removeIf(waiter -> {
            var turn = take(waiter.peers, waiter.count);
            if (turn.isPresent()) waiter.told.complete(turn);
            return turn.isPresent();
        });
    }

    /// Nobody gets a turn any more, and nobody waits.
    synchronized void close() {
        closed = true;
        waiting.forEach(waiter -> waiter.told.complete(Optional.empty()));
        waiting.clear();
    }

    private boolean isStocked(List<PartyId> peers, int count) {
        return stock.ownNonces() - promisedNonces >= count
                && peers.stream()
                        .allMatch(peer -> stock.noncesOf(peer) - promised.getOrDefault(peer, 0) >= count
                                && stock.itemsWith(peer) - promised.getOrDefault(peer, 0) >= count);
    }
}

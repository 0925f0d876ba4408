package tallystick.node.rounds;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import tallystick.mpc.session.PartyId;
import tallystick.node.kit.Patience;

class TurnsTest {
    private static final PartyId BRAVO = new PartyId(2);
    private static final PartyId CHARLIE = new PartyId(3);
    private static final Duration LONG = Duration.ofMinutes(1);
    private static final Duration SHORT = Duration.ofMillis(20);

    private final Shelf shelf = new Shelf();
    private final Turns turns = new Turns(shelf);

    /// What is in stock, as the test says.
    private static final class Shelf implements Turns.Stock {
        private final Map<PartyId, Integer> nonces = new HashMap<>();
        private final Map<PartyId, Integer> items = new HashMap<>();
        private int own;

        void put(int count, PartyId... peers) {
            own = count;
            for (var peer : peers) {
                nonces.put(peer, count);
                items.put(peer, count);
            }
        }

        @Override
        public int ownNonces() {
            return own;
        }

        @Override
        public int noncesOf(PartyId peer) {
            return nonces.getOrDefault(peer, 0);
        }

        @Override
        public int itemsWith(PartyId peer) {
            return items.getOrDefault(peer, 0);
        }
    }

    /// Somebody who waits on a thread of its own.
    private static final class Waiting {
        private final FutureTask<Optional<Turns.Turn>> task;
        private final Thread thread;

        Waiting(Turns turns, List<PartyId> peers, int count, Duration limit) {
            task = new FutureTask<>(() -> turns.await(peers, count, limit));
            thread = Thread.ofPlatform().daemon().start(task);
        }

        Optional<Turns.Turn> turn() throws InterruptedException, ExecutionException {
            return task.get();
        }

        Optional<Turns.Turn> turnOrNone() {
            try {
                return Patience.result(task);
            } catch (InterruptedException | ExecutionException e) {
                throw new AssertionError(e);
            }
        }

        boolean isIn(Thread.State state) {
            return thread.getState() == state;
        }

        void untilItIs(Thread.State state) {
            Patience.until(() -> isIn(state));
        }
    }

    private Waiting waiting(List<PartyId> peers, int count) {
        var waiting = new Waiting(turns, peers, count, LONG);
        waiting.untilItIs(Thread.State.TIMED_WAITING);
        return waiting;
    }

    @Test
    void whatIsPromised_isNotPromisedAgain_untilTheTurnIsOver() {
        shelf.put(5, BRAVO);
        var first = turns.take(List.of(BRAVO), 3).orElseThrow();
        assertThat(turns.take(List.of(BRAVO), 3)).isEmpty();
        var second = turns.take(List.of(BRAVO), 2).orElseThrow();
        first.close();
        first.close();
        assertThat(turns.take(List.of(BRAVO), 4)).isEmpty();
        assertThat(turns.take(List.of(BRAVO), 3)).isPresent();
        second.close();
    }

    @Test
    void shortageOfAnyOneThing_givesNoTurn() {
        shelf.put(4, BRAVO);
        assertThat(turns.take(List.of(BRAVO), 5)).isEmpty();
        assertThat(turns.take(List.of(BRAVO, CHARLIE), 1)).isEmpty();
        shelf.own = 0;
        assertThat(turns.take(List.of(BRAVO), 1)).isEmpty();
        shelf.put(4, BRAVO);
        shelf.items.put(BRAVO, 0);
        assertThat(turns.take(List.of(BRAVO), 1)).isEmpty();
        shelf.put(4, BRAVO);
        shelf.nonces.put(BRAVO, 0);
        assertThat(turns.take(List.of(BRAVO), 1)).isEmpty();
        shelf.put(4, BRAVO);
        assertThat(turns.take(List.of(BRAVO), 4)).isPresent();
    }

    @Test
    void thoseWhoWait_areServedAsTheyCame() throws Exception {
        var order = Collections.synchronizedList(new ArrayList<Integer>());
        var all = new ArrayList<Waiting>();
        for (var i = 0; i < 5; i++) all.add(waiting(List.of(BRAVO), 2));
        shelf.put(2, BRAVO);
        turns.serve();
        for (var i = 0; i < all.size(); i++) {
            var turn = all.get(i).turn().orElseThrow();
            order.add(i);
            assertThat(all.stream().filter(each -> each.task.isDone())).hasSize(i + 1);
            turn.close();
        }
        assertThat(order).containsExactly(0, 1, 2, 3, 4);
    }

    @Test
    void waiterForAMissingPeer_holdsUpNobodyElse() throws Exception {
        var stuck = waiting(List.of(BRAVO, CHARLIE), 1);
        var other = waiting(List.of(BRAVO), 1);
        shelf.put(1, BRAVO);
        turns.serve();
        other.turn().orElseThrow().close();
        assertThat(stuck.task.isDone()).isFalse();
        shelf.put(1, BRAVO, CHARLIE);
        turns.serve();
        stuck.turn().orElseThrow().close();
    }

    private void giveMany(PartyId peer) {
        for (var i = 0; i < Turns.GIVEN_BEFORE_MAX; i++)
            turns.take(List.of(peer), 1).orElseThrow().close();
    }

    @Test
    void whoNeedsMany_isPassedByThoseWhoNeedFew_onlySoOften() throws Exception {
        var many = waiting(List.of(BRAVO), 32);
        shelf.put(1, BRAVO);
        giveMany(BRAVO);
        for (var stock = 4; stock < 32; stock += 4) {
            shelf.put(stock, BRAVO);
            turns.serve();
            assertThat(turns.take(List.of(BRAVO), 1)).isEmpty();
        }
        shelf.put(32, BRAVO);
        turns.serve();
        many.turn().orElseThrow().close();
        assertThat(turns.take(List.of(BRAVO), 1)).isPresent();
    }

    @Test
    void whatIsKeptForSomebody_isWhatHeLacks_andNothingWhereThereIsNothingWithAPeer() {
        var many = waiting(List.of(BRAVO, CHARLIE), 32);
        shelf.put(100, BRAVO, CHARLIE);
        shelf.items.put(CHARLIE, 8);
        giveMany(BRAVO);
        turns.serve();
        assertThat(turns.take(List.of(CHARLIE), 1)).isEmpty();
        turns.take(List.of(BRAVO), 1).orElseThrow().close();
        shelf.items.put(BRAVO, 8);
        turns.serve();
        assertThat(turns.take(List.of(BRAVO), 1)).isEmpty();
        shelf.items.put(CHARLIE, 0);
        turns.serve();
        turns.take(List.of(BRAVO), 1).orElseThrow().close();
        assertThat(many.task.isDone()).isFalse();
        turns.close();
    }

    @Test
    void ownNonces_areKeptForWhoLacksNothingElse_untilHisTimeIsOver() throws Exception {
        shelf.put(100, BRAVO);
        shelf.own = 8;
        var many = new Waiting(turns, List.of(BRAVO), 32, Duration.ofMillis(300));
        many.untilItIs(Thread.State.TIMED_WAITING);
        giveMany(BRAVO);
        turns.serve();
        assertThat(turns.take(List.of(BRAVO), 1)).isEmpty();
        assertThat(many.turn()).isEmpty();
        assertThat(turns.take(List.of(BRAVO), 1)).isPresent();
    }

    @Test
    void endedTurn_servesWhoWaitsForIt() throws Exception {
        shelf.put(3, BRAVO);
        var first = turns.take(List.of(BRAVO), 2).orElseThrow();
        var second = waiting(List.of(BRAVO), 2);
        first.close();
        assertThat(second.turn()).isPresent();
    }

    @Test
    void timeThatRunsOut_leavesNothingPromised() throws InterruptedException {
        assertThat(turns.await(List.of(BRAVO), 1, SHORT)).isEmpty();
        shelf.put(1, BRAVO);
        turns.serve();
        assertThat(turns.take(List.of(BRAVO), 1)).isPresent();
    }

    @Test
    void turnGivenInTheLastMoment_isNotLost() throws Exception {
        var given = new AtomicReference<Optional<Turns.Turn>>(Optional.empty());
        Patience.until(() -> {
            given.set(givenAfterItsTime());
            return given.get().isPresent();
        });
        given.get().orElseThrow().close();
        assertThat(turns.take(List.of(BRAVO), 1)).isPresent();
    }

    /// A turn given to somebody whose time is over, and who cannot say so yet; empty if he could.
    private Optional<Turns.Turn> givenAfterItsTime() {
        var late = new Waiting(turns, List.of(BRAVO), 1, Duration.ofMillis(300));
        Patience.until(() -> late.isIn(Thread.State.TIMED_WAITING) || late.task.isDone());
        synchronized (turns) {
            Patience.until(() -> late.isIn(Thread.State.BLOCKED) || late.task.isDone());
            if (late.task.isDone()) return Optional.empty();
            shelf.put(1, BRAVO);
            turns.serve();
        }
        return late.turnOrNone();
    }

    @Test
    void turnGivenToSomebodyInterrupted_isGivenBack() {
        var late = waiting(List.of(BRAVO), 1);
        synchronized (turns) {
            late.thread.interrupt();
            late.untilItIs(Thread.State.BLOCKED);
            shelf.put(1, BRAVO);
            turns.serve();
            assertThat(turns.take(List.of(BRAVO), 1)).isEmpty();
        }
        assertThatThrownBy(late::turn).hasCauseInstanceOf(InterruptedException.class);
        assertThat(turns.take(List.of(BRAVO), 1)).isPresent();
    }

    @Test
    void closedStock_sendsEverybodyAwayAtOnce() throws Exception {
        var all = List.of(waiting(List.of(BRAVO), 1), waiting(List.of(CHARLIE), 7));
        turns.close();
        for (var each : all) assertThat(each.turn()).isEmpty();
        shelf.put(9, BRAVO, CHARLIE);
        assertThat(turns.take(List.of(BRAVO), 1)).isEmpty();
        assertThat(turns.await(List.of(BRAVO), 1, LONG)).isEmpty();
    }
}

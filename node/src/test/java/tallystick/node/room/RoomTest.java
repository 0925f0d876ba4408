package tallystick.node.room;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import tallystick.node.kit.Patience;

@DisplayName("Room for so many at a time, docs/spec/documents.md ND-11")
class RoomTest {
    private static final int BROUGHT = 8;
    private static final String UNDER_WAY = "under way";

    private final Room room = new Room(2);
    private final List<String> entered = Collections.synchronizedList(new ArrayList<>());
    private final Map<String, CountDownLatch> go = new ConcurrentHashMap<>();
    private final List<Thread> threads = new ArrayList<>();

    private static void awaited(CountDownLatch go) {
        try {
            go.await();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /// Somebody brings something of a name, that is done until it is let go; others come once he is inside or waits.
    private void brings(String whose, String name) {
        var until = new CountDownLatch(1);
        go.put(name, until);
        Room.Work<Integer, RuntimeException> work = () -> {
            entered.add(name);
            awaited(until);
            return 1;
        };
        var thread = Thread.ofPlatform().start(() -> {
            if (whose.equals(UNDER_WAY)) assertThat(room.next(work)).isOne();
            else assertThat(room.in(whose, work)).isOne();
        });
        threads.add(thread);
        Patience.until(() -> thread.getState() == Thread.State.WAITING);
    }

    private void done(String name) {
        Objects.requireNonNull(go.get(name), name).countDown();
    }

    private void entered(String... names) {
        Patience.until(() -> entered.size() == names.length);
        assertThat(entered).containsExactly(names);
    }

    private void over() throws InterruptedException {
        go.values().forEach(CountDownLatch::countDown);
        for (var thread : threads) thread.join();
    }

    @Test
    void eightAtOnce_areDoneTwoAtATime_andAllOfThemInTheEnd() throws InterruptedException {
        var inside = new AtomicInteger();
        var most = new AtomicInteger();
        var all = new CountDownLatch(1);
        var done = new AtomicInteger();
        for (var i = 0; i < BROUGHT; i++) {
            var whose = "h:" + i;
            threads.add(Thread.ofPlatform()
                    .start(() -> done.addAndGet(room.in(whose, () -> {
                        most.accumulateAndGet(inside.incrementAndGet(), Math::max);
                        awaited(all);
                        inside.decrementAndGet();
                        return 1;
                    }))));
        }
        // Two are inside, and all others wait.
        Patience.until(() ->
                inside.get() == 2 && threads.stream().allMatch(thread -> thread.getState() == Thread.State.WAITING));
        assertThat(inside).hasValue(2);
        all.countDown();
        for (var thread : threads) thread.join();
        assertThat(most).hasValue(2);
        assertThat(done).hasValue(BROUGHT);
    }

    @Test
    void oneWhoBringsMuchAtOnce_hasOnePlace_andOthersPassHim() throws InterruptedException {
        for (var i = 0; i < BROUGHT; i++) brings("ann", "ann " + i);
        entered("ann 0");
        brings("bo", "bo");
        entered("ann 0", "bo");
        brings("cy", "cy");
        done("bo");
        entered("ann 0", "bo", "cy");
        // Her second waits for her first, whatever is free.
        done("cy");
        brings("dee", "dee");
        done("ann 0");
        entered("ann 0", "bo", "cy", "dee", "ann 1");
        over();
        assertThat(entered).hasSize(BROUGHT + 3);
    }

    @Test
    void whoseTurnBeganFirst_isNext_behindTwoWhoBringMuch() throws InterruptedException {
        for (var i = 0; i < BROUGHT; i++) {
            brings("ann", "ann " + i);
            brings("bo", "bo " + i);
        }
        brings("cy", "cy");
        done("ann 0");
        entered("ann 0", "bo 0", "cy");
        done("bo 0");
        entered("ann 0", "bo 0", "cy", "ann 1");
        done("ann 1");
        entered("ann 0", "bo 0", "cy", "ann 1", "bo 1");
        over();
        assertThat(entered).hasSize(2 * BROUGHT + 1);
    }

    @Test
    void whoeverHasNothingWaiting_orIsNew_doesNotPassWhoWaits() throws InterruptedException {
        brings("ann", "ann 0");
        brings("bo", "bo 0");
        brings("ann", "ann 1");
        brings("cy", "cy 0");
        done("ann 0");
        entered("ann 0", "bo 0", "cy 0");
        brings("dee", "dee 0");
        brings("eli", "eli 0");
        done("bo 0");
        entered("ann 0", "bo 0", "cy 0", "ann 1");
        // He had nothing more, and comes again behind those who came meanwhile.
        brings("bo", "bo 1");
        done("cy 0");
        entered("ann 0", "bo 0", "cy 0", "ann 1", "dee 0");
        done("dee 0");
        entered("ann 0", "bo 0", "cy 0", "ann 1", "dee 0", "eli 0");
        done("ann 1");
        entered("ann 0", "bo 0", "cy 0", "ann 1", "dee 0", "eli 0", "bo 1");
        over();
    }

    @Test
    void whatIsUnderWay_goesBeforeAllThatIsNew_andTakesOnePlace() throws InterruptedException {
        brings("ann", "ann");
        brings("bo", "bo");
        brings("cy", "cy");
        brings(UNDER_WAY, "run 1");
        brings(UNDER_WAY, "run 2");
        done("ann");
        entered("ann", "bo", "run 1");
        done("bo");
        entered("ann", "bo", "run 1", "cy");
        done("run 1");
        entered("ann", "bo", "run 1", "cy", "run 2");
        over();
    }

    @Test
    void whatFails_orIsInterrupted_leavesItsPlace() {
        for (var i = 0; i < 3; i++) {
            assertThatThrownBy(() -> room.in("ann", () -> {
                        throw new IllegalStateException("as told");
                    }))
                    .hasMessage("as told");
            assertThatThrownBy(() -> room.next(() -> {
                        throw new IllegalStateException("as told");
                    }))
                    .hasMessage("as told");
        }
        Thread.currentThread().interrupt();
        assertThat(room.in("ann", () -> room.in("bo", () -> "done"))).isEqualTo("done");
        assertThat(Thread.interrupted()).isTrue();
    }
}

package tallystick.node.gate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import tallystick.node.kit.Patience;

@DisplayName("Room for so many at a time, docs/spec/documents.md ND-11")
class RoomTest {
    private static final int BROUGHT = 8;

    private static void awaited(CountDownLatch go) {
        try {
            go.await();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void eightAtOnce_areDoneTwoAtATime_andAllOfThemInTheEnd() throws InterruptedException {
        var room = new Room(2);
        var inside = new AtomicInteger();
        var most = new AtomicInteger();
        var go = new CountDownLatch(1);
        var done = new AtomicInteger();
        var threads = new ArrayList<Thread>();
        for (var i = 0; i < BROUGHT; i++)
            threads.add(Thread.ofPlatform()
                    .start(() -> done.addAndGet(room.in(() -> {
                        most.accumulateAndGet(inside.incrementAndGet(), Math::max);
                        awaited(go);
                        inside.decrementAndGet();
                        return 1;
                    }))));
        // Two are inside, and all others wait.
        Patience.until(() ->
                inside.get() == 2 && threads.stream().allMatch(thread -> thread.getState() == Thread.State.WAITING));
        assertThat(inside).hasValue(2);
        go.countDown();
        for (var thread : threads) thread.join();
        assertThat(most).hasValue(2);
        assertThat(done).hasValue(BROUGHT);
    }

    @Test
    void whatFails_orIsInterrupted_leavesItsPlace() {
        var room = new Room(1);
        for (var i = 0; i < 3; i++)
            assertThatThrownBy(() -> room.in(() -> {
                        throw new IllegalStateException("as told");
                    }))
                    .hasMessage("as told");
        Thread.currentThread().interrupt();
        assertThat(room.in(() -> "done")).isEqualTo("done");
        assertThat(Thread.interrupted()).isTrue();
    }
}

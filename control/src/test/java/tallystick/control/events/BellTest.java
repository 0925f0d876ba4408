package tallystick.control.events;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import tallystick.control.kit.Patience;
import tallystick.control.kit.World;
import tallystick.control.store.Store;

/// Who follows events hears of them at once, whichever replica appended them, and who appends them keeps nobody
/// waiting.
class BellTest {
    private static final Duration LONG = Duration.ofHours(1);

    @Test
    void whoWaits_goesOnWhenItRings_andNotBefore() throws Exception {
        var bell = new Bell();
        var heard = bell.rung();
        var isOver = new AtomicBoolean();
        var waiting = Thread.ofVirtual().start(() -> {
            try {
                bell.await(heard, LONG);
                isOver.set(true);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        Patience.until("a thread that waits", () -> waiting.getState() == Thread.State.TIMED_WAITING);
        assertThat(isOver).isFalse();
        bell.ring();
        Patience.until("an end of waiting", isOver::get);
    }

    @Test
    void ringBeforeTheWait_isNotMissed() throws Exception {
        var bell = new Bell();
        var heard = bell.rung();
        bell.ring();
        bell.await(heard, LONG);
        assertThat(bell.rung()).isEqualTo(heard + 1);
    }

    @Test
    void whatAnotherReplicaNotifies_rings() throws Exception {
        var world = World.get();
        var bell = world.control().part(Bell.class);
        var store = world.control().part(Store.class);
        var heard = bell.rung();
        var _ = store.sql("select pg_notify('tallystick_events', '')")
                .query((_, _) -> true)
                .single();
        Patience.until("a ring", () -> bell.rung() > heard);
    }

    /// Numbers are given at the end of a transaction: one that goes on after its event holds nobody up.
    @Test
    void longTransaction_withAnEvent_keepsNobodyFromAppending() throws Exception {
        var world = World.get();
        var store = world.control().part(Store.class);
        var workspace = store.sql("select id from workspaces").query(UUID.class).single();
        var mayEnd = new CountDownLatch(1);
        var begun = new AtomicBoolean();
        var first = Store.newId();
        var slow = Thread.ofVirtual()
                .start(() -> store.atomically(() -> {
                    append(world, workspace, first);
                    begun.set(true);
                    return awaited(mayEnd);
                }));
        Patience.until("a long transaction", begun::get);
        var second = Store.newId();
        var _ = store.atomically(() -> append(world, workspace, second));
        mayEnd.countDown();
        slow.join();
        assertThat(number(store, second)).isLessThan(number(store, first));
    }

    private static boolean append(World world, UUID workspace, UUID subject) {
        var events = world.control().part(Events.class);
        events.append(workspace, "test.rung", subject, events.data());
        return true;
    }

    private static boolean awaited(CountDownLatch latch) {
        try {
            latch.await();
            return true;
        } catch (InterruptedException e) {
            throw new AssertionError("the test is stopped", e);
        }
    }

    private static long number(Store store, UUID subject) {
        return store.sql("select number from events where subject = ?")
                .params(subject)
                .query(Long.class)
                .single();
    }
}

package tallystick.control.withdrawals;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tallystick.control.kit.Patience;
import tallystick.control.kit.World;
import tallystick.control.store.Store;

/// What is wanted of a job while it runs is not forgotten.
class JobsTest {
    private static World world;
    private static Store store;

    @BeforeAll
    static void begin() throws Exception {
        world = World.get();
        store = world.control().part(Store.class);
    }

    /// A job that another replica runs, of a withdrawal that is not there: whoever runs it next removes it.
    private static UUID running() {
        var id = Store.newId();
        store.sql("""
            insert into scheduled_tasks (task_name, task_instance, execution_time, picked, picked_by, last_heartbeat,
              version)
            values (?, ?, ?, true, 'another', now() + interval '1 hour', 1)\
            """)
                .params(Jobs.TASK, id.toString(), Store.moment(Instant.now()))
                .update();
        return id;
    }

    private static void endsUntilTomorrow(UUID id) {
        store.sql("update scheduled_tasks set picked = false, picked_by = null, execution_time = ? where"
                        + " task_instance = ?")
                .params(Store.moment(Instant.now().plus(Duration.ofDays(1))), id.toString())
                .update();
    }

    private static boolean isThere(UUID id) {
        return store.sql("select count(*) from scheduled_tasks where task_instance = ?")
                        .params(id.toString())
                        .query(Long.class)
                        .single()
                > 0;
    }

    @Test
    void jobThatWasWantedWhileItRan_runsAgainOnceItEnds() throws Exception {
        var id = running();
        world.control().part(Jobs.class).now(id);
        endsUntilTomorrow(id);
        world.control().part(Jobs.class).ended(id.toString());
        Patience.until("another run", () -> !isThere(id));
    }

    /// One of no withdrawal's name fails, and had failed so often that it would wait for minutes.
    @Test
    void jobThatWasWantedWhileItFailed_runsAgainToo() throws Exception {
        var name = "nothing " + Store.newId();
        store.sql("""
            insert into scheduled_tasks (task_name, task_instance, execution_time, picked, consecutive_failures,
              wanted_at, version)
            values (?, ?, now(), false, 30, now(), 1)\
            """).params(Jobs.TASK, name).update();
        Patience.until(
                "two runs",
                () -> store.sql("select consecutive_failures from scheduled_tasks where task_instance = ?")
                                .params(name)
                                .query(Integer.class)
                                .single()
                        >= 32);
        store.sql("delete from scheduled_tasks where task_instance = ?")
                .params(name)
                .update();
    }

    @Test
    void jobThatNobodyWanted_waitsForItsMoment() {
        var id = running();
        endsUntilTomorrow(id);
        world.control().part(Jobs.class).ended(id.toString());
        var due = store.sql(
                        "select execution_time > now() + interval '23 hours' from scheduled_tasks where task_instance"
                                + " = ?")
                .params(id.toString())
                .query(Boolean.class)
                .single();
        assertThat(due).isTrue();
        store.sql("delete from scheduled_tasks where task_instance = ?")
                .params(id.toString())
                .update();
    }

    @Test
    void transactionThatWaitsForTheDisk_isNotMadeOneThatDoesNot() {
        assertThatThrownBy(() -> store.atomically(() -> store.relaxed(() -> 1)))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("waits for the disk");
    }
}

package tallystick.control.withdrawals;

import java.time.Instant;
import java.time.InstantSource;
import java.util.UUID;
import org.springframework.stereotype.Component;
import tallystick.control.store.Store;

/// When control goes on with a withdrawal.
///
/// **Why** by a statement of the transaction that makes it necessary, and not by the job library's own call: a replica
/// that dies in between leaves both or neither.
@Component
class Jobs {
    /// What the job is called.
    static final String TASK = "withdrawal";

    private final Store store;
    private final Wake wake;
    private final InstantSource clock;

    Jobs(Store store, Wake wake, InstantSource clock) {
        this.store = store;
        this.wake = wake;
        this.clock = clock;
    }

    /// At once.
    void now(UUID withdrawal) {
        at(withdrawal, clock.instant());
        store.afterCommit(wake::now);
    }

    /// At a moment, or earlier if it was to be earlier. One that runs now is left alone: it looks again when it ends.
    void at(UUID withdrawal, Instant moment) {
        store.sql("""
            insert into scheduled_tasks (task_name, task_instance, execution_time, picked, version)
            values (?, ?, ?, false, 1)
            on conflict (task_name, task_instance) do update
            set execution_time = least(scheduled_tasks.execution_time, excluded.execution_time)
            where not scheduled_tasks.picked\
            """).params(TASK, withdrawal.toString(), Store.moment(moment)).update();
    }
}

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

    /// At a moment, or earlier if it was to be earlier. Of one that runs now the moment is noted, and counts once it
    /// ends.
    void at(UUID withdrawal, Instant moment) {
        store.sql("""
            insert into scheduled_tasks (task_name, task_instance, execution_time, picked, version)
            values (?, ?, ?, false, 1)
            on conflict (task_name, task_instance) do update set
              execution_time = case when scheduled_tasks.picked then scheduled_tasks.execution_time
                else least(scheduled_tasks.execution_time, excluded.execution_time) end,
              wanted_at = case when scheduled_tasks.picked
                then least(scheduled_tasks.wanted_at, excluded.execution_time) end\
            """).params(TASK, withdrawal.toString(), Store.moment(moment)).update();
    }

    /// Sees to what was wanted of one while it ran, now that it waits again.
    ///
    /// **Why** nothing is missed: whoever wants it locks its row until he commits. Either its end waits for him and
    /// he is seen here, or he finds it ended and sets its moment himself.
    void ended(String withdrawal) {
        var wanted = store.sql("""
            update scheduled_tasks set execution_time = least(execution_time, wanted_at), wanted_at = null
            where task_name = ? and task_instance = ? and wanted_at is not null and not picked\
            """).params(TASK, withdrawal).update();
        if (wanted > 0) wake.now();
    }
}

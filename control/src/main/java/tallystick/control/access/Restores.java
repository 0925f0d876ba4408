package tallystick.control.access;

import java.time.Instant;
import org.springframework.stereotype.Component;
import tallystick.control.answer.Problem;
import tallystick.control.answer.Problem.Code;
import tallystick.control.store.Store;

/// That a backup was put in the database's place, and what therefore nobody may do who was there before.
///
/// **Why** what was asked for after the backup is in no table any more, neither under the caller's idempotency key nor
/// under the program's own name, and no intent carries these names to nodes. A program that asks again would pay again.
/// So no key that is older than that moment drafts or submits: people make another once they know what was paid.
///
/// **Threads** any.
@Component
public final class Restores {
    private static final int OLDER_KEY = 5301;
    /// More events than there can have been since any backup.
    private static final long EVENTS_SKIPPED = 1_000_000_000L;

    private final Store store;

    /// On the database that is there.
    public Restores(Store store) {
        this.store = store;
    }

    /// Keeps that a backup was put in place at that moment; the same again changes nothing. What was not over in the
    /// backup counts as begun from then on, whoever says that it was not: it never ends as free to be paid anew.
    /// Sessions end: somebody may have signed out since. Numbers of events go on far behind those that were given
    /// since the backup: who follows them by the last that he has would else miss what comes until then.
    public void keep(Instant at) {
        var _ = store.atomically(() -> {
            var isNew = store.sql("insert into restores (at) values (?) on conflict do nothing")
                            .params(Store.moment(at))
                            .update()
                    == 1;
            return isNew ? begin() : 0;
        });
    }

    private int begin() {
        var _ = store.sql("select setval('event_numbers', last_value + ?) from event_numbers")
                .params(EVENTS_SKIPPED)
                .query(Long.class)
                .single();
        return store.sql("delete from sessions").update() + store.sql("""
                    update withdrawals set begun = true, restored = true
                    where stage not in
                      ('COMPLETED', 'DENIED', 'REJECTED', 'EXPIRED', 'CANCELLED', 'FAILED', 'REPLACED')\
                    """).update();
    }

    /// @throws Problem if it is a program whose key is older than what was restored last
    public void requireNewer(Caller caller) {
        var older = store.sql("""
            select count(*) from api_keys k
            where k.id = ? and exists (select 1 from restores r where r.at >= k.created_at)\
            """).params(caller.key()).query(Long.class).single();
        if (older != 0)
            throw Problem.of(
                    Code.CONFLICT,
                    "a backup was put in the place of control's database since the key was made: what you ask for may"
                            + " have been done, and nothing here knows of it",
                    new Problem.Remedy(
                            OLDER_KEY,
                            "look at the chain and at nodes for what was asked since the backup, then have a new key"
                                    + " made for the program"));
    }
}

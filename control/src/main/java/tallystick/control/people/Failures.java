package tallystick.control.people;

import java.time.Duration;
import java.time.InstantSource;
import org.springframework.stereotype.Component;
import tallystick.control.answer.Problem;
import tallystick.control.answer.Problem.Code;
import tallystick.control.store.Store;

/// Sign-ins that failed, in whatever way they were tried: an address with too many of them has to wait.
@Component
public final class Failures {
    private static final Duration WINDOW = Duration.ofMinutes(10);
    private static final int MAX = 20;

    private final Store store;
    private final InstantSource clock;

    Failures(Store store, InstantSource clock) {
        this.store = store;
        this.clock = clock;
    }

    /// @throws Problem if too many from this address failed
    public void requireFew(String remote) {
        var failures = store.sql("select count(*) from sign_in_failures where remote = ? and at > ?")
                .params(remote, Store.moment(clock.instant().minus(WINDOW)))
                .query(Integer.class)
                .single();
        if (failures >= MAX)
            throw Problem.of(Code.CROWDED, "%d sign-ins failed within ten minutes".formatted(failures));
    }

    /// One more.
    public void count(String remote) {
        store.sql("insert into sign_in_failures (remote, at) values (?, ?)")
                .params(remote, Store.moment(clock.instant()))
                .update();
    }

    /// Forgets what counts no more.
    int forget() {
        return store.sql("delete from sign_in_failures where at < ?")
                .params(Store.moment(clock.instant().minus(WINDOW)))
                .update();
    }
}

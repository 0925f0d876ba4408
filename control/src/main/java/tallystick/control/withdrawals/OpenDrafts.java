package tallystick.control.withdrawals;

import java.time.InstantSource;
import org.springframework.stereotype.Component;
import tallystick.control.access.Caller;
import tallystick.control.answer.Problem;
import tallystick.control.answer.Problem.Code;
import tallystick.control.store.Store;

/// How many drafts one caller may have open.
///
/// **Why** a draft keeps its number or its outputs from everybody else until it is submitted, taken back or half an
/// hour old: one program that drafts and never submits would keep all of a vault from all others.
@Component
final class OpenDrafts {
    /// The most of one caller; two payouts of the largest size. Who drafts several times at once may get past it by as
    /// many.
    static final int OF_A_CALLER = 200;

    private static final int FULL = 5401;

    private final Store store;
    private final InstantSource clock;

    OpenDrafts(Store store, InstantSource clock) {
        this.store = store;
        this.clock = clock;
    }

    /// @throws Problem if there is no room for one more: the caller's fault
    void requireRoom(Caller caller) {
        var open = store.sql("select count(*) from withdrawals where created_by = ? and stage = 'DRAFT'"
                        + " and expires_at > ?")
                .params(caller.key(), Store.moment(clock.instant()))
                .query(Long.class)
                .single();
        if (open >= OF_A_CALLER)
            throw Problem.of(
                    Code.FULL,
                    "%d drafts of this caller are open".formatted(open),
                    new Problem.Remedy(FULL, "submit some of them, take some back, or wait half an hour"));
    }
}

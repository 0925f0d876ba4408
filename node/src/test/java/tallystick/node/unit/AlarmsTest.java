package tallystick.node.unit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import tallystick.core.audit.AuditEvent;
import tallystick.core.governance.Member;
import tallystick.node.kit.LogBench;
import tallystick.node.ledger.StoreUnavailable;
import tallystick.node.log.Admissions;
import tallystick.node.log.Alarms;

@DisplayName("Alarms and callers are entries, docs/spec/audit-log.md AL-8 and AL-9")
class AlarmsTest {
    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.ofEpochSecond(1_800_000_000));
    private final List<AuditEvent> written = new ArrayList<>();
    private final Alarms alarms = new Alarms(this::append, now::get, Runnable::run);
    private final Admissions admissions = new Admissions(this::append, now::get, Runnable::run);

    private long append(AuditEvent event) {
        written.add(event);
        return written.size() - 1L;
    }

    private void pass(long seconds) {
        now.updateAndGet(at -> at.plusSeconds(seconds));
    }

    @Test
    void alarmThatRingsOnAndOn_isAnEntryOnceAnHour() {
        for (var i = 0; i < 100; i++) alarms.ring("vitals", "the ledger cannot be written");
        assertThat(written).containsExactly(new AuditEvent.AlarmRang("vitals", "the ledger cannot be written"));
        alarms.ring("vitals", "the disk is full");
        assertThat(written).hasSize(2);
        pass(3600);
        alarms.ring("vitals", "the ledger cannot be written");
        assertThat(written).hasSize(3);
    }

    @Test
    void alarmThatRangByAClockThatWasWrong_isAnEntryAgainOnceItIsRight() {
        pass(4 * 365 * 86_400L);
        alarms.ring("vitals", "the disk is full");
        pass(-1800);
        alarms.ring("vitals", "the disk is full");
        assertThat(written).hasSize(1);
        pass(-4 * 365 * 86_400L);
        alarms.ring("vitals", "the disk is full");
        assertThat(written).hasSize(2);
    }

    @Test
    void alarmThatCannotBeWritten_ringsAllTheSame() {
        var unwritable = new Alarms(
                _ -> {
                    throw new StoreUnavailable("append to the audit log", new IOException("full"));
                },
                now::get,
                Runnable::run);
        unwritable.ring("vitals", "the disk is full");
        assertThat(written).isEmpty();
    }

    @Test
    void callers_areEntriesOnceADayForEachKey_andNodesAreNot() {
        try (var bench = new LogBench("alpha")) {
            var operator = bench.roster().named("operator").orElseThrow();
            var pin = operator.tlsPins().getFirst();
            for (var i = 0; i < 100; i++) admissions.admitted(operator, pin);
            var entry = new AuditEvent.CallerAdmitted("operator", Member.Role.OPERATOR.code(), pin);
            assertThat(written).containsExactly(entry);
            admissions.admitted(operator, LogBench.digest("its next key"));
            admissions.admitted(bench.roster().named("alpha").orElseThrow(), pin);
            assertThat(written).hasSize(2);
            pass(24 * 3600);
            admissions.admitted(operator, pin);
            assertThat(written).hasSize(3).last().isEqualTo(entry);
        }
    }
}

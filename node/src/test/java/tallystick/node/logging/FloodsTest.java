package tallystick.node.logging;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import org.junit.jupiter.api.Test;

/// A corrupt member of the roster says what cannot be read, again and again.
class FloodsTest {
    private final AtomicLong now = new AtomicLong();
    private final Floods floods = new Floods(now::get);
    private final List<String> written = new ArrayList<>();

    private void write(Level level, String logger, String pattern, Object... parameters) {
        var record = new LogRecord(level, pattern);
        record.setLoggerName(logger);
        record.setParameters(parameters);
        if (floods.isLoggable(record)) written.add(new JsonLines().formatMessage(record));
    }

    private void warn(int times) {
        for (var i = 0; i < times; i++) write(Level.WARNING, "a", "news of {0} at byte {1}", "mallory", i);
    }

    @Test
    void warningsOfOneKind_areAHundredAMinute_andTheLastSaysThatThereAreMore() {
        warn(10_000);
        assertThat(written).hasSize(Floods.A_MINUTE);
        assertThat(written.getLast()).isEqualTo("news of mallory at byte 99 (further ones are left out for a minute)");
        now.addAndGet(TimeUnit.SECONDS.toNanos(59));
        warn(1);
        assertThat(written).hasSize(Floods.A_MINUTE);
        now.addAndGet(TimeUnit.SECONDS.toNanos(1));
        warn(1);
        assertThat(written).hasSize(Floods.A_MINUTE + 1).last().isEqualTo("news of mallory at byte 0");
    }

    @Test
    void whatElseIsSaid_isWrittenAllTheSame() {
        warn(10_000);
        written.clear();
        write(Level.WARNING, "a", "another kind");
        write(Level.WARNING, "b", "news of {0} at byte {1}", "mallory", 0);
        for (var i = 0; i < 1000; i++) write(Level.INFO, "a", "intent {0}: refused", i);
        assertThat(written).hasSize(1002);
    }

    @Test
    void alarms_differByAllOfTheirText() {
        for (var i = 0; i < 1000; i++) write(Level.SEVERE, "a", "ALARM {0}", "the disk is full");
        written.clear();
        write(Level.SEVERE, "a", "ALARM {0}", "node mallory is refused");
        assertThat(written).containsExactly("ALARM node mallory is refused");
    }

    @Test
    void textsThatDifferWithoutEnd_areBoundedToo_andForgotten() {
        for (var i = 0; i < 10_000; i++) write(Level.SEVERE, "a", "version " + i);
        assertThat(written).hasSize(Floods.KINDS_MAX + Floods.A_MINUTE);
        write(Level.SEVERE, "b", "ALARM");
        assertThat(written.getLast()).isEqualTo("ALARM");
        now.addAndGet(TimeUnit.MINUTES.toNanos(1));
        write(Level.SEVERE, "a", "version 9999");
        assertThat(written.getLast()).isEqualTo("version 9999");
    }
}

package tallystick.node.logging;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.logging.Filter;
import java.util.logging.Level;
import java.util.logging.LogRecord;

/// Lets so many warnings of one kind through in a minute, and says where it leaves some out.
///
/// **Why** whoever is in the roster may say what cannot be read a thousand times a second, and each time is a line: the
/// disk on which the log of a machine is kept may be the node's own. What tells of work that was done, and of people,
/// is no warning, and none of it is left out. Alarms differ by all of their text.
///
/// **Threads** any.
public final class Floods implements Filter {
    static final int A_MINUTE = 100;
    static final int KINDS_MAX = 1024;

    private static final long MINUTE_NANOS = TimeUnit.MINUTES.toNanos(1);
    private static final String FROM_NOW = " (further ones are left out for a minute)";

    private final LongSupplier nanoTime;
    private final Map<String, Minute> kinds = new HashMap<>();

    private static final class Minute {
        private final long begun;
        private int seen;

        Minute(long begun) {
            this.begun = begun;
        }
    }

    /// @param nanoTime a monotonic clock, as `System::nanoTime`
    public Floods(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    /// Whether it is written. The last one of a minute that is gets words that say so.
    @Override
    public synchronized boolean isLoggable(LogRecord record) {
        if (record.getLevel().intValue() < Level.WARNING.intValue()) return true;
        var now = nanoTime.getAsLong();
        var minute = minute(kind(record), String.valueOf(record.getLoggerName()), now);
        if (minute.seen >= A_MINUTE) return false;
        if (++minute.seen == A_MINUTE) record.setMessage(record.getMessage() + FROM_NOW);
        return true;
    }

    private static String kind(LogRecord record) {
        var words = record.getLoggerName() + "\n" + record.getMessage();
        return record.getLevel().intValue() > Level.WARNING.intValue()
                ? words + Arrays.toString(record.getParameters())
                : words;
    }

    /// Where there are too many kinds, those of one logger are one.
    private Minute minute(String kind, String logger, long now) {
        var known = kinds.get(kind);
        if (known != null && now - known.begun < MINUTE_NANOS) return known;
        if (kinds.size() >= KINDS_MAX) kinds.values().removeIf(each -> now - each.begun >= MINUTE_NANOS);
        if (kinds.size() >= KINDS_MAX && !kind.equals(logger)) {
            var ofAll = kinds.get(logger);
            if (ofAll != null && now - ofAll.begun < MINUTE_NANOS) return ofAll;
            return begin(logger, now);
        }
        return begin(kind, now);
    }

    private Minute begin(String kind, long now) {
        var fresh = new Minute(now);
        kinds.put(kind, fresh);
        return fresh;
    }
}

package tallystick.core.pack;

import java.time.Duration;
import java.time.Instant;

/// Which entries of a log are of a time: before the first of them all are earlier, behind the last all are later. It is
/// told each entry's time, one after the other.
///
/// The wide ones are of a minute more at both ends, since what others wrote of the same act has the time of their
/// clocks.
///
/// **Threads** one.
/// @spec docs/spec/evidence-pack.md#EP-6 evidence-pack
public final class AskedRange {
    private static final Duration AROUND = Duration.ofMinutes(1);

    private final Instant from;
    private final Instant to;
    private long first;
    private long end;
    private long wideFirst;
    private long wideEnd;

    /// @param size of the log
    public AskedRange(Instant from, Instant to, long size) {
        this.from = from;
        this.to = to;
        first = size;
        wideFirst = size;
    }

    /// The entry at `index` is of that time.
    public void saw(long index, Instant at) {
        if (!at.isBefore(from)) first = Math.min(first, index);
        if (at.isBefore(to)) end = index + 1;
        if (!at.plus(AROUND).isBefore(from)) wideFirst = Math.min(wideFirst, index);
        if (at.minus(AROUND).isBefore(to)) wideEnd = index + 1;
    }

    /// Index of the first entry of the time.
    public long first() {
        return first;
    }

    /// Index of the first entry after it.
    public long end() {
        return Math.max(first, end);
    }

    /// The first with the minute around.
    public long wideFirst() {
        return wideFirst;
    }

    /// The end with the minute around.
    public long wideEnd() {
        return Math.max(end(), wideEnd);
    }
}

package tallystick.node.ledger;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.LongSupplier;

/// The time by which a node forgets for good: the least that its clock has shown over a day at least, against the time
/// that has passed meanwhile.
///
/// **Why** a clock may be far ahead for a while, and be set right again. What it had the node forget would be missed
/// then.
///
/// **Threads** one at a time.
final class SettledTime {
    /// A clock that has been wrong for so long is what the node lives by.
    static final Duration WINDOW = Duration.ofDays(1);

    private final LongSupplier nanos;
    private final long begunNanos;
    /// When this began, by what the clock shows: the least of the window before, and of this one.
    private Instant before = Instant.MAX;

    private Instant present = Instant.MAX;
    private long windowNanos;
    private boolean isSettled;

    /// @param nanos passes evenly, whatever the clock does
    SettledTime(LongSupplier nanos) {
        this.nanos = nanos;
        this.begunNanos = nanos.getAsLong();
    }

    /// What may be taken for the time while the clock shows `now`; nothing on the first day.
    /// @spec docs/spec/documents.md#ND-6 documents
    Optional<Instant> at(Instant now) {
        var passed = nanos.getAsLong() - begunNanos;
        var begun = now.minusNanos(passed);
        if (passed - windowNanos >= WINDOW.toNanos()) {
            before = present;
            present = begun;
            windowNanos = passed;
            isSettled = true;
        }
        if (begun.isBefore(present)) present = begun;
        return isSettled
                ? Optional.of((before.isBefore(present) ? before : present).plusNanos(passed))
                : Optional.empty();
    }
}

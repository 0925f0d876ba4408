package tallystick.core.clock;

import java.time.Duration;
import java.time.Instant;

/// By how much the clocks of people, of those who sign facts and of nodes may differ.
///
/// **Why** one bound for all: what one check takes for the future, no other takes for the present.
public final class ClockSkew {
    /// The most by which one clock may be ahead of another.
    public static final Duration MAX = Duration.ofMinutes(10);

    private ClockSkew() {}

    /// Whether no clock that is right shows this moment yet.
    ///
    /// @param now by the own clock
    public static boolean isFuture(Instant moment, Instant now) {
        return moment.isAfter(now.plus(MAX));
    }
}

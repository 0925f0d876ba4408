package tallystick.core.policy;

import java.time.Duration;
import java.util.NavigableSet;
import java.util.TreeSet;

/// Time that passes between the moment a node first sees a request and the first signature.
///
/// @param min zero or more
/// @param cancelBy groups of which any member ends the request meanwhile
public record Delay(Duration min, NavigableSet<String> cancelBy) {
    private static final Delay NONE = new Delay(Duration.ZERO, Names.sorted(java.util.List.<String>of()));

    /// @throws IllegalArgumentException if the time is below zero: the caller's fault
    public Delay {
        cancelBy = Names.sorted(cancelBy);
        if (min.isNegative()) throw new IllegalArgumentException("a delay below zero");
    }

    /// None.
    public static Delay none() {
        return NONE;
    }

    /// The longer of the two, cancelled by whoever can cancel either.
    public Delay and(Delay other) {
        var both = new TreeSet<>(cancelBy);
        both.addAll(other.cancelBy);
        return new Delay(min.compareTo(other.min) >= 0 ? min : other.min, both);
    }
}

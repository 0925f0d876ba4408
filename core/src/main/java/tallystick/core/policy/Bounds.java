package tallystick.core.policy;

import java.math.BigDecimal;
import java.util.Optional;

/// From here to there, both included.
///
/// **Form** exact decimal numbers; equal numbers are equal bounds, however they were written. At least one of the two.
///
/// @param min the least, if there is one
/// @param max the most, if there is one
public record Bounds(Optional<BigDecimal> min, Optional<BigDecimal> max) {
    /// @throws IllegalArgumentException if neither is given, or the least is more than the most: the caller's fault
    public Bounds {
        min = min.map(Bounds::plain);
        max = max.map(Bounds::plain);
        if (min.isEmpty() && max.isEmpty()) throw new IllegalArgumentException("bounds without a bound");
        if (min.isPresent() && max.isPresent() && min.get().compareTo(max.get()) > 0)
            throw new IllegalArgumentException("least above most");
    }

    /// From a number on.
    public static Bounds from(long min) {
        return new Bounds(Optional.of(BigDecimal.valueOf(min)), Optional.empty());
    }

    /// Up to a number.
    public static Bounds to(long max) {
        return new Bounds(Optional.empty(), Optional.of(BigDecimal.valueOf(max)));
    }

    /// Whether a number is within.
    public boolean holds(BigDecimal value) {
        return (min.isEmpty() || value.compareTo(min.get()) >= 0) && (max.isEmpty() || value.compareTo(max.get()) <= 0);
    }

    /// Whether what is more than any number is within.
    public boolean holdsAnyAmount() {
        return max.isEmpty();
    }

    /// The one form of a number: no zeros at the end of a fraction, no exponent.
    public static BigDecimal plain(BigDecimal value) {
        if (value.signum() == 0) return BigDecimal.ZERO;
        var stripped = value.stripTrailingZeros();
        return stripped.scale() < 0 ? stripped.setScale(0) : stripped;
    }
}

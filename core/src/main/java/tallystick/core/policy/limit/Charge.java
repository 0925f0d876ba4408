package tallystick.core.policy.limit;

import java.math.BigDecimal;
import tallystick.core.policy.Limit;

/// What one request takes from one count.
///
/// @param amount in the measure of the limit, 0 or more
/// @param window the stretch of time that is counted together
/// @param max the most in it
/// @param isAnswered whether it is known to go beyond the most, and obligations answer for that
public record Charge(CounterKey key, BigDecimal amount, Limit.Window window, BigDecimal max, boolean isAnswered) {
    /// @throws IllegalArgumentException if the amount is below 0: the caller's fault
    public Charge {
        if (amount.signum() < 0) throw new IllegalArgumentException("a charge below 0");
    }
}

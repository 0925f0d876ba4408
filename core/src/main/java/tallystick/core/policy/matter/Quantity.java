package tallystick.core.policy.matter;

import java.math.BigInteger;

/// How much of an asset, in base units.
public sealed interface Quantity {
    /// So much.
    ///
    /// @param units 0 or more
    record Exactly(BigInteger units) implements Quantity {
        /// @throws IllegalArgumentException if below 0: the caller's fault
        public Exactly {
            if (units.signum() < 0) throw new IllegalArgumentException("an amount below 0");
        }
    }

    /// As much as somebody likes to take: more than any amount.
    record Unlimited() implements Quantity {}

    /// So much.
    static Quantity of(BigInteger units) {
        return new Exactly(units);
    }
}

package tallystick.core.policy.when;

import java.math.BigInteger;
import java.util.List;

/// What a variable of a condition stands for.
public sealed interface Value {
    /// `bool`.
    record Truth(boolean value) implements Value {}

    /// `int`.
    record Whole(long value) implements Value {}

    /// `string`.
    record Text(String value) implements Value {}

    /// `list(string)`.
    record Texts(List<String> values) implements Value {
        /// Copies.
        public Texts {
            values = new TextList(values);
        }
    }

    /// `amount`: base units, 0..2^256-1.
    record Amount(BigInteger units) implements Value {
        /// @throws IllegalArgumentException if out of range: the caller's fault
        public Amount {
            if (units.signum() < 0 || units.bitLength() > 256)
                throw new IllegalArgumentException("an amount not in 0..2^256-1");
        }
    }
}

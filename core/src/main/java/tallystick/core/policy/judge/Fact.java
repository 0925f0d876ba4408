package tallystick.core.policy.judge;

import java.time.Instant;

/// What somebody who is trusted for it established, or why there is nothing.
///
/// @param <T> what kind of thing is established
public sealed interface Fact<T> {
    /// It is so.
    ///
    /// @param at when it was so
    record Known<T>(T value, Instant at) implements Fact<T> {}

    /// Nobody said anything.
    record Missing<T>() implements Fact<T> {}

    /// What was said no longer counts.
    record Expired<T>() implements Fact<T> {}
}

package tallystick.core.facts;

import java.time.Instant;

/// What is known of one thing.
///
/// @param <C> what kind of claim
public sealed interface Lookup<C extends Claim> {
    /// It is so.
    ///
    /// @param at when it was so
    /// @param expiresAt until when this may be used
    /// @param by who says so
    record Known<C extends Claim>(C claim, Instant at, Instant expiresAt, String by) implements Lookup<C> {}

    /// What was said no longer counts.
    record Expired<C extends Claim>() implements Lookup<C> {}

    /// Nobody who is trusted for it said anything, or two things at once.
    record Missing<C extends Claim>() implements Lookup<C> {}
}

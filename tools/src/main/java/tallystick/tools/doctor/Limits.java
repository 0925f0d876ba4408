package tallystick.tools.doctor;

import java.time.Duration;

/// From when on something is found wrong.
///
/// @param shareAge of an epoch, after which its refresh is overdue
public record Limits(Duration shareAge) {
    /// A refresh every month, and a few days' grace.
    public static final int SHARE_AGE_DAYS = 35;

    /// What is said of a clock: a warning from here on, and a failure.
    static final Duration CLOCK_WARN = Duration.ofSeconds(2);

    static final Duration CLOCK_FAIL = Duration.ofSeconds(30);

    /// Of a certificate: a warning with so much left, a pressing one, and a failure.
    static final Duration CERTIFICATE_WARN = Duration.ofDays(30);

    static final Duration CERTIFICATE_FAIL = Duration.ofDays(1);
}

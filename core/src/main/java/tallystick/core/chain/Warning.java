package tallystick.core.chain;

/// Something a person should know before agreeing, found in the bytes.
///
/// @param severity how it is shown, and whether a careful policy denies on it
/// @param code a stable upper-case name for rules and tests, such as `UNLIMITED_ALLOWANCE`
/// @param text one sentence in plain words, with no stranger's text in it
public record Warning(Severity severity, String code, String text) {
    /// How much it matters.
    public enum Severity {
        /// Can lose everything: authority changes, foreign code on own state, undecoded bytes.
        DANGER,
        /// Unusual: look twice.
        ATTENTION
    }
}

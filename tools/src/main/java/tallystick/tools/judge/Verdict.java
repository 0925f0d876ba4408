package tallystick.tools.judge;

/// What comes of a recorded object.
enum Verdict {
    /// It is allowed, or waits for people or time: nobody says no, and nothing is wrong.
    ADMIT,
    /// It is not signed.
    DENY,
    /// Somebody agreed to something else: what they said does not count, and everything around it is frozen.
    REJECT_APPROVAL_AND_FREEZE
}

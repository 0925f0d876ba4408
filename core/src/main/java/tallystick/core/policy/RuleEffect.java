package tallystick.core.policy;

/// What a rule does to what it matches. Order and number of rules never matter: one DENY is enough to refuse, and
/// without an ALLOW nothing is admitted.
public enum RuleEffect {
    /// Admits.
    ALLOW,
    /// Adds obligations, and admits nothing.
    REQUIRE,
    /// Counts, and refuses or adds obligations once too much is counted.
    LIMIT,
    /// Refuses.
    DENY
}

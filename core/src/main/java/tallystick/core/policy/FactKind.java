package tallystick.core.policy;

/// What somebody who is trusted for it may have to establish before a rule is met.
public enum FactKind {
    /// No party of it stands on a list of sanctions.
    SCREENING,
    /// It was carried out on a copy of the chain, and what changed is known.
    SIMULATION,
    /// The receiver's provider was told whom the value comes from.
    TRAVEL_RULE,
    /// What it answers on another chain has happened there.
    SOURCE_EVENT
}

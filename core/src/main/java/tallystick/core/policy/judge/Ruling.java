package tallystick.core.policy.judge;

import tallystick.core.policy.Criterion;

/// What became of one rule for one leg.
sealed interface Ruling {
    /// Everything it asks is met.
    Matches MATCHES = new Matches();

    /// Everything it asks is met.
    record Matches() implements Ruling {}

    /// Something it asks is not met, whatever became of the rest.
    ///
    /// @param at how many criteria were met before, for which rule came nearest
    /// @param criterion which one, by its field
    record Fails(int at, String criterion, String why) implements Ruling {}

    /// Something could not be answered, and all the rest is met.
    record Errs(String criterion, String why) implements Ruling {}

    /// Of a kind of criterion.
    static Ruling errs(Criterion.Kind kind, String why) {
        return new Errs(kind.field(), why);
    }
}

package tallystick.core.policy.judge;

import java.util.List;
import tallystick.core.policy.limit.Charge;

/// A decision, how it came about, and what it would count.
///
/// @param charges what has to be reserved before anything of a signature leaves; nothing if it is denied
public record Judgement(Decision decision, Trace trace, List<Charge> charges) {
    /// Copies.
    public Judgement {
        charges = List.copyOf(charges);
    }
}

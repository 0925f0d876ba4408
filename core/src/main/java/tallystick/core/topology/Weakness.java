package tallystick.core.topology;

import java.util.NavigableSet;
import tallystick.core.policy.Names;

/// What one hand, or one accident, could do alone.
///
/// @param parties who is concerned
/// @param isGrave whether a key must not be used like this
/// @param sentence what is so
public record Weakness(Kind kind, NavigableSet<String> parties, boolean isGrave, String sentence) {
    /// Copies.
    public Weakness {
        parties = Names.sorted(parties);
    }

    /// Stable names for tests and programs.
    public enum Kind {
        /// Nobody says where a party stands, or one thing of it.
        UNKNOWN,
        /// Somebody is named who is no party.
        STRANGER,
        /// Parties that have something in common can sign by themselves.
        HOLDS_SIGNING_SET,
        /// Several parties that have something in common can sign with one party more.
        LACKS_ONE,
        /// Two sets that have no party in common can sign.
        TWO_SETS,
        /// Without parties that have something in common nobody can sign.
        BLOCKS_SIGNING,
        /// Without parties that have something in common nothing can be recovered.
        BLOCKS_RECOVERY
    }
}

package tallystick.mpc.session;

import java.util.List;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.hash.Digest32;

/// Whose identity key is whose, as the governed roster says.
///
/// **Threads** immutable. **Timing** variable: public values only.
public interface Roster {
    /// Whether `signature` is the signature of `party` on `statement`. False for an unknown party or any length but 64
    /// bytes; never throws for a stranger's bytes.
    boolean verifies(PartyId party, Digest32 statement, Bytes signature);

    /// All parties with a key, ascending.
    List<PartyId> parties();
}

package tallystick.node.ledger;

import java.sql.SQLException;
import tallystick.core.intent.IntentId;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.hash.Digest32;

/// The rows of intents: reserved, given back, signed.
///
/// **Threads** the ledger's own, but [#lost] on any.
sealed interface Intents permits FileIntents, ServerIntents {
    /// Reserves an intent, or says why not.
    ///
    /// @param bound what its open part was filled in with
    /// @param run a number of this process that no other call has
    Reservation reserve(IntentId id, Digest32 bound, long run) throws SQLException;

    /// Nobody was told of that run: the disk may have it or not.
    void lost(IntentId id, long run);

    /// Keeps what was signed.
    void signed(IntentId id, Bytes reply) throws SQLException;

    /// Gives back what this process reserved.
    void release(IntentId id) throws SQLException;

    /// Gives back what could not be given back before.
    void releaseOwed(IntentId id) throws SQLException;

    /// Whether nobody but this process has reserved it since this one did.
    boolean isLastHere(IntentId id) throws SQLException;
}

package tallystick.mpc.ceremony;

import tallystick.crypto.hash.Digest32;

/// What surrounds a ceremony.
///
/// @param order what demanded it: the hash of the governed intent; all attempts at one ceremony share it
/// @param attempt from 1; a later attempt is only begun once nobody holds a certificate of an earlier one
/// @param roster hash of the roster that says whose identity key each party has
public record CeremonyTerms(Digest32 order, int attempt, Digest32 roster) {
    /// @throws IllegalArgumentException if `attempt` is below 1: the caller's fault
    public CeremonyTerms {
        if (attempt < 1) throw new IllegalArgumentException("attempt %d below 1".formatted(attempt));
    }
}

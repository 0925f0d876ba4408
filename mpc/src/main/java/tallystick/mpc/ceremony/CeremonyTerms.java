package tallystick.mpc.ceremony;

import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;
import tallystick.crypto.hash.Digest32;
import tallystick.mpc.session.PartyId;

/// What surrounds a ceremony and makes it this one and no other.
///
/// @param order what demanded it: the hash of the governed intent; all attempts at one ceremony share it
/// @param attempt from 1; a later attempt is only begun once nobody holds a certificate of an earlier one
/// @param roster hash of the roster that says whose identity key each party has
/// @param fresh 32 unpredictable bytes of every party of the run, so that no session id ever comes twice
public record CeremonyTerms(Digest32 order, int attempt, Digest32 roster, SortedMap<PartyId, Digest32> fresh) {
    /// @throws IllegalArgumentException if `attempt` is below 1: the caller's fault
    public CeremonyTerms {
        if (attempt < 1) throw new IllegalArgumentException("attempt %d below 1".formatted(attempt));
        fresh = Collections.unmodifiableSortedMap(new TreeMap<>(fresh));
    }
}

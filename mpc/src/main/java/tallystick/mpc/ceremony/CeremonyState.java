package tallystick.mpc.ceremony;

import java.util.Optional;
import java.util.SortedMap;
import tallystick.crypto.hash.Digest32;
import tallystick.mpc.session.PartyId;
import tallystick.mpc.session.State;

/// What a party keeps between two rounds of a [Ceremony].
public sealed interface CeremonyState extends State {

    /// The own dealing is made, the others' commitments come.
    record AwaitCommits(Optional<SecretSharing> own) implements CeremonyState {
        @Override
        public void close() {
            own.ifPresent(SecretSharing::close);
        }
    }

    /// The own opening is out, the others' come.
    record AwaitOpenings(Optional<SecretSharing> own, SortedMap<PartyId, Digest32> commitments)
            implements CeremonyState {
        @Override
        public void close() {
            own.ifPresent(SecretSharing::close);
        }
    }

    /// All openings are good; the dealers' private values come.
    record AwaitValues(Optional<SecretSharing> own, Dealt dealt) implements CeremonyState {
        @Override
        public void close() {
            own.ifPresent(SecretSharing::close);
        }
    }

    /// The share is made; all must have the same result.
    record AwaitAgreement(PendingShare pending, Digest32 result) implements CeremonyState {
        @Override
        public void close() {
            pending.close();
        }
    }
}

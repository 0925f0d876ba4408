package tallystick.mpc.ceremony;

import java.util.Optional;
import java.util.SortedMap;
import tallystick.crypto.hash.Digest32;
import tallystick.mpc.session.PartyId;
import tallystick.mpc.session.State;

/// What a party keeps between two rounds of a [Repair].
public sealed interface RepairState extends State {

    /// A helper's pieces are made, the other helpers' commitments come.
    record AwaitCommits(Optional<SecretPieces> own) implements RepairState {
        @Override
        public void close() {
            own.ifPresent(SecretPieces::close);
        }
    }

    /// The own opening is out, the other helpers' come.
    record AwaitOpenings(Optional<SecretPieces> own, SortedMap<PartyId, Digest32> commitments) implements RepairState {
        @Override
        public void close() {
            own.ifPresent(SecretPieces::close);
        }
    }

    /// Of a helper: the other helpers' pieces come.
    record AwaitPieces(SecretPieces own, Dealt dealt) implements RepairState {
        @Override
        public void close() {
            own.close();
        }
    }

    /// Of the lost party: the helpers' sums come, with everybody's agreement.
    record AwaitSums(Dealt dealt) implements RepairState {}

    /// The share is there; all must have the same result.
    record AwaitAgreement(PendingShare pending, Digest32 result) implements RepairState {
        @Override
        public void close() {
            pending.close();
        }
    }
}

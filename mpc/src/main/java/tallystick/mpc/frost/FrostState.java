package tallystick.mpc.frost;

import java.util.List;
import tallystick.crypto.hash.Digest32;
import tallystick.mpc.session.State;

/// What a signer keeps between two rounds.
public sealed interface FrostState extends State {
    /// Own commitments are out; those of the others are awaited.
    ///
    /// @param nonces request by request; destroyed with the state
    record AwaitCommitments(List<SigningNonces> nonces) implements FrostState {
        /// Copies.
        public AwaitCommitments {
            nonces = List.copyOf(nonces);
        }

        @Override
        public void close() {
            nonces.forEach(SigningNonces::close);
        }
    }

    /// Own shares are out; those of the others are awaited. Nothing secret is left.
    ///
    /// @param prepared request by request
    /// @param commitments hash of all commitment lists
    record AwaitShares(List<Prepared> prepared, Digest32 commitments) implements FrostState {
        /// Copies.
        public AwaitShares {
            prepared = List.copyOf(prepared);
        }
    }

    /// One signature of which only shares are missing.
    ///
    /// @param signing what is public of it
    /// @param part this party's share and the group commitment
    record Prepared(SigningPackage signing, FrostSign.Part part) {}
}

package tallystick.mpc.ecdsa;

import tallystick.mpc.ceremony.PendingShare;
import tallystick.mpc.session.State;

/// Where a party stands in an [EcdsaCeremony].
///
/// @param <S> states of the dealing or repair
public sealed interface EcdsaCeremonyState<S extends State> extends State {

    /// In the dealing or repair.
    record Dealing<S extends State>(S inner) implements EcdsaCeremonyState<S> {
        @Override
        public void close() {
            inner.close();
        }
    }

    /// The share is there; the pairs are set up.
    record Pairing<S extends State>(PendingShare pending, PairSetupState inner) implements EcdsaCeremonyState<S> {
        @Override
        public void close() {
            inner.close();
            pending.close();
        }
    }
}

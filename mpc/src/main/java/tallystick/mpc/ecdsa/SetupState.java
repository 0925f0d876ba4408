package tallystick.mpc.ecdsa;

import java.util.SortedMap;
import tallystick.crypto.codec.Bytes;
import tallystick.mpc.session.PartyId;
import tallystick.mpc.session.State;

/// What a party keeps while a signing session is agreed.
public sealed interface SetupState extends State {
    /// Nothing of the stock is touched yet.
    record AwaitHellos(Bytes fresh) implements SetupState {}

    /// Own nonces are taken, and the items this party chooses as the lower one of a pair.
    record AwaitChoices(SortedMap<PartyId, Bytes> fresh, SigningSetup.Choice choice, Spending spending)
            implements SetupState {
        @Override
        public void close() {
            spending.close();
        }
    }

    /// Everything is named; nothing of it has been used.
    record AwaitConsents(SigningSetup setup, Bytes signature, Spending spending) implements SetupState {
        @Override
        public void close() {
            spending.close();
        }
    }
}

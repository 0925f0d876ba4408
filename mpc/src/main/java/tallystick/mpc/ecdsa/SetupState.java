package tallystick.mpc.ecdsa;

import tallystick.crypto.codec.Bytes;
import tallystick.mpc.session.State;

/// What a party keeps while it waits for the others' choices: own nonces are taken, and the items that it chooses as
/// the lower one of a pair.
///
/// @param fresh this party's bytes
/// @param choice what it has told
/// @param spending what it has taken
public record SetupState(Bytes fresh, SigningSetup.Choice choice, Spending spending) implements State {
    @Override
    public void close() {
        spending.close();
    }
}

package tallystick.mpc.ecdsa;

import tallystick.crypto.codec.Bytes;
import tallystick.mpc.ceremony.CeremonyMessage;
import tallystick.mpc.session.Message;

/// What a party says in an [EcdsaCeremony]: the words of the two protocols in it, as they are.
public sealed interface EcdsaCeremonyMessage extends Message {

    /// Rounds 1 to 4.
    record Dealing(CeremonyMessage message) implements EcdsaCeremonyMessage {
        @Override
        public int round() {
            return message.round();
        }

        @Override
        public Bytes encode() {
            return message.encode();
        }
    }

    /// Rounds 5 to 9.
    record Pairing(PairSetupMessage message) implements EcdsaCeremonyMessage {
        @Override
        public int round() {
            return EcdsaCeremony.DEALING_ROUNDS + message.round();
        }

        @Override
        public Bytes encode() {
            return message.encode();
        }
    }
}

package tallystick.core.chain;

import tallystick.crypto.codec.Bytes;

/// A signature as a chain takes it.
public sealed interface ChainSignature permits RecoverableSignature, ChainSignature.Plain {
    /// 64 bytes: BIP-340 or Ed25519, `R ‖ s` as their standards encode them.
    record Plain(Bytes value) implements ChainSignature {
        /// @throws IllegalArgumentException if not 64 bytes: the caller's fault
        public Plain {
            if (value.length() != 64)
                throw new IllegalArgumentException("signature of %d bytes, not 64".formatted(value.length()));
        }
    }
}

package tallystick.mpc.frost;

import tallystick.crypto.codec.Bytes;
import tallystick.crypto.hash.Digest32;
import tallystick.mpc.key.Scheme;

/// What the internal key commits to as a Taproot output.
///
/// **Why** a key whose shares are already tweaked could never be tweaked otherwise; so shares are of the internal key
/// and each signature says how it is tweaked.
///
/// @spec https://github.com/bitcoin/bips/blob/master/bip-0341.mediawiki#constructing-and-spending-taproot-outputs
/// BIP-341
public sealed interface TaprootTweak {
    /// Not a Taproot output: sign under the internal key (any scheme; BIP-340 for script paths).
    record None() implements TaprootTweak {}

    /// A Taproot output that can only be spent by its key: the tweak is over the internal key alone.
    record KeyOnly() implements TaprootTweak {}

    /// A Taproot output with scripts.
    ///
    /// @param merkleRoot of its script tree
    record Scripts(Digest32 merkleRoot) implements TaprootTweak {}

    /// Whether keys of the scheme have such an output.
    default boolean isOf(Scheme scheme) {
        return this instanceof None || Ciphersuite.of(scheme).evenOnly();
    }

    /// Code ‖ merkle root, where there is one: 0, 1, or 2 and 32 bytes.
    default Bytes encode() {
        return switch (this) {
            case None() -> Bytes.copyOf((byte) 0);
            case KeyOnly() -> Bytes.copyOf((byte) 1);
            case Scripts(var merkleRoot) -> Bytes.concat(Bytes.copyOf((byte) 2), merkleRoot.bytes());
        };
    }
}

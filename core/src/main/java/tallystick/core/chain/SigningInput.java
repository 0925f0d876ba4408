package tallystick.core.chain;

import java.util.Optional;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.derive.DerivationPath;
import tallystick.crypto.hash.Digest32;
import tallystick.crypto.hash.StandardHash;

/// One thing to be signed for a transaction.
///
/// @param algorithm by which a chain checks it
/// @param message what the algorithm takes: a 32-byte digest for ECDSA and BIP-340, the whole message for Ed25519
/// @param path below the key of the intent, if this input's key is not the intent's own
/// @param taprootRoot for BIP-340: empty signs under the untweaked key; otherwise the 32 bytes committed to besides the
/// internal key, or no bytes for a key path without scripts
public record SigningInput(
        Algorithm algorithm, Bytes message, Optional<DerivationPath> path, Optional<Bytes> taprootRoot) {
    /// How a chain checks a signature.
    public enum Algorithm {
        /// ECDSA over secp256k1.
        ECDSA_SECP256K1,
        /// Schnorr over secp256k1 with x-only keys.
        BIP340,
        /// EdDSA over edwards25519.
        ED25519
    }

    /// @throws IllegalArgumentException if the lengths do not fit the algorithm: the caller's bug
    public SigningInput {
        if (algorithm != Algorithm.ED25519 && message.length() != Digest32.LENGTH_BYTES)
            throw new IllegalArgumentException("message of %d bytes, not 32".formatted(message.length()));
        if (taprootRoot.isPresent() && algorithm != Algorithm.BIP340)
            throw new IllegalArgumentException("a taproot tweak for another algorithm than BIP-340");
        if (taprootRoot.isPresent() && taprootRoot.get().length() % 32 != 0)
            throw new IllegalArgumentException("taproot root neither empty nor 32 bytes");
    }

    /// A digest to be signed by ECDSA under the intent's own key.
    public static SigningInput ecdsa(Digest32 digest) {
        return new SigningInput(Algorithm.ECDSA_SECP256K1, digest.bytes(), Optional.empty(), Optional.empty());
    }

    /// What stands for it in an intent, on screens and in comparison codes: the message itself if it is 32 bytes long
    /// by its algorithm, its SHA-256 for Ed25519.
    public Digest32 digest() {
        return algorithm == Algorithm.ED25519 ? StandardHash.sha256(message) : new Digest32(message);
    }
}

package tallystick.mpc.frost;

import tallystick.crypto.codec.Bytes;
import tallystick.crypto.curve.Group;
import tallystick.crypto.curve.Point;
import tallystick.crypto.curve.Scalar;
import tallystick.crypto.curve.SecretScalar;
import tallystick.crypto.secret.SecretBytes;
import tallystick.crypto.secret.SecretMemory;
import tallystick.mpc.key.Scheme;

/// A group with the hash functions FROST needs: what makes one FROST differ from another.
///
/// **Why** each suite separates its hashes by a context string of its own, so that nothing computed under one is ever
/// good under another.
///
/// **Threads** stateless singletons. **Timing** variable but for [#nonce]: public values only.
///
/// @spec https://www.rfc-editor.org/rfc/rfc9591#section-6 RFC 9591 §6 (ciphersuites)
public sealed interface Ciphersuite permits Ed25519Suite, Secp256k1Suite, TaprootSuite {
    /// The suite of a key's scheme.
    ///
    /// @throws IllegalArgumentException if the scheme is not a FROST: the caller's fault
    /// @spec docs/spec/frost.md#FR-1 frost
    static Ciphersuite of(Scheme scheme) {
        return switch (scheme) {
            case FROST_ED25519 -> Ed25519Suite.INSTANCE;
            case FROST_SECP256K1 -> Secp256k1Suite.INSTANCE;
            case FROST_BIP340 -> TaprootSuite.INSTANCE;
            case ECDSA_SECP256K1 -> throw new IllegalArgumentException("a key for ECDSA does not sign with FROST");
        };
    }

    /// The scheme of its keys.
    Scheme scheme();

    /// Its group.
    default Group group() {
        return scheme().curve().group();
    }

    /// H1: a binding factor.
    Scalar bindingFactor(Bytes input);

    /// H2: the challenge of the finished signature.
    Scalar challenge(Point groupCommitment, Point outputKey, Bytes message);

    /// H3: a nonce from randomness and key share, constant time, off the heap.
    SecretScalar nonce(SecretBytes input, SecretMemory home);

    /// H4: the message, hashed into every binding factor.
    Bytes messageHash(Bytes message);

    /// H5: the commitment list, hashed into every binding factor.
    Bytes commitmentsHash(Bytes encodedList);

    /// Whether signatures hold x coordinates only, so that key and group commitment must have an even y.
    boolean evenOnly();

    /// The signature as its standard writes it.
    SchnorrSignature signature(Point groupCommitment, Scalar response);

    /// Whether `signature` is good under `outputKey`, judged by code that takes no part in making it.
    boolean verify(Point outputKey, Bytes message, SchnorrSignature signature);
}

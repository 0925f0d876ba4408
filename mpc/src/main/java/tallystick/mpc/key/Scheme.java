package tallystick.mpc.key;

import java.util.Optional;
import java.util.stream.Stream;
import tallystick.crypto.curve.Curve;

/// How a key signs. One scheme per key, inside its transcript, so that no share is ever used under two.
public enum Scheme {
    /// Threshold ECDSA over secp256k1 (DKLs23).
    ECDSA_SECP256K1(1, Curve.SECP256K1),
    /// FROST(secp256k1, SHA-256), RFC 9591 §6.5.
    FROST_SECP256K1(2, Curve.SECP256K1),
    /// FROST with BIP-340 signatures and BIP-341 tweaks.
    FROST_BIP340(3, Curve.SECP256K1),
    /// FROST(Ed25519, SHA-512), RFC 9591 §6.1.
    FROST_ED25519(4, Curve.ED25519);

    private final int code;
    private final Curve curve;

    Scheme(int code, Curve curve) {
        this.code = code;
        this.curve = curve;
    }

    /// The byte that stands for this scheme in every format.
    public int code() {
        return code;
    }

    /// The scheme a byte stands for; empty if for none.
    public static Optional<Scheme> ofCode(int code) {
        return Stream.of(values()).filter(scheme -> scheme.code == code).findFirst();
    }

    /// The curve of its keys.
    public Curve curve() {
        return curve;
    }
}

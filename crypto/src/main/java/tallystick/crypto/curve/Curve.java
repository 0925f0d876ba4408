package tallystick.crypto.curve;

/// The curves keys can be on.
public enum Curve {
    /// SEC 2 secp256k1, order n, cofactor 1.
    SECP256K1,
    /// The prime-order subgroup of edwards25519, order L (RFC 8032).
    ED25519;

    /// The arithmetic of this curve.
    public Group group() {
        return switch (this) {
            case SECP256K1 -> Secp256k1.instance();
            case ED25519 -> Ed25519.instance();
        };
    }

    /// The byte that stands for this curve in every format: 1 secp256k1, 2 ed25519.
    public int code() {
        return switch (this) {
            case SECP256K1 -> 1;
            case ED25519 -> 2;
        };
    }
}

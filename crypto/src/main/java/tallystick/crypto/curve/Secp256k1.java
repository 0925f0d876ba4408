package tallystick.crypto.curve;

/// Filled by the curve implementation.
public abstract sealed class Secp256k1 implements Group permits Secp256k1.Placeholder {
    static Group instance() {
        throw new UnsupportedOperationException();
    }

    abstract static non-sealed class Placeholder extends Secp256k1 {}
}

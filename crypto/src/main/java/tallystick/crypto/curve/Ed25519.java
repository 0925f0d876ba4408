package tallystick.crypto.curve;

/// Filled by the curve implementation.
public abstract sealed class Ed25519 implements Group permits Ed25519.Placeholder {
    static Group instance() {
        throw new UnsupportedOperationException();
    }

    abstract static non-sealed class Placeholder extends Ed25519 {}
}

package tallystick.mpc.frost;

/// Somebody tried to spend nonces that are gone. Two signatures with one nonce give away the key share, so this is a
/// bug, never to be caught and tried again.
public final class NonceReuse extends AssertionError {
    private static final long serialVersionUID = 1L;

    NonceReuse() {
        super("signing nonces spent before");
    }
}

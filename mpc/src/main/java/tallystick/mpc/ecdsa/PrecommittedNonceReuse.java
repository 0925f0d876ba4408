package tallystick.mpc.ecdsa;

/// A nonce was spent a second time: our bug, never to be caught and retried. Two signatures with one nonce show the
/// key.
public final class PrecommittedNonceReuse extends AssertionError {
    private static final long serialVersionUID = 1L;

    PrecommittedNonceReuse() {
        super("pre-committed nonce spent twice");
    }
}

package tallystick.sdk;

/// Control did not answer, or not as control does. Whether the request was done is not known: the same again, under the
/// same idempotency key, does it once.
public final class ControlUnreachable extends Exception {
    private static final long serialVersionUID = 1L;

    /// @param why a lower-case phrase
    public ControlUnreachable(String why) {
        super(why);
    }
}

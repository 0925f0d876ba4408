package tallystick.sdk;

/// What control said is not so: an address that is not the key's, a draft that does something else, a signature that
/// does not verify. Nothing was signed. An incident.
public final class NotSo extends Exception {
    private static final long serialVersionUID = 1L;

    /// @param why a lower-case phrase with what was expected
    public NotSo(String why) {
        super(why);
    }
}

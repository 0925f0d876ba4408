package tallystick.control.chain;

/// An endpoint of a chain did not answer, or not as one.
public final class ChainUnreachable extends Exception {
    private static final long serialVersionUID = 1L;

    /// @param why a lower-case phrase
    public ChainUnreachable(String why) {
        super(why);
    }

    /// A lower-case phrase.
    public String why() {
        return String.valueOf(getMessage());
    }
}

package tallystick.tools.operator;

/// What was asked cannot be done; the text says why and what would help.
public final class Unable extends Exception {
    private static final long serialVersionUID = 1L;

    private final String why;

    /// @param why a lower-case phrase with the remedy
    public Unable(String why) {
        super(why);
        this.why = why;
    }

    /// Why, and what would help.
    public String why() {
        return why;
    }
}

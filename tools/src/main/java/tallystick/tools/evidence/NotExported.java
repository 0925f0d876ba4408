package tallystick.tools.evidence;

/// What was found is no good for a pack.
public final class NotExported extends Exception {
    private static final long serialVersionUID = 1L;

    private final String why;

    NotExported(String why) {
        super(why);
        this.why = why;
    }

    /// A lower-case phrase.
    public String why() {
        return why;
    }
}

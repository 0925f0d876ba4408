package tallystick.tools.verify;

/// What whoever verifies gave beside what is to be verified cannot be used: nothing is said of that.
final class WrongOption extends Exception {
    private static final long serialVersionUID = 1L;

    private final String why;

    WrongOption(String why) {
        super(why);
        this.why = why;
    }

    /// A lower-case phrase.
    String why() {
        return why;
    }
}

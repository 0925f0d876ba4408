package tallystick.tools.watch;

/// A node's log could not be read, or not as a log.
public final class Unread extends Exception {
    private static final long serialVersionUID = 1L;

    /// @param why a lower-case phrase
    public Unread(String why) {
        super(why);
    }
}

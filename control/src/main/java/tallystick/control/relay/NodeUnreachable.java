package tallystick.control.relay;

/// A node did not answer, or not as a node of this version.
public final class NodeUnreachable extends Exception {
    private static final long serialVersionUID = 1L;

    /// @param why a lower-case phrase
    public NodeUnreachable(String why) {
        super(why);
    }

    /// A lower-case phrase.
    public String why() {
        return String.valueOf(getMessage());
    }
}

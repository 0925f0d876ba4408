package tallystick.tools.operator;

/// A node did not answer, or would not speak with this caller.
public final class NodeUnreachable extends Exception {
    private static final long serialVersionUID = 1L;

    /// @param what a lower-case phrase naming node and cause
    public NodeUnreachable(String what) {
        super(what);
    }
}

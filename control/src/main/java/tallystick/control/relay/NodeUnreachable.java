package tallystick.control.relay;

import tallystick.control.answer.Problem;

/// A node did not answer, or not as a node of this version.
public final class NodeUnreachable extends Exception {
    private static final long serialVersionUID = 1L;

    private final boolean isBusy;

    /// @param why a lower-case phrase
    public NodeUnreachable(String why) {
        this(why, false);
    }

    private NodeUnreachable(String why, boolean isBusy) {
        super(why);
        this.isBusy = isBusy;
    }

    /// It answers, and takes no more of this caller until it has done with what it has of it.
    static NodeUnreachable busy(String node) {
        return new NodeUnreachable(
                "node %s is busy with all that it was asked from here: ask again later".formatted(node), true);
    }

    /// Whether it helps to ask the same again a little later.
    public boolean isBusy() {
        return isBusy;
    }

    /// A lower-case phrase.
    public String why() {
        return String.valueOf(getMessage());
    }

    /// The same, for who asked over the API.
    public Problem problem() {
        return Problem.of(isBusy ? Problem.Code.BUSY : Problem.Code.UNREACHABLE, why());
    }
}

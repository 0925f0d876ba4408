package tallystick.node.rounds;

/// A node has left a run of its own: what it was for is not allowed any more.
final class Withdrawn extends Exception {
    private static final long serialVersionUID = 1L;
}

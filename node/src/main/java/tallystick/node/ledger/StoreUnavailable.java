package tallystick.node.ledger;

/// The disk or database failed: nobody's fault; the edge retries with a bound, and nothing leaves the node meanwhile.
public final class StoreUnavailable extends Exception {
    private static final long serialVersionUID = 1L;

    /// @param what a lower-case phrase naming what was tried
    public StoreUnavailable(String what, Throwable cause) {
        super(what, cause);
    }
}

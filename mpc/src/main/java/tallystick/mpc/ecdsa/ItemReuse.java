package tallystick.mpc.ecdsa;

/// A VOLE item was spent a second time: our bug, never to be caught and retried. A second use would show the difference
/// of two secrets.
public final class ItemReuse extends AssertionError {
    private static final long serialVersionUID = 1L;

    ItemReuse(ItemRef item) {
        super("pool item %s spent twice".formatted(item));
    }
}

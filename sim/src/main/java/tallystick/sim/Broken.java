package tallystick.sim;

/// Something that must hold whatever the network does did not hold: our bug, and never a party's fault.
final class Broken extends AssertionError {
    private static final long serialVersionUID = 1L;

    Broken(String what) {
        super(what);
    }

    static void unless(boolean holds, String what) {
        if (!holds) throw new Broken(what);
    }
}

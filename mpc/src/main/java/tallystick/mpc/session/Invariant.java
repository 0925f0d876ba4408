package tallystick.mpc.session;

import org.jspecify.annotations.Nullable;

/// Our own always-on assertion. A broken one is our bug: nobody catches it below the session's supervisor.
public final class Invariant {
    /// The program is wrong.
    public static final class Broken extends AssertionError {
        private static final long serialVersionUID = 1L;

        Broken(String why) {
            super(why);
        }
    }

    private Invariant() {}

    /// @throws Broken if `condition` does not hold
    public static void check(boolean condition, String why) {
        if (!condition) throw new Broken(why);
    }

    /// `value`, which is there.
    ///
    /// @throws Broken if it is not
    public static <T> T present(@Nullable T value, String why) {
        if (value == null) throw new Broken(why);
        return value;
    }
}

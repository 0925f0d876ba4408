package tallystick.crypto.nativelib;

import java.lang.foreign.Arena;

/// Calls of native libraries that work in memory which somebody wants to close.
public final class CallsUnderWay {
    /// A call lasts a fraction of a millisecond.
    private static final int WAITS_MAX = 1_000_000;

    private CallsUnderWay() {}

    /// Closes a shared arena behind the calls that work in its memory; one that is closed stays so.
    ///
    /// @return false, and it stays open, if one of them does not end
    public static boolean closeBehind(Arena arena) {
        for (var waits = 0; waits < WAITS_MAX; waits++) {
            try {
                if (arena.scope().isAlive()) arena.close();
                return true;
            } catch (IllegalStateException inUse) {
                Thread.onSpinWait();
            }
        }
        return false;
    }
}

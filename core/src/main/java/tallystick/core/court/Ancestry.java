package tallystick.core.court;

import java.util.Comparator;
import java.util.List;
import tallystick.core.policy.Policy;
import tallystick.core.policy.judge.Level;

/// Which policies of an organisation came before another, as far as what they asked for may still count.
///
/// **Why** of two versions their own numbers tell which is the older: a standing needs to say nothing more.
///
/// **Threads** stateless.
public final class Ancestry {
    /// So many versions back may somebody have been asked.
    public static final int VERSIONS_MAX = 8;

    static final Comparator<Level> LATEST_FIRST =
            Comparator.comparingInt((Level each) -> each.policy().version()).reversed();

    private Ancestry() {}

    /// Whether a policy is one of the last versions of the same document before another: the number of a version that
    /// governance took is one more than that of the version before. A policy for emergencies by a name of its own
    /// has none before it.
    /// @spec docs/spec/court.md#CO-13 court
    public static boolean isBefore(Policy older, Policy present) {
        return older.id().equals(present.id())
                && older.scope().equals(present.scope())
                && isAmongTheLast(older.version(), present.version());
    }

    /// Whether a version is one of the last before another, by their numbers.
    public static boolean isAmongTheLast(int older, int present) {
        return older < present && present - older <= VERSIONS_MAX;
    }

    /// Whether each is an older version than the one before it, so that none stands twice.
    static boolean isInOrder(List<Level> versions) {
        for (var i = 1; i < versions.size(); i++)
            if (versions.get(i - 1).policy().version()
                    <= versions.get(i).policy().version()) return false;
        return true;
    }
}

package tallystick.mpc.example;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import tallystick.mpc.key.Quarantine;
import tallystick.mpc.key.SetName;

/// A [Quarantine] that is gone with its process: for trials, and for parties whose shares are gone with it too.
///
/// **Threads** safe.
final class PassingQuarantine implements Quarantine {
    private final Set<SetName> sets = ConcurrentHashMap.newKeySet();

    @Override
    public void impose(SetName set) {
        sets.add(set);
    }

    @Override
    public boolean holds(SetName set) {
        return sets.contains(set);
    }
}

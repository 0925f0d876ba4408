package tallystick.mpc.kit;

import java.util.HashSet;
import java.util.Set;
import tallystick.mpc.key.Quarantine;
import tallystick.mpc.key.SetName;

/// A [Quarantine] whose disk is a set: it survives the "restart" of whoever uses it.
public final class TrialQuarantine implements Quarantine {
    private final Set<SetName> sets = new HashSet<>();

    @Override
    public synchronized void impose(SetName set) {
        sets.add(set);
    }

    @Override
    public synchronized boolean holds(SetName set) {
        return sets.contains(set);
    }

    /// Forgets all, as no node does.
    public synchronized void forget() {
        sets.clear();
    }

    /// All sets cut off.
    public synchronized Set<SetName> sets() {
        return Set.copyOf(sets);
    }
}

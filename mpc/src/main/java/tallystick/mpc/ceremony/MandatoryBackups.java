package tallystick.mpc.ceremony;

import java.util.Collection;
import java.util.Collections;
import java.util.SortedSet;
import java.util.TreeSet;
import tallystick.mpc.access.Coverage;
import tallystick.mpc.access.QuorumTree;
import tallystick.mpc.session.PartyId;

/// The rule that a participant who is in every satisfying set has a verified backup before its epoch is used.
///
/// **Why** such a participant's leaf can neither be reshared around nor repaired: losing it loses the key. A sibling
/// leaf, as in `any(risk, riskBackup)`, takes the participant out of the rule, because then it is not in every set.
///
/// **Threads** pure.
public final class MandatoryBackups {
    private MandatoryBackups() {}

    /// What the rule says.
    public sealed interface Finding {
        /// Every mandatory participant has its backup.
        record Sufficient() implements Finding {}

        /// These have none.
        record Missing(SortedSet<PartyId> parties) implements Finding {}
    }

    /// Judges a tree with the parties whose backups of this very epoch were verified.
    /// @spec docs/spec/ceremony.md#CE-18 ceremony
    public static Finding judge(QuorumTree tree, Collection<PartyId> backedUp) {
        var missing = new TreeSet<>(Coverage.mandatory(tree));
        missing.removeAll(new TreeSet<>(backedUp));
        return missing.isEmpty()
                ? new Finding.Sufficient()
                : new Finding.Missing(Collections.unmodifiableSortedSet(missing));
    }
}

package tallystick.mpc.ceremony;

import java.util.Collection;
import java.util.Collections;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import tallystick.crypto.codec.Bytes;
import tallystick.mpc.access.Coverage;
import tallystick.mpc.access.QuorumTree;
import tallystick.mpc.session.PartyId;
import tallystick.mpc.session.Roster;

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

    /// The good words of the mandatory participants about one attempt.
    ///
    /// **Why** no others: with one of them no certificate is valid, so whoever is asked for no backup could keep an
    /// epoch from everybody by saying that it has one.
    static SortedMap<PartyId, Bytes> among(
            EpochAttempt about, QuorumTree tree, Collection<EpochStatement> statements, Roster roster) {
        var said = new TreeMap<>(EpochStatement.signatures(EpochStatement.Kind.BACKED_UP, about, statements, roster));
        said.keySet().retainAll(Coverage.mandatory(tree));
        return said;
    }
}

package tallystick.mpc.ceremony;

import java.util.Collection;
import java.util.Collections;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import tallystick.mpc.access.Coverage;
import tallystick.mpc.access.QuorumTree;
import tallystick.mpc.session.PartyId;

/// The rule that the old owners who have no part in a reshare cannot sign by themselves.
///
/// **Why** whoever can sign can also deal. If those left out could, they could make another epoch from the same base
/// while nobody of this one knows of it, and nobody would have cheated: two attempts would be final. And what they
/// hold is never erased, as nobody of them hears of the new epoch. So any two attempts from one base have an old
/// owner in common, who as an honest party promises one of them only after all of the other have denied it.
///
/// A refresh and a repair leave nobody out.
///
/// **Threads** pure.
public final class LeftOut {
    private LeftOut() {}

    /// What the rule says.
    public sealed interface Finding {
        /// Without one of those who take part nobody can sign.
        record Harmless() implements Finding {}

        /// Those left out could sign.
        ///
        /// @param names of all who are left out
        /// @param bring names of some of them, without whom the rest could not sign, and none too many. Others
        ///     may do, too
        record CouldSign(SortedSet<String> names, SortedSet<String> bring) implements Finding {
            /// Copies.
            public CouldSign {
                names = Collections.unmodifiableSortedSet(new TreeSet<>(names));
                bring = Collections.unmodifiableSortedSet(new TreeSet<>(bring));
            }

            /// What is wrong, and whom to bring.
            public String sentence() {
                return ("%s could sign without anybody who takes part: have %s take part, too (deal, or stay in the new"
                                + " tree), or others of them, so that the rest cannot sign")
                        .formatted(listed(names), listed(bring));
            }
        }
    }

    /// Judges a reshare.
    ///
    /// @param old tree of the base key
    /// @param dealers by their numbers in it
    /// @param tree of the new shares: who is called the same in both stays
    /// @spec docs/spec/ceremony.md#CE-29 ceremony
    public static Finding judge(QuorumTree old, Collection<PartyId> dealers, QuorumTree tree) {
        var out = new TreeSet<>(old.parties());
        dealers.forEach(out::remove);
        out.removeIf(party -> tree.party(old.nameOf(party)).isPresent());
        if (!Coverage.satisfies(old, out)) return new Finding.Harmless();
        var bring = new TreeSet<PartyId>();
        var rest = new TreeSet<PartyId>();
        for (var party : out) {
            rest.add(party);
            if (!Coverage.satisfies(old, rest)) continue;
            rest.remove(party);
            bring.add(party);
        }
        return new Finding.CouldSign(names(old, out), names(old, bring));
    }

    private static SortedSet<String> names(QuorumTree tree, Collection<PartyId> parties) {
        return parties.stream().map(tree::nameOf).collect(Collectors.toCollection(TreeSet::new));
    }

    private static String listed(SortedSet<String> names) {
        return names.size() == 1
                ? names.first()
                : String.join(", ", names.headSet(names.last())) + " and " + names.last();
    }
}

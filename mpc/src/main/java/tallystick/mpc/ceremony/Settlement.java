package tallystick.mpc.ceremony;

import java.util.Collection;
import java.util.Collections;
import java.util.SortedSet;
import java.util.TreeSet;
import tallystick.mpc.access.Coverage;
import tallystick.mpc.session.PartyId;
import tallystick.mpc.session.Roster;

/// Who has signed that everybody uses one epoch and that it has destroyed what came before. Only [#of] makes one, and
/// it verifies.
///
/// **Why** a certificate alone proves that an epoch could be used, not that it is: who prepared it may have prepared
/// another since, and go on with the shares of before. One who holds such a certificate could have them all give up
/// what they sign with. But an honest owner destroys its old share only when every owner has signed that it uses the
/// new one, and among owners who satisfy the tree one is honest.
///
/// @see EpochChange#giveUp
public final class Settlement {
    private final Certificate certificate;
    private final SortedSet<PartyId> owners;
    private final boolean certified;

    private Settlement(Certificate certificate, SortedSet<PartyId> owners, boolean certified) {
        this.certificate = certificate;
        this.owners = owners;
        this.certified = certified;
    }

    /// The good SETTLED statements about a certificate's attempt among `statements`; others are left out.
    ///
    /// @param roster identity keys by the numbers of that attempt's plan
    public static Settlement of(Certificate certificate, Collection<EpochStatement> statements, Roster roster) {
        var tree = certificate.key().tree();
        var kind = EpochStatement.Kind.SETTLED;
        var said = new TreeSet<>(EpochStatement.signatures(kind, certificate.about(), statements, roster)
                .keySet());
        said.retainAll(tree.parties());
        var certified = certificate.verify(roster, tree) instanceof Certificate.Verdict.Valid;
        return new Settlement(certificate, Collections.unmodifiableSortedSet(said), certified);
    }

    /// Of the epoch, as it was given.
    public Certificate certificate() {
        return certificate;
    }

    /// Whether one of them must be honest, if those who are not cannot sign by themselves.
    /// @spec docs/spec/ceremony.md#CE-32 ceremony
    public boolean isProved() {
        return certified && Coverage.satisfies(certificate.key().tree(), owners);
    }

    @Override
    public String toString() {
        return "Settlement of epoch %d by %s".formatted(certificate.key().epoch(), owners);
    }
}

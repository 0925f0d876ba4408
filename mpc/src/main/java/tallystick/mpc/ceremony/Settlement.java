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
/// new one, and among owners who satisfy the tree one is honest. Which epoch strangers settle among themselves is
/// nothing to anybody: [EpochChange#giveUp] looks who made it.
///
/// @see EpochChange#giveUp
public final class Settlement {
    private final ShownEpoch epoch;
    private final SortedSet<PartyId> owners;

    private Settlement(ShownEpoch epoch, SortedSet<PartyId> owners) {
        this.epoch = epoch;
        this.owners = owners;
    }

    /// The good SETTLED statements about an epoch's attempt among `statements`; others are left out.
    ///
    /// @param roster identity keys by the numbers of that attempt's plan
    public static Settlement of(ShownEpoch epoch, Collection<EpochStatement> statements, Roster roster) {
        var certificate = epoch.certificate();
        var kind = EpochStatement.Kind.SETTLED;
        var said = new TreeSet<>(EpochStatement.signatures(kind, certificate.about(), statements, roster)
                .keySet());
        said.retainAll(certificate.key().tree().parties());
        return new Settlement(epoch, Collections.unmodifiableSortedSet(said));
    }

    /// As it was shown.
    public ShownEpoch epoch() {
        return epoch;
    }

    /// Whether one of them must be honest, if those who are not cannot sign by themselves.
    /// @spec docs/spec/ceremony.md#CE-32 ceremony
    public boolean isProved() {
        return Coverage.satisfies(epoch.certificate().key().tree(), owners);
    }

    @Override
    public String toString() {
        return "Settlement of epoch %d by %s"
                .formatted(epoch.certificate().key().epoch(), owners);
    }
}

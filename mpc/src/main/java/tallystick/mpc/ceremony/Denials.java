package tallystick.mpc.ceremony;

import java.util.Collection;
import java.util.Collections;
import java.util.SortedSet;
import java.util.TreeSet;
import tallystick.mpc.session.PartyId;
import tallystick.mpc.session.Roster;

/// Who has signed to hold no certificate of one attempt. Only [#of] makes one, and it verifies.
public final class Denials {
    private final EpochAttempt about;
    private final SortedSet<PartyId> parties;

    private Denials(EpochAttempt about, SortedSet<PartyId> parties) {
        this.about = about;
        this.parties = parties;
    }

    /// The good NO_CERTIFICATE statements among `statements`; others are left out.
    ///
    /// @param roster identity keys by the numbers of that attempt's plan
    public static Denials of(EpochAttempt about, Collection<EpochStatement> statements, Roster roster) {
        var kind = EpochStatement.Kind.NO_CERTIFICATE;
        return new Denials(
                about,
                Collections.unmodifiableSortedSet(
                        new TreeSet<>(EpochStatement.signatures(kind, about, statements, roster)
                                .keySet())));
    }

    /// Whether every party of `attempt` is among them.
    boolean complete(EpochAttempt attempt) {
        return about.equals(attempt)
                && parties.size() == about.parties()
                && parties.last().value() == about.parties();
    }

    @Override
    public String toString() {
        return "Denials of attempt %d by %s".formatted(about.attempt(), parties);
    }
}

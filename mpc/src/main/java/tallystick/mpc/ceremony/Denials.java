package tallystick.mpc.ceremony;

import java.util.Collection;
import java.util.Collections;
import java.util.SortedSet;
import java.util.TreeSet;
import tallystick.mpc.session.PartyId;
import tallystick.mpc.session.Roster;

/// Who has signed to hold no certificate of one attempt. Only [#of] makes one, and it verifies.
///
/// **Why** a party that the roster has no key of any more need not deny, and cannot: without its signature no
/// certificate of that attempt verifies by this roster. So a party that is gone for ever does not keep a key in its
/// epoch.
public final class Denials {
    private final EpochAttempt about;
    private final SortedSet<PartyId> parties;
    private final SortedSet<PartyId> gone;

    private Denials(EpochAttempt about, SortedSet<PartyId> parties, SortedSet<PartyId> gone) {
        this.about = about;
        this.parties = parties;
        this.gone = gone;
    }

    /// The good NO_CERTIFICATE statements among `statements`; others are left out.
    ///
    /// @param roster identity keys by the numbers of that attempt's plan, as they are now
    public static Denials of(EpochAttempt about, Collection<EpochStatement> statements, Roster roster) {
        var kind = EpochStatement.Kind.NO_CERTIFICATE;
        var denied = EpochStatement.signatures(kind, about, statements, roster).keySet();
        var gone = new TreeSet<PartyId>();
        for (var number = 1; number <= about.parties(); number++) gone.add(new PartyId(number));
        roster.parties().forEach(gone::remove);
        return new Denials(
                about,
                Collections.unmodifiableSortedSet(new TreeSet<>(denied)),
                Collections.unmodifiableSortedSet(gone));
    }

    /// Whether every party of `attempt` is among them, or gone; somebody must be left to deny.
    boolean complete(EpochAttempt attempt) {
        if (!about.equals(attempt) || parties.isEmpty()) return false;
        var all = new TreeSet<>(parties);
        all.addAll(gone);
        return all.size() == about.parties() && all.last().value() == about.parties();
    }

    @Override
    public String toString() {
        return "Denials of attempt %d by %s".formatted(about.attempt(), parties);
    }
}

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
///
/// A party that has denied believes a whole certificate all the same, until it has prepared a later attempt. So the
/// denial of one that takes no part in the later attempt is worth nothing: it could use the earlier one while others
/// use the later.
public final class Denials {
    private final EpochAttempt about;
    private final SortedSet<PartyId> parties;
    private final SortedSet<PartyId> gone;
    private final SortedSet<PartyId> staying;

    private Denials(
            EpochAttempt about, SortedSet<PartyId> parties, SortedSet<PartyId> gone, SortedSet<PartyId> staying) {
        this.about = about;
        this.parties = parties;
        this.gone = gone;
        this.staying = staying;
    }

    /// The good NO_CERTIFICATE statements among `statements`; others are left out.
    ///
    /// @param roster identity keys by the numbers of that attempt's plan, as they are now
    /// @param staying those numbers of that plan whose participants take part in the later attempt, too
    public static Denials of(
            EpochAttempt about, Collection<EpochStatement> statements, Roster roster, Collection<PartyId> staying) {
        var kind = EpochStatement.Kind.NO_CERTIFICATE;
        var denied = EpochStatement.signatures(kind, about, statements, roster).keySet();
        var gone = new TreeSet<PartyId>();
        for (var number = 1; number <= about.parties(); number++) gone.add(new PartyId(number));
        roster.parties().forEach(gone::remove);
        return new Denials(
                about,
                Collections.unmodifiableSortedSet(new TreeSet<>(denied)),
                Collections.unmodifiableSortedSet(gone),
                Collections.unmodifiableSortedSet(new TreeSet<>(staying)));
    }

    /// Whether every party of `attempt` is among them and stays, or is gone; somebody must be left to deny.
    /// @spec docs/spec/ceremony.md#CE-22 ceremony
    boolean complete(EpochAttempt attempt) {
        if (!about.equals(attempt) || parties.isEmpty()) return false;
        var all = new TreeSet<>(parties);
        all.retainAll(staying);
        all.addAll(gone);
        return all.size() == about.parties() && all.last().value() == about.parties();
    }

    @Override
    public String toString() {
        return "Denials of attempt %d by %s".formatted(about.attempt(), parties);
    }
}

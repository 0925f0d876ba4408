package tallystick.core.governance;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import tallystick.core.approval.Approval;
import tallystick.core.people.Directory;
import tallystick.core.people.HumanId;
import tallystick.core.people.Person;
import tallystick.core.people.PersonId;
import tallystick.crypto.codec.Parsed;

/// Who has no voice in a change: the human it only takes from, where another proposed it.
///
/// **Why** whoever is suspended can still say no, so that nobody opens by a suspension what was stopped. Could he end
/// his own removal too, one stolen key would end every change for ever. All others are heard, and a change that takes
/// from two is not such a one: nobody is silenced beside another.
///
/// **Threads** stateless.
///
/// @spec docs/spec/governance.md#GO-29 governance
public final class OwnCause {
    private OwnCause() {}

    /// The human a change of people only takes from; empty if there is none, or it is his own proposal.
    ///
    /// @param people in force
    public static Optional<HumanId> of(Change change, Directory people) {
        if (!(change.proposal() instanceof Proposal.NewDocument(var document))
                || document.kind() != DocumentKind.PEOPLE
                || !(Directory.parse(document.content()) instanceof Parsed.Ok<Directory>(var next)))
            return Optional.empty();
        return takesFrom(people.people(), next.people()).filter(human -> !isOf(change.by(), human, people));
    }

    /// The answers to a change without those of whoever has no voice in it.
    public static SignedChange heard(SignedChange signed, Directory people) {
        return of(signed.change(), people)
                .map(human -> signed.with(signed.approvals().stream()
                        .filter(approval -> !isGivenBy(approval, human, people))
                        .toList()))
                .orElse(signed);
    }

    /// Whether an account is of a human.
    public static boolean isOf(PersonId account, HumanId human, Directory people) {
        return people.person(account).map(Person::human).equals(Optional.of(human));
    }

    private static boolean isGivenBy(Approval approval, HumanId human, Directory people) {
        return people.holding(approval.keyId())
                .filter(holding -> holding.person().human().equals(human))
                .isPresent();
    }

    private static Optional<HumanId> takesFrom(List<Person> before, List<Person> after) {
        if (before.size() != after.size()) return Optional.empty();
        var humans = new HashSet<HumanId>();
        for (var i = 0; i < before.size(); i++) {
            if (before.get(i).equals(after.get(i))) continue;
            if (!isTaking(before.get(i), after.get(i))) return Optional.empty();
            humans.add(before.get(i).human());
        }
        return humans.size() == 1 ? Optional.of(humans.iterator().next()) : Optional.empty();
    }

    private static boolean isTaking(Person before, Person after) {
        return before.id().equals(after.id())
                && before.human().equals(after.human())
                && before.displayName().equals(after.displayName())
                && before.roles().equals(after.roles())
                && before.status().compareTo(after.status()) <= 0
                && before.rights().containsAll(after.rights())
                && Differences.isTighterKeys(before.keys(), after.keys());
    }
}

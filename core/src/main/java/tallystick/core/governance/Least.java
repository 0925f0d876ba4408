package tallystick.core.governance;

import java.time.Duration;
import tallystick.core.people.Directory;
import tallystick.core.people.Person;

/// What a change needs in any case, whatever the policy says.
///
/// @param people different ones who approved
/// @param delay from when a node first saw it to when it takes effect
/// @spec docs/spec/governance.md#GO-9 governance
public record Least(int people, Duration delay) {
    /// Of a document that tightens.
    public static final Least TIGHTEN = new Least(1, Duration.ZERO);

    /// Of a document that tightens and leaves a workspace that could not be governed without whoever proposed it, or
    /// fewer than two who could propose that beside him, or of a policy that may deny changes which the one before
    /// did not.
    public static final Least TIGHTEN_TOGETHER = new Least(2, Duration.ZERO);

    /// Of a document that loosens.
    public static final Least LOOSEN = new Least(2, ChangeRule.LOOSEN_DELAY_MIN);

    /// Of the end of a freeze.
    public static final Least UNFREEZE = new Least(2, ChangeRule.UNFREEZE_DELAY_MIN);

    /// Of broken glass.
    public static final Least BREAK_GLASS = new Least(3, ChangeRule.BREAK_GLASS_DELAY_MIN);

    /// So many humans stay able to propose what mends things beside whoever alone takes that right from others.
    public static final int BESIDE_MIN = 2;

    private static final int REMOVAL_PEOPLE = 3;

    /// Of a roster without a node that is in the one in force, which is not asked: three people, or all who may approve
    /// where they are fewer. Who is suspended is one of them: a suspension, which takes effect at once, makes no
    /// removal easier.
    public static Least removal(Directory people) {
        var humans = people.people().stream()
                .filter(person -> person.mayReject() && !person.id().isService())
                .map(Person::human)
                .distinct()
                .count();
        var asked = Math.max(LOOSEN.people(), Math.min(REMOVAL_PEOPLE, humans));
        return new Least(Math.toIntExact(asked), ChangeRule.REMOVE_NODE_DELAY_MIN);
    }
}

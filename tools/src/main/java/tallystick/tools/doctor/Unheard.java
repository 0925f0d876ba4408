package tallystick.tools.doctor;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import tallystick.core.people.Directory;
import tallystick.core.people.Person;
import tallystick.core.people.PersonId;
import tallystick.core.policy.Demands;
import tallystick.core.policy.Limit;
import tallystick.core.policy.Policy;
import tallystick.core.policy.Rule;

/// Who is named by a policy to cancel what waits (`cancelBy`), and whose no would count for nothing.
///
/// **Why** it is said when the policy is proposed, and looked for again later, as people come and go: else they learn
/// it when they cancel.
public final class Unheard {
    private Unheard() {}

    /// One phrase for each rule and person.
    ///
    /// @param people in force
    /// @spec docs/spec/approval.md#AP-8 approval
    public static List<String> of(Policy policy, Directory people) {
        var remarks = new ArrayList<String>();
        for (var rule : policy.rules())
            demands(rule)
                    .flatMap(demands -> demands.delay().cancelBy().stream())
                    .distinct()
                    .flatMap(group -> policy.members(group).stream())
                    .distinct()
                    .sorted()
                    .forEach(each -> remark(each, people)
                            .map(why -> "rule %s: %s may cancel by cancelBy, and %s: a no of his counts for nothing"
                                    .formatted(rule.id(), each.name(), why))
                            .ifPresent(remarks::add));
        return List.copyOf(remarks);
    }

    private static Stream<Demands> demands(Rule rule) {
        return Stream.concat(Stream.of(rule.demands()), rule.limit().flatMap(Limit::onExceed).stream());
    }

    private static Optional<String> remark(PersonId id, Directory people) {
        var person = people.person(id);
        if (person.isEmpty()) return Optional.of("is not in the document of people");
        return person.filter(Person::mayReject).isPresent()
                ? Optional.empty()
                : Optional.of("has not the right APPROVE, or was removed");
    }
}

package tallystick.core.court;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import tallystick.core.policy.Signers;

/// The nodes that are to sign together, with what a policy asks of signers.
///
/// @param members each once
public record SigningSet(List<Member> members) {
    private static final String ROLE = "role:";

    /// One of them.
    ///
    /// @param name in the roster
    /// @param roles those the organisation gave it, such as `risk`; nobody has a role that was not given
    /// @param weight in the key's quorum tree, 1 or more
    public record Member(String name, Set<String> roles, int weight) {
        /// @throws IllegalArgumentException if the weight is below 1: the caller's fault
        public Member {
            roles = Set.copyOf(roles);
            if (weight < 1) throw new IllegalArgumentException("weight %d below 1".formatted(weight));
        }
    }

    /// @throws IllegalArgumentException if one stands twice: the caller's fault
    public SigningSet {
        members = List.copyOf(members);
        if (members.stream().map(Member::name).distinct().count() != members.size())
            throw new IllegalArgumentException("a node stands twice in a signing set");
    }

    /// Nodes that weigh 1 each, with their roles by name.
    public static SigningSet of(Map<String, Set<String>> roles) {
        return new SigningSet(roles.entrySet().stream()
                .map(each -> new Member(each.getKey(), each.getValue(), 1))
                .toList());
    }

    /// Their names.
    public Set<String> names() {
        return members.stream().map(Member::name).collect(Collectors.toUnmodifiableSet());
    }

    /// Whether it weighs enough and everybody who is asked for takes part.
    boolean keeps(Signers asked) {
        var weight = members.stream().mapToLong(Member::weight).sum();
        return !members.isEmpty()
                && weight >= asked.minWeight()
                && asked.mustInclude().stream().allMatch(this::includes);
    }

    private boolean includes(String asked) {
        return asked.startsWith(ROLE)
                ? members.stream().anyMatch(each -> each.roles().contains(asked.substring(ROLE.length())))
                : members.stream().anyMatch(each -> each.name().equals(asked));
    }
}

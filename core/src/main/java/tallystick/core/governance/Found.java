package tallystick.core.governance;

import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import tallystick.core.people.Directory;
import tallystick.core.people.HumanId;
import tallystick.core.people.Person;
import tallystick.crypto.codec.Bytes;

/// What policies make possible, with the people beside them.
///
/// **Why** it is found by reading all of a policy: once for each of both.
///
/// **Threads** one.
final class Found {
    private final Optional<HumanId> without;
    private final Policies policies;
    private final Instant from;
    private final Map<List<Bytes>, Set<Remedy>> found = new HashMap<>();
    private final Map<List<Bytes>, Map<Remedy, Integer>> proposers = new HashMap<>();

    /// @param without who is left out, as if he were suspended; empty if nobody is
    /// @param from when the policies would be in force
    Found(Optional<HumanId> without, Policies policies, Instant from) {
        this.without = without;
        this.policies = policies;
        this.from = from;
    }

    /// @param kind of the policy
    Set<Remedy> possible(Map<DocumentKind, Document> documents, DocumentKind kind) {
        var policy = documents.get(kind);
        var people = documents.get(DocumentKind.PEOPLE);
        if (policy == null || people == null) return Set.of();
        return found.computeIfAbsent(
                List.of(policy.content(), people.content()),
                _ -> policies.possible(
                        policy.content(),
                        others(Directory.parse(people.content()).orThrow()),
                        from));
    }

    /// How many humans could propose each of what may not become impossible, two at most.
    ///
    /// @param kind of the policy
    Map<Remedy, Integer> proposers(Map<DocumentKind, Document> documents, DocumentKind kind) {
        var policy = documents.get(kind);
        var people = documents.get(DocumentKind.PEOPLE);
        if (policy == null || people == null) return Map.of();
        return proposers.computeIfAbsent(
                List.of(policy.content(), people.content()),
                _ -> policies.proposers(
                        policy.content(),
                        others(Directory.parse(people.content()).orThrow()),
                        from));
    }

    private Directory others(Directory people) {
        if (without.isEmpty()) return people;
        return new Directory(
                people.version(),
                people.people().stream()
                        .map(person ->
                                person.human().equals(without.get()) ? person.with(Person.Status.SUSPENDED) : person)
                        .toList());
    }
}

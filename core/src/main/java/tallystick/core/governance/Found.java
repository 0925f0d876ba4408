package tallystick.core.governance;

import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import tallystick.core.people.HumanId;
import tallystick.crypto.hash.Digest32;

/// What policies make possible, with the people beside them.
///
/// **Why** it is found by reading all of a policy: once for each of both.
///
/// **Threads** one.
final class Found {
    private final Optional<HumanId> without;
    private final Policies policies;
    private final Instant from;
    private final Map<Pair, Set<Remedy>> found = new HashMap<>();
    private final Map<Pair, Map<Remedy, Integer>> proposers = new HashMap<>();

    private record Pair(Digest32 policy, Digest32 people) {}

    /// @param without who is left out, as if he were suspended; empty if nobody is
    /// @param from when the policies would be in force
    Found(Optional<HumanId> without, Policies policies, Instant from) {
        this.without = without;
        this.policies = policies;
        this.from = from;
    }

    /// @param kind of the policy
    Set<Remedy> possible(Map<DocumentKind, Document> documents, DocumentKind kind) {
        return find(found, documents, kind, policies::possible).orElse(Set.of());
    }

    /// How many humans could propose each of what may not become impossible, two at most.
    ///
    /// @param kind of the policy
    Map<Remedy, Integer> proposers(Map<DocumentKind, Document> documents, DocumentKind kind) {
        return find(proposers, documents, kind, policies::proposers).orElse(Map.of());
    }

    private <T> Optional<T> find(
            Map<Pair, T> known,
            Map<DocumentKind, Document> documents,
            DocumentKind kind,
            Function<Constitution, T> asked) {
        var policy = documents.get(kind);
        var people = documents.get(DocumentKind.PEOPLE);
        if (policy == null || people == null) return Optional.empty();
        return Optional.of(known.computeIfAbsent(
                new Pair(policy.hash(), people.hash()),
                _ -> asked.apply(new Constitution(policy.content(), people.content(), without, from))));
    }
}

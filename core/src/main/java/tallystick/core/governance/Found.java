package tallystick.core.governance;

import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import tallystick.core.people.HumanId;
import tallystick.crypto.hash.Digest32;

/// What policies make possible, with the people beside them.
///
/// **Why** it is found by reading all of a policy: once for each of both.
///
/// **Threads** one.
final class Found {
    private final Policies policies;
    private final Instant least;
    private final Map<Asked, Map<Remedy, Outlook>> found = new HashMap<>();

    private record Asked(Digest32 policy, Digest32 people, Set<HumanId> without, Proposing enough) {}

    /// @param least when the policies would be in force at the earliest
    Found(Policies policies, Instant least) {
        this.policies = policies;
        this.least = least;
    }

    /// As of when both are in force: of one that is pledged to, and counts later, nothing would be found before.
    ///
    /// @param kind of the policy
    /// @param without who is left out, as if he were suspended
    /// @param enough what is looked for, and no more
    /// @return nothing of any remedy if there is no such policy
    Map<Remedy, Outlook> outlook(
            Map<DocumentKind, Document> documents, DocumentKind kind, Set<HumanId> without, Proposing enough) {
        var policy = documents.get(kind);
        var people = documents.get(DocumentKind.PEOPLE);
        if (policy == null || people == null) return Map.of();
        return found.computeIfAbsent(
                new Asked(policy.hash(), people.hash(), without, enough),
                _ -> policies.outlook(
                        new Constitution(policy.content(), people.content(), without, from(policy, people)), enough));
    }

    private Instant from(Document policy, Document people) {
        return Stream.of(least, policy.effectiveFrom(), people.effectiveFrom())
                .max(Comparator.naturalOrder())
                .orElseThrow();
    }
}

package tallystick.core.governance;

import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import tallystick.core.people.HumanId;
import tallystick.crypto.hash.Digest32;

/// What policies make possible, with the people beside them.
///
/// **Why** it is found by reading all of a policy: once for each of both.
///
/// **Threads** one.
final class Found {
    private final Policies policies;
    private final Instant from;
    private final Map<Asked, Map<Remedy, Outlook>> found = new HashMap<>();

    private record Asked(Digest32 policy, Digest32 people, Set<HumanId> without, Proposing enough) {}

    /// @param from when the policies would be in force
    Found(Policies policies, Instant from) {
        this.policies = policies;
        this.from = from;
    }

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
                _ -> policies.outlook(new Constitution(policy.content(), people.content(), without, from), enough));
    }
}

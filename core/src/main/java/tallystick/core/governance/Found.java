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
/// **Why** it is found by reading all of a policy: once for each of both. What one change may take is bounded as a
/// whole: of people and policies that are pledged to, and with one after the other left out, there are many.
///
/// **Threads** one.
final class Found {
    /// So many rules and people are asked for one change. What is asked last may take more; after it, nothing is found
    /// out any more.
    static final long WORK_MAX = 16_000_000;

    private final Policies policies;
    private final Instant least;
    private final Map<Asked, Survey> found = new HashMap<>();
    private long work;

    private record Asked(Digest32 policy, Digest32 people, Set<HumanId> without, Proposing enough) {}

    /// @param least when the policies would be in force at the earliest
    /// @param work what was spent on the change before
    Found(Policies policies, Instant least, long work) {
        this.policies = policies;
        this.least = least;
        this.work = work;
    }

    /// What was spent on the change by now.
    long work() {
        return work;
    }

    /// As of when both are in force: of one that is pledged to, and counts later, nothing would be found before.
    ///
    /// @param kind of the policy
    /// @param without who is left out, as if he were suspended
    /// @param enough what is looked for, and no more
    /// @return nothing of any remedy if there is no such policy
    /// @spec docs/spec/governance.md#GO-34 governance
    Map<Remedy, Outlook> outlook(
            Map<DocumentKind, Document> documents, DocumentKind kind, Set<HumanId> without, Proposing enough) {
        var policy = documents.get(kind);
        var people = documents.get(DocumentKind.PEOPLE);
        if (policy == null || people == null) return Map.of();
        var asked = new Asked(policy.hash(), people.hash(), without, enough);
        var known = found.get(asked);
        if (known != null) return known.outlooks();
        var by = new Constitution(policy.content(), people.content(), without, from(policy, people));
        var survey = work < WORK_MAX ? policies.outlook(by, enough) : Survey.notFoundOut(enough);
        work += survey.work();
        found.put(asked, survey);
        return survey.outlooks();
    }

    private Instant from(Document policy, Document people) {
        return Stream.of(least, policy.effectiveFrom(), people.effectiveFrom())
                .max(Comparator.naturalOrder())
                .orElseThrow();
    }
}

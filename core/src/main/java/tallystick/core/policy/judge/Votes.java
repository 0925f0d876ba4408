package tallystick.core.policy.judge;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import tallystick.core.people.PersonId;
import tallystick.core.policy.ApprovalTerm;

/// Counts votes against what is asked for.
final class Votes {
    private final List<Vote> votes;
    private final PersonId initiator;

    Votes(List<Vote> votes, PersonId initiator) {
        this.votes = votes;
        this.initiator = initiator;
    }

    /// The terms that are not met, in their order. A term of a higher order counts only what came after all of the
    /// lower orders were met.
    /// @spec docs/spec/policy.md#PO-10 policy
    List<Unmet> unmet(List<ApprovalTerm> terms) {
        var byOrder = new TreeMap<Integer, List<ApprovalTerm>>();
        for (var term : terms)
            byOrder.computeIfAbsent(term.order(), _ -> new ArrayList<>()).add(term);
        var unmet = new ArrayList<Unmet>();
        var from = Optional.of(Instant.MIN);
        for (var sameOrder : byOrder.values()) {
            var metAt = from;
            for (var term : sameOrder) {
                var counted = counted(term, from);
                if (counted.size() < term.min()) {
                    unmet.add(new Unmet.Approval(term, counted.size()));
                    metAt = Optional.empty();
                } else if (metAt.isPresent()) {
                    var enough = counted.values().stream().sorted().toList().get(term.min() - 1);
                    if (enough.isAfter(metAt.get())) metAt = Optional.of(enough);
                }
            }
            from = metAt;
        }
        return unmet;
    }

    /// When each person who counts first said yes.
    private Map<PersonId, Instant> counted(ApprovalTerm term, Optional<Instant> from) {
        var counted = new HashMap<PersonId, Instant>();
        if (from.isEmpty()) return counted;
        for (var vote : votes) {
            var person = vote.person();
            if (vote.isApproval()
                    && term.members().contains(person)
                    && !person.isService()
                    && !(term.isInitiatorExcluded() && person.equals(initiator))
                    && vote.strength().meets(term.strength())
                    && !vote.at().isBefore(from.get()))
                counted.merge(person, vote.at(), (one, other) -> one.isBefore(other) ? one : other);
        }
        return counted;
    }

    /// Whether somebody said no whom a term asks for.
    boolean isRejected(List<ApprovalTerm> terms) {
        return votes.stream()
                .filter(vote -> !vote.isApproval())
                .anyMatch(vote -> terms.stream().anyMatch(term -> term.members().contains(vote.person())));
    }

    /// Whether one of these people said no.
    boolean isRejectedBy(java.util.Set<PersonId> people) {
        return votes.stream().anyMatch(vote -> !vote.isApproval() && people.contains(vote.person()));
    }
}

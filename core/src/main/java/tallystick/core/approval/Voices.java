package tallystick.core.approval;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import tallystick.core.people.Directory;
import tallystick.core.people.PersonId;
import tallystick.core.policy.ApprovalTerm;

/// What people said to one subject, and who they are.
///
/// **Why** both together: who said it is a human, and only the directory knows which accounts are his. Whoever counts
/// by names alone counts somebody with two accounts twice.
///
/// **Threads** immutable.
///
/// @param votes of one subject, in any order
/// @param people the directory they were verified against; empty if nobody was asked
public record Voices(List<Vote> votes, Optional<Directory> people) {
    private static final Voices NONE = new Voices(List.of(), Optional.empty());

    /// @throws IllegalArgumentException if there are votes and no people: the caller's fault
    public Voices {
        votes = List.copyOf(votes);
        if (people.isEmpty() && !votes.isEmpty()) throw new IllegalArgumentException("votes of people nobody knows");
    }

    /// What these people said.
    public static Voices of(List<Vote> votes, Directory people) {
        return new Voices(votes, Optional.of(people));
    }

    /// Nobody said anything.
    public static Voices none() {
        return NONE;
    }

    /// What the votes amount to.
    ///
    /// @param terms what is asked
    /// @param initiator who proposed
    /// @spec docs/spec/approval.md#AP-11 approval
    public Tally tally(List<ApprovalTerm> terms, PersonId initiator) {
        return people.isPresent() ? Tally.of(terms, votes, people.get(), initiator) : silence(terms);
    }

    private static Tally silence(List<ApprovalTerm> terms) {
        if (terms.isEmpty()) return new Tally.Met(List.of());
        var first = terms.stream().mapToInt(ApprovalTerm::order).min().orElseThrow();
        return new Tally.Open(terms.stream()
                .map(term -> new Lacking(term, term.min(), term.order() > first, false))
                .toList());
    }

    /// The human behind an account; the account itself where nobody knows whose it is.
    /// @spec docs/spec/people.md#PE-5 people
    public String behind(PersonId account) {
        return people.flatMap(each -> each.person(account))
                .map(person -> person.human().name())
                .orElse(account.name());
    }

    /// Whether one of these people said no, through any account.
    public boolean isRejectedBy(Collection<PersonId> some) {
        return rejectedBy(some).isPresent();
    }

    /// Who said no, if one of these people did, by the account through which he did.
    /// @spec docs/spec/approval.md#AP-12 approval
    public Optional<PersonId> rejectedBy(Collection<PersonId> some) {
        return people.flatMap(each -> rejection(some, votes, each)).map(Vote::person);
    }

    /// A rejection by somebody who is asked, or by another account of his.
    /// @spec docs/spec/approval.md#AP-12 approval
    static Optional<Vote> rejection(Collection<PersonId> asked, List<Vote> votes, Directory people) {
        return votes.stream()
                .filter(vote -> vote.answer() == Answer.REJECT)
                .filter(vote -> asked.stream().anyMatch(member -> people.isSameHuman(member, vote.person())))
                .findFirst();
    }
}

package tallystick.core.approval;

import java.util.List;
import tallystick.core.people.Directory;
import tallystick.core.people.PersonId;
import tallystick.core.policy.ApprovalTerm;

/// What the verified answers to one subject amount to.
///
/// **Why** people are counted and not signatures: a human is one voice however many keys and accounts he has, and fills
/// one place however many groups he is in. A person in two groups who is asked by both would otherwise let a payment
/// through with fewer people than the rules name.
public sealed interface Tally {
    /// Every term is met.
    ///
    /// @param counted an answer for each place, in the order of the places
    record Met(List<Vote> counted) implements Tally {
        /// Copies.
        public Met {
            counted = List.copyOf(counted);
        }
    }

    /// Some are not.
    ///
    /// @param lacking those, in the order they were asked
    record Open(List<Lacking> lacking) implements Tally {
        /// Copies.
        public Open {
            lacking = List.copyOf(lacking);
        }
    }

    /// Somebody whose approval was asked rejected: it is over.
    record Rejected(PersonId by) implements Tally {}

    /// Counts.
    ///
    /// @param terms what is asked; none is met at once
    /// @param votes as [Hearing] made them, of one subject
    /// @param people the directory they were verified against
    /// @param initiator who proposed
    /// @spec docs/spec/approval.md#AP-11 approval
    static Tally of(List<ApprovalTerm> terms, List<Vote> votes, Directory people, PersonId initiator) {
        var asked = terms.stream().flatMap(term -> term.members().stream()).toList();
        return Voices.rejection(asked, votes, people)
                .<Tally>map(vote -> new Rejected(vote.person()))
                .orElseGet(() -> new Places(terms, votes, people, initiator).tally());
    }
}

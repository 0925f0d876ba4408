package tallystick.core.approval;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import tallystick.core.people.AuthStrength;
import tallystick.core.people.Directory;
import tallystick.core.people.Person;
import tallystick.core.people.PersonId;
import tallystick.core.people.Right;
import tallystick.core.policy.ApprovalTerm;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.hash.Digest32;

/// Whether what is asked can be met at all, if everybody who may says yes by each of his keys.
///
/// **Why** counted by the same places as real answers: what is found possible here is possible there.
public final class Attainable {
    private static final Digest32 NOTHING = new Digest32(Bytes.copyOf(new byte[Digest32.LENGTH_BYTES]));
    private static final ApprovalStatement YES = new ApprovalStatement(
            NOTHING, NOTHING, Answer.APPROVE, NOTHING, Instant.EPOCH, Instant.EPOCH.plusSeconds(1));
    private static final Approval SAID =
            new Approval(YES, NOTHING, new Proof.Plain(Bytes.copyOf(new byte[Proof.SIGNATURE_BYTES])));

    private Attainable() {}

    /// Whether the people there are can meet all terms together.
    ///
    /// @param people the directory in force
    /// @param initiator who would propose
    /// @spec docs/spec/approval.md#AP-11 approval
    public static boolean isMet(List<ApprovalTerm> terms, Directory people, PersonId initiator) {
        return by(terms, people, initiator).isPresent();
    }

    /// Some who can meet all terms together; empty if the people there are cannot.
    ///
    /// @param people the directory in force
    /// @param initiator who would propose
    /// @spec docs/spec/approval.md#AP-11 approval
    public static Optional<Set<PersonId>> by(List<ApprovalTerm> terms, Directory people, PersonId initiator) {
        return Tally.of(terms, yes(people), people, initiator) instanceof Tally.Met(var counted)
                ? Optional.of(counted.stream().map(Vote::person).collect(Collectors.toSet()))
                : Optional.empty();
    }

    /// How many different people it takes to meet all terms together.
    /// @spec docs/spec/approval.md#AP-13 approval
    public static int people(List<ApprovalTerm> terms) {
        return Places.count(terms);
    }

    private static List<Vote> yes(Directory people) {
        var votes = new ArrayList<Vote>();
        for (var person : people.people())
            if (person.may(Right.APPROVE) && !person.id().isService())
                for (var strength : strengths(person)) votes.add(new Vote(person.id(), strength, SAID));
        return votes;
    }

    private static Iterable<AuthStrength> strengths(Person person) {
        var strengths = new HashSet<AuthStrength>();
        for (var held : person.keys())
            if (!held.isRevoked()) strengths.add(held.key().strength());
        return strengths;
    }
}

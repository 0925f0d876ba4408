package tallystick.core.approval;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import tallystick.core.people.AuthStrength;
import tallystick.core.people.PersonId;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.hash.Digest32;

/// An answer that was verified: only [Hearing] makes one. Or one that nobody gave, for what is only thought of; no node
/// judges by such, since it hears approvals and verifies them itself.
public final class Vote {
    private final PersonId person;
    private final AuthStrength strength;
    private final Approval approval;

    Vote(PersonId person, AuthStrength strength, Approval approval) {
        this.person = person;
        this.strength = strength;
        this.approval = approval;
    }

    /// An answer that nobody gave, to try out what would come of it.
    ///
    /// @param at cut to the second
    /// @spec docs/spec/policy.md#PO-18 policy
    public static Vote thought(PersonId person, AuthStrength strength, Answer answer, Instant at) {
        var nothing = new Digest32(Bytes.copyOf(new byte[Digest32.LENGTH_BYTES]));
        var second = at.truncatedTo(ChronoUnit.SECONDS);
        var statement = new ApprovalStatement(nothing, nothing, answer, nothing, second, second.plusSeconds(1));
        var unsigned = new Proof.Plain(Bytes.copyOf(new byte[Proof.SIGNATURE_BYTES]));
        return new Vote(person, strength, new Approval(statement, nothing, unsigned));
    }

    /// Whose it is.
    public PersonId person() {
        return person;
    }

    /// How well it proves that the person acted.
    public AuthStrength strength() {
        return strength;
    }

    /// What was said.
    public Answer answer() {
        return approval.statement().answer();
    }

    /// The policy by which the person was asked.
    public Digest32 policySeen() {
        return approval.statement().policySeen();
    }

    /// When, as the person's own statement says.
    public Instant at() {
        return approval.statement().at();
    }

    /// The signed answer.
    public Approval approval() {
        return approval;
    }

    @Override
    public String toString() {
        return "%s by %s".formatted(answer(), person);
    }
}

package tallystick.core.approval;

import java.time.Instant;
import tallystick.core.people.AuthStrength;
import tallystick.core.people.PersonId;
import tallystick.crypto.hash.Digest32;

/// An answer that was verified. Only [Hearing] makes one.
public final class Vote {
    private final PersonId person;
    private final AuthStrength strength;
    private final Approval approval;

    Vote(PersonId person, AuthStrength strength, Approval approval) {
        this.person = person;
        this.strength = strength;
        this.approval = approval;
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

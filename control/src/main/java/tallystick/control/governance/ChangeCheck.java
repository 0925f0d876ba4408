package tallystick.control.governance;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.springframework.stereotype.Component;
import tallystick.control.answer.Problem;
import tallystick.control.answer.Problem.Code;
import tallystick.control.people.People;
import tallystick.control.relay.Governed;
import tallystick.core.approval.Approval;
import tallystick.core.approval.AssertionCheck;
import tallystick.core.approval.Hearing;
import tallystick.core.approval.Refusal;
import tallystick.core.approval.SeenCount;
import tallystick.core.approval.Subject;
import tallystick.core.governance.Change;
import tallystick.core.governance.SignedChange;
import tallystick.core.people.Directory;

/// What people brought of changes, verified as nodes verify it and against the same documents.
///
/// **Why** although nodes do: an answer that a node finds forged rings its alarm or freezes what it answers. Whoever is
/// signed in, and any one node that lies to control, could have control carry such to all the others.
///
/// **Threads** any.
@Component
class ChangeCheck {
    private static final int APPROVALS_MAX = 48;

    private final Governed governed;
    private final People people;
    private final InstantSource clock;

    ChangeCheck(Governed governed, People people, InstantSource clock) {
        this.governed = governed;
        this.people = people;
        this.clock = clock;
    }

    /// Sees that a draft that was signed is good to be brought to nodes.
    ///
    /// @throws Problem if it is not: the caller's fault
    /// @spec docs/spec/governance.md#GO-4 governance
    void proposed(SignedChange signed) {
        var change = signed.change();
        if (!change.workspace().equals(governed.view().workspace()))
            throw Problem.field("id", "a draft of this workspace");
        if (!clock.instant().isBefore(change.expiresAt()))
            throw Problem.field("id", "a draft that had not expired at " + change.expiresAt());
        if (!signed.isProposed(people.inForce()))
            throw Problem.field("assertion", "one by a key that counts of who wrote the draft and may propose");
    }

    /// One change of what several nodes tell of it, with the answers that their keys gave: what a node makes up is left
    /// out.
    ///
    /// @param told of one change, at least one
    SignedChange together(List<SignedChange> told) {
        var directory = people.inForce();
        var subject = told.getFirst().change().subject();
        // What is over may have been proposed by somebody who may no more.
        var whole = told.stream()
                .filter(each -> each.isProposed(directory))
                .findFirst()
                .orElse(told.getFirst());
        return whole.with(told.stream()
                .flatMap(each -> each.approvals().stream())
                .distinct()
                .filter(each -> isGiven(each, subject, directory))
                .limit(APPROVALS_MAX)
                .toList());
    }

    private static boolean isGiven(Approval approval, Subject subject, Directory directory) {
        var statement = approval.statement();
        return statement.subject().equals(subject.id())
                && statement.digests().equals(subject.digestsHash())
                && directory
                        .holding(approval.keyId())
                        .filter(holding ->
                                AssertionCheck.check(holding.held().key(), approval.proof(), statement.digest())
                                        instanceof AssertionCheck.Outcome.Holds)
                        .isPresent();
    }

    /// A change with one more answer, if that counts by what is in force.
    ///
    /// @throws Problem if it does not, naming the field that stands against it: the caller's fault
    SignedChange with(SignedChange told, Approval answer) {
        var all = new ArrayList<>(told.approvals());
        if (!all.contains(answer)) all.add(answer);
        if (all.size() > APPROVALS_MAX) throw Problem.of(Code.CONFLICT, "there are 48 answers already");
        var why = whyNot(told.change(), all, answer);
        // Another policy may have come into force since nodes were asked.
        if (why.equals(Optional.of(Refusal.OTHER_POLICY))) {
            var _ = governed.ask();
            why = whyNot(told.change(), all, answer);
        }
        if (why.isPresent())
            throw Problem.field(
                    field(why.get()),
                    "an answer that counts (%s)"
                            .formatted(why.get().name().toLowerCase(Locale.ROOT).replace('_', ' ')));
        return told.with(all);
    }

    private Optional<Refusal> whyNot(Change change, List<Approval> all, Approval answer) {
        var hearing = new Hearing(
                change.subject(),
                people.inForce(),
                governed.view().policy(),
                _ -> false,
                SeenCount.Store.empty(),
                clock.instant());
        return hearing.verify(all).refused().stream()
                .filter(each -> each.approval().equals(answer))
                .map(each -> each.why())
                .findFirst();
    }

    /// Which field of the request holds what stands against it.
    private static String field(Refusal why) {
        return switch (why) {
            case OTHER_POLICY -> "policySeen";
            case EXPIRED -> "expiresAt";
            case FROM_THE_FUTURE -> "at";
            case BAD_SIGNATURE,
                    OTHER_CHALLENGE,
                    OTHER_DIGESTS,
                    COUNT_NOT_RISING,
                    OTHER_SUBJECT,
                    UNKNOWN_KEY,
                    REVOKED_KEY,
                    NOT_ACTIVE,
                    NO_RIGHT,
                    OTHER_KIND_OF_PROOF,
                    MALFORMED_ASSERTION,
                    OTHER_CEREMONY,
                    OTHER_ORIGIN,
                    EMBEDDED_PAGE,
                    OTHER_RELYING_PARTY,
                    USER_NOT_PRESENT,
                    USER_NOT_VERIFIED,
                    OTHER_BACKUP -> "assertion";
        };
    }
}

package tallystick.control.people;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tallystick.control.access.Caller;
import tallystick.control.answer.Given;
import tallystick.control.answer.Problem;
import tallystick.control.relay.Governed;
import tallystick.core.approval.Answer;
import tallystick.core.approval.Approval;
import tallystick.core.approval.ApprovalStatement;
import tallystick.core.approval.Subject;
import tallystick.core.governance.Change;
import tallystick.core.people.Person;
import tallystick.crypto.hash.Digest32;

/// What a person who is asked signs to answer, and the answer that comes of it.
///
/// **Why** the statement is made anew of what the page brings back: nothing has to be kept between asking and
/// answering, and what the passkey signed fits no other statement.
@Component
public final class Answers {
    private static final Duration LIFE = Duration.ofDays(1);

    private final Governed governed;
    private final Passkeys passkeys;
    private final InstantSource clock;

    Answers(Governed governed, Passkeys passkeys, InstantSource clock) {
        this.governed = governed;
        this.passkeys = passkeys;
        this.clock = clock;
    }

    /// What a passkey signs to say this.
    ///
    /// @param policySeen to be brought back with the assertion, as the moments are
    public record ToAnswer(String answer, String policySeen, Instant at, Instant expiresAt, Passkeys.ToSign toSign) {}

    /// What a page brings back.
    public record NewAnswer(
            @Nullable String answer,
            @Nullable String policySeen,
            @Nullable String at,
            @Nullable String expiresAt,
            Passkeys.@Nullable AssertionBody assertion) {}

    /// What this person signs to say yes or no to a change, for as long as the change and an answer may wait: a yes has
    /// to count still when the delay is over.
    public ToAnswer ask(Change change, Answer answer, Person person) {
        var left = Duration.between(now(), change.expiresAt());
        var longest = left.compareTo(ApprovalStatement.LIFETIME_MAX) > 0 ? ApprovalStatement.LIFETIME_MAX : left;
        var life = longest.isPositive() ? longest : LIFE;
        return ask(change.subject(), answer, person, governed.view().policy(), life);
    }

    /// The same of anything, from now on for a day.
    ///
    /// @param policySeen by which policies he is asked
    public ToAnswer ask(Subject subject, Answer answer, Person person, Digest32 policySeen) {
        return ask(subject, answer, person, policySeen, LIFE);
    }

    private Instant now() {
        return Instant.ofEpochSecond(clock.instant().getEpochSecond());
    }

    private ToAnswer ask(Subject subject, Answer answer, Person person, Digest32 policySeen, Duration life) {
        var at = now();
        var statement = ApprovalStatement.of(subject, answer, policySeen, at, at.plus(life));
        return new ToAnswer(
                answer.name().toLowerCase(Locale.ROOT),
                statement.policySeen().toString(),
                statement.at(),
                statement.expiresAt(),
                Passkeys.toSign(statement.digest(), passkeys.of(person)));
    }

    /// The answer that a passkey of who asks signed.
    ///
    /// @throws Problem if it did not sign just this
    public Approval of(Subject subject, Caller caller, NewAnswer body) {
        var answer = Given.name("answer", body.answer(), List.of(Answer.values()));
        var policy = Given.hex("policySeen", body.policySeen(), Digest32.LENGTH_BYTES);
        if (policy.length() != Digest32.LENGTH_BYTES) throw Problem.field("policySeen", "the hash of a policy");
        var at = Given.moment("at", body.at());
        var expiresAt = Given.moment("expiresAt", body.expiresAt());
        var statement = statement(subject, answer, new Digest32(policy), at, expiresAt);
        var signed = passkeys.verify(caller, body.assertion(), statement.digest());
        return new Approval(statement, signed.passkey().id(), signed.proof());
    }

    private static ApprovalStatement statement(
            Subject subject, Answer answer, Digest32 policy, Instant at, Instant expiresAt) {
        try {
            return ApprovalStatement.of(subject, answer, policy, at, expiresAt);
        } catch (IllegalArgumentException outOfRange) {
            throw Problem.field("expiresAt", "whole seconds, and not more than 30 days after at");
        }
    }
}

package tallystick.core.kit;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import tallystick.core.approval.Answer;
import tallystick.core.approval.Approval;
import tallystick.core.approval.ApprovalStatement;
import tallystick.core.approval.Hearing;
import tallystick.core.approval.SeenCount;
import tallystick.core.approval.Subject;
import tallystick.core.approval.Voices;
import tallystick.core.approval.Vote;
import tallystick.core.people.AuthStrength;
import tallystick.core.people.Directory;
import tallystick.core.people.Person;
import tallystick.core.people.PersonKey;

/// The people of the organisation of [Judging], each with a key of every strength: three groups, and a second account
/// of two of them.
public final class Assembly {
    /// Everybody: `u:dee-ops` is another account of Dee's, `u:ann-too` one of Ann's, who initiates. The program
    /// `s:payouts` is Gus's.
    public static final Directory PEOPLE = Crowd.of(
            1,
            Stream.concat(
                            Stream.of("ann", "bo", "cy", "dee", "eli", "fay", "gus", "hal")
                                    .map(name -> person(name, name)),
                            Stream.of(
                                    person("dee-ops", "dee"),
                                    person("ann-too", "ann"),
                                    Crowd.person("s:payouts", "h:gus", Crowd.edKey("a payouts"))))
                    .toArray(Person[]::new));

    private static final Map<Said, Vote> VOTES = new ConcurrentHashMap<>();

    private record Said(String person, AuthStrength strength, Answer answer, Instant at) {}

    private Assembly() {}

    private static Person person(String account, String human) {
        return Crowd.person(
                "u:" + account,
                "h:" + human,
                key(account, AuthStrength.API_KEY),
                key(account, AuthStrength.PASSKEY),
                key(account, AuthStrength.HARDWARE));
    }

    private static String secret(String account, AuthStrength strength) {
        return "%s of %s".formatted(strength, account);
    }

    private static PersonKey key(String account, AuthStrength strength) {
        var secret = secret(account, strength);
        return switch (strength) {
            case API_KEY -> Crowd.edKey(secret);
            case PASSKEY -> Crowd.passkey(secret, false);
            case HARDWARE -> Crowd.passkey(secret, true);
        };
    }

    /// What somebody says, signed.
    ///
    /// @param account without `u:`
    public static Approval sign(String account, AuthStrength strength, ApprovalStatement statement) {
        var secret = secret(account, strength);
        return switch (strength) {
            case API_KEY -> Ballots.ed(secret, statement);
            case PASSKEY -> Ballots.synced(secret, statement);
            case HARDWARE -> Ballots.hardware(secret, statement);
        };
    }

    /// What somebody said to [Ballots#SUBJECT], verified.
    public static Vote vote(String person, AuthStrength strength, Answer answer, Instant at) {
        return VOTES.computeIfAbsent(new Said(person, strength, answer, at), said -> {
            var statement =
                    ApprovalStatement.of(Ballots.SUBJECT, said.answer(), Ballots.POLICY, at, at.plusSeconds(3600));
            var approval = person.equals("s:payouts")
                    ? Ballots.ed("a payouts", statement)
                    : sign(person.substring(2), strength, statement);
            return heard(Ballots.SUBJECT, approval, at);
        });
    }

    private static Vote heard(Subject subject, Approval approval, Instant now) {
        var hearing = new Hearing(subject, PEOPLE, Ballots.POLICY, _ -> false, SeenCount.Store.empty(), now);
        return hearing.verify(List.of(approval)).votes().getFirst();
    }

    /// These votes.
    public static Voices said(Vote... votes) {
        return Voices.of(List.of(votes), PEOPLE);
    }
}

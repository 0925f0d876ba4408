package tallystick.core.cheats;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import tallystick.core.approval.Answer;
import tallystick.core.governance.Change;
import tallystick.core.governance.Ruling;
import tallystick.core.governance.SignedChange;
import tallystick.core.kit.Crowd;
import tallystick.core.kit.Senate;
import tallystick.core.kit.Statutes;
import tallystick.core.people.Directory;
import tallystick.core.people.Person;
import tallystick.core.people.PersonId;
import tallystick.core.policy.Policy;

@DisplayName("People who are suspended so that they say nothing, docs/spec/people.md PE-6")
class SilencedTest {
    private static final Instant NOW = Statutes.NOW;
    private static final Directory CROWD = Crowd.directory();
    private static final Policy LOOSER =
            Senate.policy(2, "{\"id\":\"a\",\"effect\":\"ALLOW\",\"activity\":[\"*\"]}", "");
    private static final Instant LATER = NOW.plus(Duration.ofHours(25));

    private static SignedChange with(SignedChange signed, Change change, String... against) {
        var answers = new ArrayList<>(signed.approvals());
        for (var name : against) answers.add(Statutes.answer(change, Answer.REJECT, name));
        return signed.with(List.copyOf(answers));
    }

    private static Ruling toLooserPolicy(Directory people, String... against) {
        var senate = Senate.of("", people);
        var change = senate.toPolicy(LOOSER, LATER, "ann");
        return senate.rule(with(Statutes.sign(change, "ann", "ann", "bo"), change, against), NOW.plusSeconds(60));
    }

    @Test
    void noOfWhoeverIsSuspended_endsAChangeAsBefore() {
        var suspended = Senate.suspended(CROWD, "u:dee", "u:eli", "u:fay");
        assertThat(toLooserPolicy(CROWD)).isInstanceOf(Ruling.Accepted.class);
        assertThat(toLooserPolicy(CROWD, "dee")).isEqualTo(new Ruling.Rejected(new PersonId("u:dee")));
        assertThat(toLooserPolicy(suspended)).isInstanceOf(Ruling.Accepted.class);
        assertThat(toLooserPolicy(suspended, "dee")).isEqualTo(new Ruling.Rejected(new PersonId("u:dee")));
        assertThat(toLooserPolicy(suspended, "eli")).isEqualTo(new Ruling.Rejected(new PersonId("u:eli")));
    }

    @Test
    void yesOfWhoeverIsSuspended_countsNowhere_andNeitherAnswerOfWhoeverWasRemoved() {
        var senate = Senate.of("", Senate.suspended(CROWD, "u:dee"));
        var change = senate.toPolicy(LOOSER, LATER, "ann");
        assertThat(senate.rule(Statutes.sign(change, "ann", "ann", "dee"), NOW.plusSeconds(60)))
                .isInstanceOf(Ruling.Open.class);
        var removed = Crowd.with(CROWD, Crowd.find(CROWD, "u:dee").with(Person.Status.REMOVED));
        assertThat(toLooserPolicy(removed, "dee")).isInstanceOf(Ruling.Accepted.class);
    }
}

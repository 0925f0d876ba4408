package tallystick.tools.operator;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import tallystick.core.people.Person;
import tallystick.tools.doctor.Unheard;

@DisplayName("Who may cancel by a policy, and whose no would count for nothing, docs/spec/approval.md AP-8")
class UnheardTest {
    private static final String RISK = ",\"delay\":{\"min\":\"P2D\",\"cancelBy\":[\"risk\"]}";

    @Test
    void whoMayNotApprove_orIsNobody_isNamed_andWhoIsSuspendedIsHeard() {
        assertThat(Unheard.of(BeginningTest.policy(1, RISK, ""), BeginningTest.people(1, Person.Status.SUSPENDED)))
                .containsExactly(
                        "rule govern: u:dee may cancel by cancelBy, and has not the right APPROVE, or was removed: a"
                                + " no of his counts for nothing",
                        "rule govern: u:gus may cancel by cancelBy, and is not in the document of people: a no of his"
                                + " counts for nothing");
        assertThat(Unheard.of(BeginningTest.policy(1, RISK, ""), BeginningTest.people(1, Person.Status.REMOVED)))
                .hasSize(3);
        assertThat(Unheard.of(BeginningTest.policy(1, "", ""), BeginningTest.people(1, Person.Status.ACTIVE)))
                .isEmpty();
    }

    @Test
    void whatIsAskedBeyondALimit_isLookedAtToo() {
        var limit =
                ",{\"id\":\"daily\",\"effect\":\"LIMIT\",\"activity\":[\"TRANSFER\"],\"limit\":{\"measure\":\"COUNT\","
                        + "\"max\":\"5\",\"window\":{\"type\":\"LIFETIME\"},"
                        + "\"onExceed\":{\"effect\":\"REQUIRE\","
                        + "\"delay\":{\"min\":\"PT1H\",\"cancelBy\":[\"risk\"]}}}}";
        assertThat(Unheard.of(BeginningTest.policy(1, "", limit), BeginningTest.people(1, Person.Status.ACTIVE)))
                .hasSize(2)
                .allMatch(remark -> remark.startsWith("rule daily: "));
    }
}

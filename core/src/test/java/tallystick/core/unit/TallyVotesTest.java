package tallystick.core.unit;

import static org.assertj.core.api.Assertions.assertThat;
import static tallystick.core.kit.Judging.NOW;

import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import tallystick.core.approval.Answer;
import tallystick.core.approval.Tally;
import tallystick.core.approval.Vote;
import tallystick.core.kit.Assembly;
import tallystick.core.kit.Crowd;
import tallystick.core.people.AuthStrength;
import tallystick.core.people.PersonId;
import tallystick.core.policy.ApprovalTerm;
import tallystick.core.policy.Names;

@DisplayName("What votes amount to, docs/spec/approval.md, AP-11")
class TallyVotesTest {
    private static final PersonId DEE = new PersonId("u:dee");
    private static final PersonId ANN = new PersonId("u:ann");

    private static Vote dee(AuthStrength strength) {
        return Assembly.vote("u:dee", strength, Answer.APPROVE, NOW);
    }

    private static ApprovalTerm hardware() {
        return new ApprovalTerm("exec", Names.sorted(List.of(DEE)), 1, true, AuthStrength.HARDWARE, 1);
    }

    @Test
    void ofSomebodysAnswers_theOneThatFitsThePlaceIsCounted() {
        var weak = dee(AuthStrength.API_KEY);
        var strong = dee(AuthStrength.HARDWARE);
        assertThat(Tally.of(List.of(hardware()), List.of(weak, strong), Assembly.PEOPLE, ANN))
                .isEqualTo(new Tally.Met(List.of(strong)));
        assertThat(Tally.of(List.of(hardware()), List.of(weak), Assembly.PEOPLE, ANN))
                .isInstanceOf(Tally.Open.class);
    }

    @Test
    void termThatNobodysKeyIsStrongEnoughFor_isOutOfReach() {
        var weak = Crowd.of(1, Crowd.person("u:dee", "h:dee", Crowd.edKey("weak")));
        assertThat(((Tally.Open) Tally.of(List.of(hardware()), List.of(), weak, ANN)).lacking())
                .singleElement()
                .satisfies(each -> assertThat(each.isReachable()).isFalse());
        assertThat(((Tally.Open) Tally.of(List.of(hardware()), List.of(), Assembly.PEOPLE, ANN)).lacking())
                .singleElement()
                .satisfies(each -> assertThat(each.isReachable()).isTrue());
    }
}

package tallystick.core.cheats;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import tallystick.core.kit.Judging;
import tallystick.core.kit.ManyLegs;
import tallystick.core.policy.judge.Decision;
import tallystick.core.policy.judge.Judge;
import tallystick.core.policy.judge.Judgement;
import tallystick.core.policy.judge.Reason;

@DisplayName("A request of so many effects that no memory is left, docs/spec/policy.md PO-2")
class ManyLegsTest {
    private static final int RULES = Judge.ASKED_MAX / Judge.LEGS_MAX;

    private static List<Reason.Code> denied(int legs, int rules) {
        var decision =
                Judging.judge(ManyLegs.matter(legs), ManyLegs.policy(rules)).decision();
        return decision instanceof Decision.Denied(var why)
                ? why.stream().map(Reason::code).toList()
                : List.of();
    }

    @Test
    void moreLegsThanAreLookedInto_areDenied_beforeAnyRuleIsAsked() {
        assertThat(denied(Judge.LEGS_MAX, 2)).isEmpty();
        assertThat(denied(Judge.LEGS_MAX + 1, 2)).containsExactly(Reason.Code.TOO_MANY);
        assertThat(denied(3200, 2)).containsExactly(Reason.Code.TOO_MANY);
        var most = Judging.judge(ManyLegs.matter(3200), ManyLegs.policy(10_000));
        assertThat(most.trace().rules()).isEmpty();
        assertThat(most.decision()).isInstanceOf(Decision.Denied.class);
        assertThat(denied(Judge.LEGS_MAX, RULES + 1)).containsExactly(Reason.Code.TOO_MANY);
        assertThat(denied(101, 10_000)).containsExactly(Reason.Code.TOO_MANY);
    }

    private static Judgement judged(ManyLegs.Saying saying, int legs, int rules) {
        return Judging.judge(ManyLegs.matter(legs), ManyLegs.policy(saying, rules));
    }

    private static List<Reason> reasons(Judgement judgement) {
        return judgement.decision() instanceof Decision.Denied(var why) ? why : List.of();
    }

    @Test
    void moreRulesThatDenyThanAreTold_denyAllTheSame_andStandInTheTrace() {
        var some = judged(ManyLegs.Saying.DENY, 2, 500);
        assertThat(reasons(some)).hasSize(2 * 499);
        var many = judged(ManyLegs.Saying.DENY, 10, 500);
        assertThat(reasons(many)).hasSize(Judge.DENYING_MAX).allMatch(reason -> reason.code() == Reason.Code.DENIED_BY);
        assertThat(many.trace().rules()).hasSize(10 * 500);
    }

    @Test
    void moreQuestionsThanAreLookedInto_areDenied_andNoMoreAreAsked() {
        assertThat(judged(ManyLegs.Saying.DUPLICATE, 100, 163).decision()).isInstanceOf(Decision.Allowed.class);
        var many = judged(ManyLegs.Saying.DUPLICATE, 100, 1000);
        assertThat(reasons(many)).extracting(Reason::code).contains(Reason.Code.TOO_MANY);
        assertThat(many.trace().consulted()).hasSizeLessThan(Judge.QUESTIONS_MAX + 100);
        assertThat(many.trace().digest())
                .isEqualTo(judged(ManyLegs.Saying.DUPLICATE, 100, 1000).trace().digest());
    }

    @Test
    void moreCountsThanAreKept_areDenied_andNoneIsCharged() {
        var some = judged(ManyLegs.Saying.LIMIT, 64, 257);
        assertThat(some.decision()).isInstanceOf(Decision.Allowed.class);
        assertThat(some.charges()).hasSize(64 * 256).hasSize(Judge.CHARGES_MAX);
        var many = judged(ManyLegs.Saying.LIMIT, 64, 258);
        assertThat(reasons(many)).extracting(Reason::code).containsExactly(Reason.Code.TOO_MANY);
        assertThat(many.charges()).isEmpty();
        assertThat(many.trace().counts()).isEmpty();
    }
}

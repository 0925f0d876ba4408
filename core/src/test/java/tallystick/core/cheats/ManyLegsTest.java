package tallystick.core.cheats;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import tallystick.core.kit.Judging;
import tallystick.core.kit.ManyLegs;
import tallystick.core.policy.judge.Decision;
import tallystick.core.policy.judge.Judge;
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

    @Test
    void mostThatIsLookedInto_isJudgedWithTheHeapOfASmallNode() throws IOException, InterruptedException {
        for (var legs : List.of(Judge.LEGS_MAX, 100)) {
            var rules = Judge.ASKED_MAX / legs;
            var java = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-Xmx256m",
                            "-XX:+ExitOnOutOfMemoryError",
                            "-cp",
                            System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                            ManyLegs.class.getName(),
                            Integer.toString(legs),
                            Integer.toString(rules))
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
            var said = new String(java.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(java.waitFor()).as("%d legs by %d rules", legs, rules).isZero();
            assertThat(said).startsWith("%d Pending".formatted(legs * rules));
        }
    }
}

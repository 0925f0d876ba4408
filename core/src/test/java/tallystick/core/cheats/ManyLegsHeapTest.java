package tallystick.core.cheats;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import tallystick.core.kit.ManyLegs;
import tallystick.core.policy.judge.Judge;

@DisplayName("A request of as many effects as are looked into, in a program of its own, docs/spec/policy.md PO-2")
class ManyLegsHeapTest {
    @Test
    void mostThatIsLookedInto_isJudgedWithTheHeapOfASmallNode() throws IOException, InterruptedException {
        for (var legs : List.of(Judge.LEGS_MAX, 100)) {
            var rules = Judge.ASKED_MAX / legs;
            assertThat(said(legs, rules, ManyLegs.Saying.REQUIRE)).startsWith("%d Pending".formatted(legs * rules));
        }
        assertThat(said(100, 10_000, ManyLegs.Saying.DENY)).startsWith("1000000 Denied");
        assertThat(said(100, 10_000, ManyLegs.Saying.DUPLICATE)).contains(" Denied");
        assertThat(said(100, 10_000, ManyLegs.Saying.LIMIT)).contains(" Denied");
    }

    private static String said(int legs, int rules, ManyLegs.Saying saying) throws IOException, InterruptedException {
        var java = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx256m",
                        "-XX:+ExitOnOutOfMemoryError",
                        "-cp",
                        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                        ManyLegs.class.getName(),
                        Integer.toString(legs),
                        Integer.toString(rules),
                        saying.name())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        var said = new String(java.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(java.waitFor())
                .as("%d legs by %d rules: %s", legs, rules, saying)
                .isZero();
        return said;
    }
}

package tallystick.core.cheats;

import static org.assertj.core.api.Assertions.assertThat;
import static tallystick.core.kit.Judging.CALM;
import static tallystick.core.kit.Judging.PAYEE;
import static tallystick.core.kit.Judging.ether;
import static tallystick.core.kit.Judging.judge;
import static tallystick.core.kit.Judging.matter;
import static tallystick.core.kit.Judging.policy;
import static tallystick.core.kit.Judging.tether;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import tallystick.core.policy.Names;
import tallystick.core.policy.Signers;
import tallystick.core.policy.judge.Decision;
import tallystick.core.policy.judge.Obligations.Release;

/// docs/spec/policy.md, PO-10: many rules that admit, each under another condition, never admit together what none of
/// them does.
class ReleasesCheatsTest {
    private static String allow(int number, String signers) {
        return "{\"id\":\"a%d\",\"effect\":\"ALLOW\",\"activity\":[\"TRANSFER\"],\"signers\":{%s}}"
                .formatted(number, signers);
    }

    private static List<Release> releases(List<String> rules) {
        var legs = matter(ether(PAYEE, "1"), tether(PAYEE, 5), ether(PAYEE, "2"));
        var decision = judge(legs, CALM, policy(String.join(",", rules))).decision();
        return ((Decision.Allowed) decision).obligations().releases();
    }

    @Test
    void moreChoicesThanAreKept_leaveOutSome_andTheRestIsEachEnough() {
        var rules = new ArrayList<String>();
        for (var i = 0; i < 400; i++) rules.add(allow(i, "\"mustInclude\":[\"n%d\"]".formatted(i)));
        var releases = releases(rules);
        assertThat(releases).hasSize(256).doesNotHaveDuplicates();
        for (var each : releases) {
            var names = each.signers().mustInclude();
            assertThat(names).as("what one rule asks for").hasSize(1);
            assertThat(names.first()).matches("n[1-3]?[0-9]?[0-9]");
        }
    }

    @Test
    void everyChoice_isEnoughForARuleOnEachLeg_andNoneIsLeftOutWhileThereAreFew() {
        var random = new Random(5);
        for (var round = 0; round < 60; round++) {
            var asked = new ArrayList<Signers>();
            var rules = new ArrayList<String>();
            for (var i = 0; i < 5; i++) {
                var name = "n" + random.nextInt(3);
                var weight = 1 + random.nextInt(3);
                asked.add(Signers.of(List.of(name), weight));
                rules.add(allow(i, "\"mustInclude\":[\"%s\"],\"minWeight\":%d".formatted(name, weight)));
            }
            var releases = releases(rules);
            for (var weight = 0; weight < 5; weight++)
                for (var names : List.of(
                        List.<String>of(), List.of("n0"), List.of("n1"), List.of("n0", "n2"), List.of("n1", "n2"))) {
                    var set = new Signers(Names.sorted(names), weight);
                    var isEnough = asked.stream().anyMatch(each -> each.isWithin(set));
                    assertThat(releases.stream().anyMatch(each -> each.signers().isWithin(set)))
                            .as("round %d, %s of weight %d", round, names, weight)
                            .isEqualTo(isEnough);
                }
        }
    }
}

package tallystick.core.unit;

import static org.assertj.core.api.Assertions.assertThat;
import static tallystick.core.kit.Judging.NOW;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import tallystick.core.kit.Judging;
import tallystick.core.policy.Delay;
import tallystick.core.policy.FactKind;
import tallystick.core.policy.Names;
import tallystick.core.policy.Signers;
import tallystick.core.policy.judge.Decision;
import tallystick.core.policy.judge.Obligations;
import tallystick.core.policy.judge.Obligations.Release;

/// docs/spec/policy.md, PO-10: which obligations ask for more than others, and what two of them come to together.
class ObligationsTest {
    private static final Optional<Instant> SOON = Optional.of(NOW.plusSeconds(60));
    private static final Optional<Instant> LATE = Optional.of(NOW.plusSeconds(600));
    private static final Signers RISK = Signers.of(List.of("risk"), 0);

    private static Release any(Optional<Instant> expiresAt) {
        return new Release(Signers.any(), expiresAt);
    }

    @Test
    void twoReleases_endWithTheEarlierOfThem() {
        assertThat(any(SOON).and(any(LATE))).isEqualTo(any(SOON));
        assertThat(any(LATE).and(any(SOON))).isEqualTo(any(SOON));
        assertThat(any(LATE).and(any(Optional.empty()))).isEqualTo(any(LATE));
        assertThat(any(Optional.empty()).and(any(LATE))).isEqualTo(any(LATE));
        assertThat(any(Optional.empty()).and(any(Optional.empty()))).isEqualTo(any(Optional.empty()));
    }

    @Test
    void releaseThatEndsLater_orNever_isKeptByWhoeverKeepsTheEarlier_andNotTheReverse() {
        assertThat(any(LATE).isWithin(any(SOON))).isTrue();
        assertThat(any(LATE).isWithin(any(LATE))).isTrue();
        assertThat(any(Optional.empty()).isWithin(any(SOON))).isTrue();
        assertThat(any(SOON).isWithin(any(LATE))).isFalse();
        assertThat(any(SOON).isWithin(any(Optional.empty()))).isFalse();
        assertThat(new Release(RISK, LATE).isWithin(any(SOON))).isFalse();
        assertThat(any(LATE).isWithin(new Release(RISK, SOON))).isTrue();
    }

    private static Obligations obligations(String demands) {
        var rules = "{\"id\":\"a\",\"effect\":\"ALLOW\",\"activity\":[\"*\"]}"
                + ",{\"id\":\"r\",\"effect\":\"REQUIRE\",\"activity\":[\"*\"]," + demands + "}";
        var judgement = Judging.judge(Judging.matter(Judging.ether(Judging.PAYEE, "1")), Judging.policy(rules));
        return switch (judgement.decision()) {
            case Decision.Pending(var obligations, var _) -> obligations;
            case Decision.Allowed(var obligations) -> obligations;
            case Decision.Denied(var reasons) -> throw new AssertionError(reasons.toString());
        };
    }

    private static void assertStricter(String stricter, String than) {
        assertThat(obligations(than).isWithin(obligations(stricter)))
                .as(stricter)
                .isTrue();
        assertThat(obligations(stricter).isWithin(obligations(than)))
                .as(stricter)
                .isFalse();
        assertThat(obligations(stricter).isWithin(obligations(stricter))).isTrue();
    }

    @Test
    void obligationsThatAskForOneThingMore_areNotWithinTheOthers() {
        var one = "\"approvals\":[{\"group\":\"exec\",\"min\":1}]";
        assertStricter("\"approvals\":[{\"group\":\"exec\",\"min\":1},{\"group\":\"risk\",\"min\":1}]", one);
        assertStricter(one + ",\"delay\":{\"min\":\"PT1H\"}", one);
        assertStricter(one + ",\"delay\":{\"min\":\"PT2H\"}", one + ",\"delay\":{\"min\":\"PT1H\"}");
        assertStricter(
                one + ",\"delay\":{\"min\":\"PT1H\",\"cancelBy\":[\"risk\"]}", one + ",\"delay\":{\"min\":\"PT1H\"}");
        assertStricter(one + ",\"require\":[\"SCREENING\"]", one);
        assertStricter(one + ",\"signers\":{\"mustInclude\":[\"risk\"]}", one);
        assertStricter(one + ",\"signers\":{\"minWeight\":3}", one + ",\"signers\":{\"minWeight\":2}");
        assertStricter(one + ",\"expiresIn\":\"PT1H\"", one);
    }

    @Test
    void choicesAmongReleases_areWithin_ifEachOfTheOthersIsKeptByOne() {
        var choices = List.of(new Release(RISK, Optional.empty()), any(SOON));
        var both = new Obligations(List.of(), Delay.none(), Names.sorted(List.<FactKind>of()), choices);
        for (var each : choices) {
            var one = new Obligations(List.of(), Delay.none(), Names.sorted(List.<FactKind>of()), List.of(each));
            assertThat(both.isWithin(one)).isTrue();
            assertThat(one.isWithin(both)).isFalse();
        }
    }
}

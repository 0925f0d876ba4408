package tallystick.core.policy.judge;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import tallystick.core.kit.Senate;

/// docs/spec/policy.md, PO-15: conditions are made ready once.
class LevelTest {
    private static final String ONE =
            "{\"id\":\"one\",\"effect\":\"DENY\",\"activity\":[\"*\"],\"when\":\"%s\"}".formatted("initiator.service");
    private static final String TWO = ONE.replace("\"one\"", "\"two\"");
    private static final String OTHER = ONE.replace("\"one\"", "\"other\"").replace("service", "id == 'u:bo'");

    private static Level of(int groups, String rules) {
        var more = IntStream.range(1, groups)
                .mapToObj(",\"g%d\":{\"members\":[\"u:ann\"]}"::formatted)
                .collect(Collectors.joining());
        return Level.of(Senate.policy(1, rules, more));
    }

    /// Whoever is in which group is looked for in all of them, sixteen of which count as one part.
    @Test
    void whatItTakesToAskConditions_growsWithTheirParts_andWhereTheyNameGroupsWithThose() {
        var own = of(1, ONE).rules().getFirst().condition().orElseThrow().parts();
        var ofGroups = ONE.replace("initiator.service", "'exec' in initiator.groups");
        var named = of(1, ofGroups).rules().getFirst().condition().orElseThrow().parts();
        assertThat(of(1, "").parts()).isZero();
        assertThat(of(1, ONE).parts()).isEqualTo(own);
        assertThat(of(40, ONE).parts()).isEqualTo(own);
        assertThat(of(15, ofGroups).parts()).isEqualTo(named);
        assertThat(of(16, ofGroups).parts()).isEqualTo(2L * named);
        assertThat(of(32, ofGroups + "," + TWO).parts()).isEqualTo(3L * named + own);
    }

    @Test
    void rulesThatAskTheSame_shareACondition_andSoDoesAPolicyOfFewerOfThem() {
        var level = Level.of(Senate.policy(1, ONE + "," + TWO + "," + OTHER, ""));
        var first = level.rules().getFirst().condition().orElseThrow();
        assertThat(level.rules().get(1).condition().orElseThrow()).isSameAs(first);
        var other = level.rules().get(2).condition().orElseThrow();
        assertThat(other).isNotSameAs(first);
        var fewer = level.like(Senate.policy(2, TWO + "," + OTHER, ""));
        assertThat(fewer.rules().getFirst().condition().orElseThrow()).isSameAs(first);
        assertThat(fewer.rules().get(1).condition().orElseThrow()).isSameAs(other);
        assertThat(fewer.policy().version()).isEqualTo(2);
        assertThat(level.like(Senate.policy(3, "", "")).rules()).isEmpty();
    }
}

package tallystick.core.policy.judge;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import tallystick.core.kit.Senate;

/// docs/spec/policy.md, PO-15: conditions are made ready once.
class LevelTest {
    private static final String ONE =
            "{\"id\":\"one\",\"effect\":\"DENY\",\"activity\":[\"*\"],\"when\":\"%s\"}".formatted("initiator.service");
    private static final String TWO = ONE.replace("\"one\"", "\"two\"");
    private static final String OTHER = ONE.replace("\"one\"", "\"other\"").replace("service", "id == 'u:bo'");

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

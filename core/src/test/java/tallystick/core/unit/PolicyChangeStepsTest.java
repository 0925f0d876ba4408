package tallystick.core.unit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import org.junit.jupiter.api.Test;
import tallystick.core.kit.Judging;
import tallystick.core.policy.change.Direction;
import tallystick.core.policy.change.PolicyChange;

/// docs/spec/policy.md, PO-17: one field of one rule, and its direction.
class PolicyChangeStepsTest {
    private static Direction direction(String before, String after) {
        return PolicyChange.between(Judging.policy(before), Judging.policy(after))
                .direction();
    }

    private static void assertLoosens(String rule, String was, String is) {
        assertThat(direction(rule.formatted(was), rule.formatted(is)))
                .as(was + " to " + is)
                .isEqualTo(Direction.LOOSEN);
    }

    @Test
    void limitThatAsksLess_orAnswersOtherwise_loosens() {
        var limit = "{\"id\":\"l\",\"effect\":\"LIMIT\",\"activity\":[\"*\"]%s,\"limit\":"
                + "{\"measure\":\"COUNT\",\"max\":\"5\",\"window\":{\"type\":\"LIFETIME\"}}}";
        assertLoosens(limit, ",\"when\":\"risk.score > 5\"", "");
        var exceeding = "{\"id\":\"l\",\"effect\":\"LIMIT\",\"activity\":[\"*\"],\"limit\":"
                + "{\"measure\":\"COUNT\",\"max\":\"5\",\"window\":{\"type\":\"LIFETIME\"}%s}}";
        assertLoosens(
                exceeding, "", ",\"onExceed\":{\"effect\":\"REQUIRE\",\"approvals\":[{\"group\":\"exec\",\"min\":3}]}");
    }

    @Test
    void requirementOfLess_orInAnotherOrder_loosens() {
        var require = "{\"id\":\"r\",\"effect\":\"REQUIRE\",\"activity\":[\"*\"],"
                + "\"approvals\":[{\"group\":\"exec\",\"min\":1%s}]%s}";
        assertThat(direction(require.formatted("", ""), require.formatted(",\"order\":2", "")))
                .isEqualTo(Direction.LOOSEN);
        assertThat(direction(require.formatted("", ",\"require\":[\"SCREENING\"]"), require.formatted("", "")))
                .isEqualTo(Direction.LOOSEN);
    }

    @Test
    void denyThatAnswersOtherwise_loosens() {
        var deny = "{\"id\":\"d\",\"effect\":\"DENY\",\"activity\":[\"*\"],\"match\":{%s}}";
        assertLoosens(
                deny,
                "\"initiator\":{\"ip\":[\"10.0.0.0/8\"],\"sessionAgeMax\":\"PT1H\"}",
                "\"initiator\":{\"sessionAgeMax\":\"PT1H\"}");
        assertLoosens(
                deny,
                "\"amount\":{\"fiat\":\"USD\",\"min\":\"5\",\"priceAgeMax\":\"PT1H\"}",
                "\"amount\":{\"fiat\":\"USD\",\"min\":\"5\",\"priceAgeMax\":\"PT2H\"}");
    }

    @Test
    void allowThatLeavesFewerOut_loosens() {
        var allow = "{\"id\":\"a\",\"effect\":\"ALLOW\",\"activity\":[\"*\"],\"match\":{%s}}";
        assertLoosens(
                allow,
                "\"initiator\":{\"groups\":[\"ops\"],\"notGroups\":[\"risk\"]}",
                "\"initiator\":{\"groups\":[\"ops\"]}");
        assertLoosens(
                allow,
                "\"destination\":{\"in\":[\"payees\"],\"notIn\":[\"safes\"]}",
                "\"destination\":{\"in\":[\"payees\"]}");
    }

    @Test
    void oneOfManyChoicesLess_loosens() {
        var rules = new ArrayList<String>();
        for (var hours = 1; hours <= 9; hours++)
            rules.add("{\"id\":\"a%d\",\"effect\":\"ALLOW\",\"activity\":[\"*\"],\"expiresIn\":\"PT%dH\"}"
                    .formatted(hours, hours));
        assertThat(direction(String.join(",", rules), String.join(",", rules.subList(0, 8))))
                .isEqualTo(Direction.LOOSEN);
        assertThat(direction(String.join(",", rules.subList(0, 8)), String.join(",", rules.subList(0, 7))))
                .isEqualTo(Direction.TIGHTEN);
    }
}

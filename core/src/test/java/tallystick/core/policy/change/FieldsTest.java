package tallystick.core.policy.change;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import tallystick.core.kit.Judging;
import tallystick.core.policy.Rule;
import tallystick.core.policy.RuleEffect;
import tallystick.core.policy.change.Difference.Turn;

@DisplayName("What is said of one rule's difference, docs/spec/policy.md PO-16")
class FieldsTest {
    private static final String REQUIRE = "\"effect\":\"REQUIRE\",\"activity\":[\"TRANSFER\"],"
            + "\"approvals\":[{\"group\":\"exec\",\"min\":1}],\"delay\":{\"min\":\"PT1H\"}";
    private static final String LIMIT = "\"effect\":\"LIMIT\",\"activity\":[\"TRANSFER\"],\"limit\":{\"measure\":"
            + "\"COUNT\",\"max\":\"5\",\"window\":{\"type\":\"ROLLING\",\"length\":\"PT1H\"}%s}";

    private static Rule rule(String rest) {
        return Judging.policy("{\"id\":\"r\"," + rest + "}").rules().getFirst();
    }

    private static void differ(String was, String is, String... fields) {
        assertThat(Fields.of(rule(was), rule(is))).containsExactly(fields);
        assertThat(Fields.of(rule(is), rule(was))).containsExactly(fields);
    }

    @Test
    void everyFieldOfARule_isNamed() {
        differ(REQUIRE, REQUIRE);
        differ(REQUIRE, "\"effect\":\"DENY\",\"activity\":[\"TRANSFER\"]", "approvals", "delay", "effect");
        differ(REQUIRE, REQUIRE.replace("TRANSFER", "MESSAGE"), "activity");
        differ(REQUIRE, REQUIRE + ",\"when\":\"leg.decoded\"", "when");
        differ(
                REQUIRE,
                REQUIRE + ",\"match\":{\"risk\":{\"scoreMin\":5},\"decoded\":true}",
                "match.decoded",
                "match.risk");
        differ(REQUIRE, REQUIRE.replace("\"min\":1", "\"min\":2"), "approvals");
        differ(REQUIRE, REQUIRE.replace("PT1H", "PT2H"), "delay");
        differ(REQUIRE, REQUIRE + ",\"signers\":{\"minWeight\":2}", "signers");
        differ(REQUIRE, REQUIRE + ",\"expiresIn\":\"PT2H\"", "expiresIn");
        differ(REQUIRE, REQUIRE + ",\"require\":[\"SCREENING\"]", "require");
    }

    @Test
    void everyFieldOfALimit_isNamed() {
        var limit = LIMIT.formatted("");
        differ(limit, limit.replace("COUNT", "ASSET"), "limit.measure");
        differ(limit, limit.replace("\"5\"", "\"6\""), "limit.max");
        differ(limit, limit.replace("PT1H", "PT2H"), "limit.window");
        differ(limit, LIMIT.formatted(",\"per\":[\"asset\"]"), "limit.per");
        differ(
                limit,
                LIMIT.formatted(",\"onExceed\":{\"effect\":\"DENY\",\"freeze\":\"INITIATOR\"}"),
                "limit.onExceed.freeze");
        var asks = LIMIT.formatted(
                ",\"onExceed\":{\"effect\":\"REQUIRE\",\"approvals\":[{\"group\":\"exec\",\"min\":1}]}");
        differ(limit, asks, "limit.onExceed");
        differ(asks, asks.replace("\"min\":1", "\"min\":2"), "limit.onExceed.approvals");
        differ(limit, "\"effect\":\"DENY\",\"activity\":[\"TRANSFER\"]", "effect", "limit");
    }

    private static String tight(Turn turn, RuleEffect effect) {
        return Whys.tight(turn, of(effect));
    }

    private static String loose(Turn turn, RuleEffect was, RuleEffect is) {
        return Whys.loose(turn, of(was), of(is));
    }

    private static Rule of(RuleEffect effect) {
        return rule("\"effect\":\"%s\",\"activity\":[\"*\"]".formatted(effect));
    }

    @Test
    void directionOfARule_isSaidWithItsReason() {
        var allow = RuleEffect.ALLOW;
        var deny = RuleEffect.DENY;
        assertThat(tight(Turn.ADDED, allow)).isEqualTo("what it admits was admitted before");
        assertThat(tight(Turn.ADDED, deny)).isEqualTo("it only restricts");
        assertThat(tight(Turn.REMOVED, allow)).isEqualTo("it admits nothing any more");
        assertThat(tight(Turn.REMOVED, deny)).isEqualTo("other rules restrict as much");
        assertThat(tight(Turn.ALTERED, allow)).isEqualTo("it admits nothing more");
        assertThat(tight(Turn.ALTERED, deny)).isEqualTo("it restricts as much or more");
        assertThat(loose(Turn.ADDED, allow, allow)).isEqualTo("no single rule admitted all that it admits");
        assertThat(loose(Turn.REMOVED, allow, allow)).isEqualTo("so many rules admit that others may count again");
        assertThat(loose(Turn.REMOVED, deny, deny)).isEqualTo("no other restricts as much");
        assertThat(loose(Turn.ALTERED, deny, allow)).isEqualTo("it is not proven to admit nothing more");
        assertThat(loose(Turn.ALTERED, allow, deny)).isEqualTo("so many rules admit that others may count again");
        assertThat(loose(Turn.ALTERED, deny, deny)).isEqualTo("it is not proven to restrict as much");
    }
}

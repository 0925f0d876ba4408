package tallystick.core.unit;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import tallystick.core.kit.Judging;
import tallystick.core.policy.Policy;
import tallystick.core.policy.change.Difference;
import tallystick.core.policy.change.Direction;
import tallystick.core.policy.change.PolicyChange;
import tallystick.core.policy.json.PolicyFile;
import tallystick.core.policy.json.PolicyText;
import tallystick.crypto.codec.Bytes;

/// docs/spec/policy.md, PO-16 and PO-17: single steps and their direction.
class PolicyChangeTest {
    private static final String BASE = text(Judging.policy("""
                    {"id":"allow","effect":"ALLOW","activity":["TRANSFER"],"expiresIn":"PT2H",
                    "match":{"destination":{"in":["payees"]},"source":{"tags":["hot"]}}},
                    {"id":"small","effect":"ALLOW","activity":["TRANSFER"],
                    "match":{"destination":{"in":["safes"]},"asset":{"class":["STABLE"]},
                    "amount":{"fiat":"USD","max":"10000"}}},
                    {"id":"deny","effect":"DENY","activity":["CONTRACT_CALL"],
                    "match":{"call":{"operation":"DELEGATECALL","targetNotIn":["safes"]}}},
                    {"id":"listed","effect":"DENY","activity":["TRANSFER"],"match":{"destination":{"in":["safes"]}}},
                    {"id":"two","effect":"REQUIRE","activity":["*"],"match":{"amount":{"fiat":"USD","min":"5000"}},
                    "approvals":[{"group":"exec","min":2,"authStrength":"HARDWARE"}],
                    "delay":{"min":"PT1H","cancelBy":["risk"]}},
                    {"id":"night","effect":"DENY","activity":["*"],
                    "match":{"time":{"tz":"Europe/Paris","hours":"08:00-19:00","holidays":"fr","outside":true}}},
                    {"id":"daily","effect":"LIMIT","activity":["TRANSFER"],"match":{"source":{"tags":["hot"]}},
                    "limit":{"measure":"FIAT:USD","max":"250000","per":["source"],
                    "window":{"type":"ROLLING","length":"PT24H"},
                    "onExceed":{"effect":"REQUIRE","approvals":[{"group":"exec","min":2}]}}}"""));

    private static String text(Policy policy) {
        return new String(PolicyText.canonical(policy).toArray(), StandardCharsets.UTF_8);
    }

    private static Policy read(String text) {
        return PolicyFile.parse(Bytes.ofUtf8(text)).orThrow();
    }

    private static PolicyChange step(String from, String to) {
        assertThat(BASE).contains(from);
        return PolicyChange.between(read(BASE), read(BASE.replace(from, to)));
    }

    /// A step there and its direction, and the way back is of the other one.
    private static void assertTightens(String from, String to) {
        var there = step(from, to);
        assertThat(there.direction()).as(there.toString()).isEqualTo(Direction.TIGHTEN);
        assertThat(there.differences()).isNotEmpty();
        var back = PolicyChange.between(read(BASE.replace(from, to)), read(BASE));
        assertThat(back.direction()).as(back.toString()).isEqualTo(Direction.LOOSEN);
    }

    private static void assertLoosensBothWays(String from, String to) {
        assertThat(step(from, to).direction()).as(to).isEqualTo(Direction.LOOSEN);
        assertThat(PolicyChange.between(read(BASE.replace(from, to)), read(BASE))
                        .direction())
                .as(to)
                .isEqualTo(Direction.LOOSEN);
    }

    @Test
    void narrowerAdmission_tightens_andTheWayBackLoosens() {
        assertTightens("\"minAgeHours\":24", "\"minAgeHours\":48");
        assertTightens("\"expiresIn\":\"PT2H\"", "\"expiresIn\":\"PT1H\"");
        assertTightens("\"max\":\"10000\"", "\"max\":\"9999\"");
        assertTightens(
                "\"fiat\":\"USD\",\"max\":\"10000\"", "\"fiat\":\"USD\",\"max\":\"10000\",\"priceAgeMax\":\"PT1H\"");
    }

    @Test
    void moreIsAskedFor_tightens_andTheWayBackLoosens() {
        assertTightens(
                "\"authStrength\":\"HARDWARE\",\"group\":\"exec\",\"min\":2",
                "\"authStrength\":\"HARDWARE\",\"group\":\"exec\",\"min\":3");
        assertTightens("\"min\":\"PT1H\"", "\"min\":\"PT2H\"");
        assertTightens("\"min\":\"5000\"", "\"min\":\"4000\"");
        assertTightens("\"cancelBy\":[\"risk\"]", "\"cancelBy\":[\"ops\",\"risk\"]");
        assertTightens("\"max\":\"250000\"", "\"max\":\"249999\"");
        assertTightens("\"length\":\"PT24H\"", "\"length\":\"PT48H\"");
    }

    @Test
    void moreIsDenied_tightens_andTheWayBackLoosens() {
        assertTightens("\"hours\":\"08:00-19:00\"", "\"hours\":\"09:00-19:00\"");
        assertTightens("\"holidays\":[\"2026-12-25\"]", "\"holidays\":[\"2026-12-25\",\"2026-12-26\"]");
        assertTightens("\"operation\":\"DELEGATECALL\",", "");
        assertTightens("\"effectiveFrom\":\"2026-01-01T00:00:00Z\"", "\"effectiveFrom\":\"2026-02-01T00:00:00Z\"");
    }

    @Test
    void whoMayApprove_loosensEitherWay() {
        var more = step("\"u:dee\",\"u:eli\",\"u:fay\"", "\"u:dee\",\"u:eli\",\"u:fay\",\"u:mal\"");
        assertThat(more.direction()).isEqualTo(Direction.LOOSEN);
        assertThat(more.differences())
                .anyMatch(each -> each.part() == Difference.Part.GROUP
                        && each.name().equals("exec")
                        && each.direction() == Direction.LOOSEN);
        // The no of somebody who leaves would not count any more.
        assertLoosensBothWays("\"u:dee\",\"u:eli\",\"u:fay\"", "\"u:dee\",\"u:eli\"");
    }

    @Test
    void listInAnAllowAndADeny_loosensEitherWay() {
        assertLoosensBothWays(
                "\"safes\":{\"items\":[",
                "\"safes\":{\"items\":[\"eip155:1:0x96221423681a6d52e184d440a8efcebb105c7242\",");
    }

    @Test
    void whatTellsCountsApart_loosensEitherWay() {
        assertLoosensBothWays("\"per\":[\"source\"]", "\"per\":[\"asset\"]");
        assertLoosensBothWays("\"id\":\"daily\"", "\"id\":\"another\"");
        assertLoosensBothWays("\"measure\":\"FIAT:USD\"", "\"measure\":\"FIAT:EUR\"");
        assertLoosensBothWays("\"id\":\"p14\"", "\"id\":\"p15\"");
        assertLoosensBothWays("\"scope\":{\"org\":\"acme\"}", "\"scope\":{\"org\":\"acme\",\"workspace\":\"prod\"}");
    }

    @Test
    void rulesThatComeAndGo_haveTheDirectionOfTheirEffect() {
        var base = read(BASE);
        for (var rule : base.rules()) {
            var fewer = base.withRules(
                    base.rules().stream().filter(each -> !each.equals(rule)).toList());
            var isAllow = rule.effect() == tallystick.core.policy.RuleEffect.ALLOW;
            assertThat(PolicyChange.between(base, fewer).differences())
                    .singleElement()
                    .satisfies(each -> {
                        assertThat(each.turn()).isEqualTo(Difference.Turn.REMOVED);
                        assertThat(each.direction()).isEqualTo(isAllow ? Direction.TIGHTEN : Direction.LOOSEN);
                    });
            assertThat(PolicyChange.between(fewer, base).differences())
                    .singleElement()
                    .satisfies(each -> {
                        assertThat(each.turn()).isEqualTo(Difference.Turn.ADDED);
                        assertThat(each.direction()).isEqualTo(isAllow ? Direction.LOOSEN : Direction.TIGHTEN);
                    });
        }
    }

    @Test
    void alteredRule_namesItsFields() {
        assertThat(step("\"length\":\"PT24H\"", "\"length\":\"PT1H\"").differences())
                .singleElement()
                .hasToString("LOOSEN: rule daily altered in limit.window: it is not proven to restrict as much");
    }

    @Test
    void ruleThatOnlyMoves_isNoDifference() {
        var base = read(BASE);
        assertThat(PolicyChange.between(
                                base, base.withRules(List.copyOf(base.rules().reversed())))
                        .differences())
                .isEmpty();
    }
}

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

/// docs/spec/policy.md, PO-17: what rules ask for and what limits count, made stricter and milder again.
class DemandsChangeTest {
    private static final String REQUIRE = "{\"id\":\"r\",\"effect\":\"REQUIRE\",\"activity\":[\"TRANSFER\"],"
            + "\"approvals\":[{\"group\":\"exec\",%s}]%s}";
    private static final String LIMIT =
            "{\"id\":\"l\",\"effect\":\"LIMIT\",\"activity\":[\"TRANSFER\"],\"limit\":{%s}}";

    private static Direction direction(String before, String after) {
        return PolicyChange.between(Judging.policy(before), Judging.policy(after))
                .direction();
    }

    private static void assertStricter(String mild, String strict) {
        assertThat(direction(mild, strict)).as(strict).isEqualTo(Direction.TIGHTEN);
        assertThat(direction(strict, mild)).as("back to " + mild).isEqualTo(Direction.LOOSEN);
    }

    private static void assertIncomparable(String one, String other) {
        assertThat(direction(one, other)).as(other).isEqualTo(Direction.LOOSEN);
        assertThat(direction(other, one)).as(one).isEqualTo(Direction.LOOSEN);
    }

    @Test
    void requirementOfOneThingMore_tightens_andTheWayBackLoosens() {
        var one = "\"min\":1";
        var plain = REQUIRE.formatted(one, "");
        for (var more : List.of(
                ",\"require\":[\"SCREENING\"]",
                ",\"delay\":{\"min\":\"PT1H\"}",
                ",\"signers\":{\"mustInclude\":[\"risk\"]}",
                ",\"signers\":{\"minWeight\":2}",
                ",\"expiresIn\":\"PT1H\"")) assertStricter(plain, REQUIRE.formatted(one, more));
        assertStricter(plain, REQUIRE.formatted("\"min\":2", ""));
        assertStricter(
                REQUIRE.formatted("\"min\":1,\"authStrength\":\"PASSKEY\"", ""),
                REQUIRE.formatted("\"min\":1,\"authStrength\":\"HARDWARE\"", ""));
        assertStricter(
                REQUIRE.formatted("\"min\":1,\"excludeInitiator\":false", ""),
                REQUIRE.formatted("\"min\":1,\"excludeInitiator\":true", ""));
        assertStricter(
                REQUIRE.formatted(one, ",\"delay\":{\"min\":\"PT1H\"}"),
                REQUIRE.formatted(one, ",\"delay\":{\"min\":\"PT1H\",\"cancelBy\":[\"risk\"]}"));
        assertStricter(
                REQUIRE.formatted(one, ",\"expiresIn\":\"PT2H\""), REQUIRE.formatted(one, ",\"expiresIn\":\"PT1H\""));
        assertIncomparable(plain, REQUIRE.formatted("\"min\":1,\"order\":2", ""));
        assertIncomparable(plain, plain.replace("exec", "risk"));
    }

    @Test
    void admissionThatAsksForMoreSigners_orEndsSooner_tightens() {
        var allow = "{\"id\":\"a\",\"effect\":\"ALLOW\",\"activity\":[\"*\"]%s}";
        assertStricter(allow.formatted(""), allow.formatted(",\"signers\":{\"mustInclude\":[\"risk\"]}"));
        assertStricter(
                allow.formatted(",\"signers\":{\"minWeight\":2}"), allow.formatted(",\"signers\":{\"minWeight\":3}"));
        assertStricter(allow.formatted(""), allow.formatted(",\"expiresIn\":\"PT1H\""));
        assertStricter(allow, allow.replace("[\"*\"]", "[\"TRANSFER\",\"MESSAGE\"]"), "");
        assertStricter(
                allow.replace("[\"*\"]", "[\"TRANSFER\",\"MESSAGE\"]"), allow.replace("[\"*\"]", "[\"TRANSFER\"]"), "");
        assertStricter(allow, allow, ",\"when\":\"leg.decoded\"");
    }

    private static void assertStricter(String mild, String strict, String more) {
        assertStricter(mild.formatted(""), strict.formatted(more));
    }

    private static String limit(String measure, String max, String window) {
        return "\"measure\":\"%s\",\"max\":\"%s\",\"window\":{%s}".formatted(measure, max, window);
    }

    private static final String ROLLING = "\"type\":\"ROLLING\",\"length\":\"PT24H\"";
    private static final String LIFETIME = "\"type\":\"LIFETIME\"";
    private static final String CALENDAR = "\"type\":\"CALENDAR\",\"tz\":\"%s\",\"unit\":\"%s\"";

    @Test
    void limitOfLess_orOfALongerTime_tightens() {
        var daily = limit("FIAT:USD", "10", ROLLING);
        for (var strict : List.of(
                limit("FIAT:USD", "9", ROLLING),
                limit("FIAT:USD", "10", ROLLING.replace("24", "25")),
                limit("FIAT:USD", "10", LIFETIME),
                daily + ",\"priceAgeMax\":\"PT1H\"")) assertStricter(LIMIT.formatted(daily), LIMIT.formatted(strict));
        assertStricter(
                LIMIT.formatted(daily + ",\"priceAgeMax\":\"PT2H\""),
                LIMIT.formatted(daily + ",\"priceAgeMax\":\"PT1H\""));
        assertIncomparable(LIMIT.formatted(daily), LIMIT.formatted(limit("FIAT:EUR", "10", ROLLING)));
        assertIncomparable(LIMIT.formatted(daily), LIMIT.formatted(limit("COUNT", "10", ROLLING)));
        assertIncomparable(
                LIMIT.formatted(limit("COUNT", "10", ROLLING)), LIMIT.formatted(limit("ASSET", "10", ROLLING)));
        assertIncomparable(LIMIT.formatted(daily), LIMIT.formatted(daily + ",\"per\":[\"asset\"]"));
    }

    @Test
    void calendarWindows_areComparedByTheirDays_inOneZone() {
        var day = LIMIT.formatted(limit("COUNT", "5", CALENDAR.formatted("UTC", "DAY")));
        var week = LIMIT.formatted(limit("COUNT", "5", CALENDAR.formatted("UTC", "WEEK")));
        var month = LIMIT.formatted(limit("COUNT", "5", CALENDAR.formatted("UTC", "MONTH")));
        assertStricter(day, week);
        assertStricter(day, month);
        assertIncomparable(week, month);
        assertStricter(week, LIMIT.formatted(limit("COUNT", "5", LIFETIME)));
        assertIncomparable(day, LIMIT.formatted(limit("COUNT", "5", CALENDAR.formatted("Europe/Paris", "DAY"))));
        assertIncomparable(day, LIMIT.formatted(limit("COUNT", "5", ROLLING)));
    }

    @Test
    void limitThatDeniesWhereItAsked_orAsksForMore_tightens() {
        var asking = "%s,\"onExceed\":{\"effect\":\"REQUIRE\",\"approvals\":[{\"group\":\"exec\",\"min\":%d}]}";
        var daily = limit("COUNT", "5", ROLLING);
        assertStricter(LIMIT.formatted(asking.formatted(daily, 1)), LIMIT.formatted(daily));
        assertStricter(LIMIT.formatted(asking.formatted(daily, 1)), LIMIT.formatted(asking.formatted(daily, 2)));
    }

    @Test
    void ruleOfOneEffect_isNotKeptByOneOfAnother_butByADenial() {
        var require = REQUIRE.formatted("\"min\":1", "");
        var deny = "{\"id\":\"r\",\"effect\":\"DENY\",\"activity\":[\"*\"]}";
        assertStricter(require, deny);
        assertStricter(LIMIT.formatted(limit("COUNT", "5", LIFETIME)), deny.replace("\"r\"", "\"l\""));
        assertIncomparable(require, LIMIT.formatted(limit("COUNT", "5", LIFETIME)));
        assertStricter("{\"id\":\"r\",\"effect\":\"ALLOW\",\"activity\":[\"*\"]}", deny);
    }

    private static Policy renamed(Policy policy, String from, String to) {
        var text = new String(PolicyText.canonical(policy).toArray(), StandardCharsets.UTF_8);
        assertThat(text).contains(from);
        return PolicyFile.parse(Bytes.ofUtf8(text.replace(from, to))).orThrow();
    }

    private static String single(Policy before, Policy after) {
        var differences = PolicyChange.between(before, after).differences();
        assertThat(differences).hasSize(1);
        return differences.getFirst().toString();
    }

    @Test
    void namesThatNoRuleUses_loosenOnlyWherePeopleGo() {
        var none = Judging.policy("");
        assertThat(single(none, renamed(none, "\"u:dee\",\"u:eli\"", "\"u:dee\"")))
                .isEqualTo("LOOSEN: group exec altered: no rule says what it is for");
        assertThat(single(none, renamed(none, "\"risk\":{", "\"more\":{\"members\":[\"u:x\"]},\"risk\":{")))
                .isEqualTo("TIGHTEN: group more added: no rule asked for it");
        assertThat(single(none, renamed(none, "\"minAgeHours\":24", "\"minAgeHours\":1")))
                .isEqualTo("TIGHTEN: list payees altered: no rule asked for it");
        assertThat(single(none, renamed(none, "\"2026-12-25\"", "\"2026-12-24\"")))
                .isEqualTo("TIGHTEN: calendar fr altered: no rule asked for it");
    }

    @Test
    void listThatARuleUses_hasTheDirectionOfThatRule() {
        var rule = "{\"id\":\"r\",\"effect\":\"%s\",\"activity\":[\"*\"],"
                + "\"match\":{\"destination\":{\"in\":[\"payees\"]}}}";
        for (var effect : List.of("ALLOW", "DENY")) {
            var old = Judging.policy(rule.formatted(effect));
            var isAllow = effect.equals("ALLOW");
            for (var step : List.of("\"minAgeHours\":1", "\"minAgeHours\":24,\"tags\":[\"bank\"]")) {
                var isMore = step.endsWith(":1");
                var changed = renamed(old, "\"minAgeHours\":24", step);
                assertThat(PolicyChange.between(old, changed).direction())
                        .as("%s %s", effect, step)
                        .isEqualTo(isAllow == isMore ? Direction.LOOSEN : Direction.TIGHTEN);
                assertThat(PolicyChange.between(changed, old).direction())
                        .as("%s back from %s", effect, step)
                        .isEqualTo(isAllow == isMore ? Direction.TIGHTEN : Direction.LOOSEN);
            }
        }
        var tagged = renamed(
                Judging.policy(rule.formatted("ALLOW")),
                "\"minAgeHours\":24",
                "\"minAgeHours\":24,\"tags\":[\"bank\"]");
        var more = renamed(tagged, "\"tags\":[\"bank\"]", "\"tags\":[\"bank\",\"old\"]");
        assertThat(PolicyChange.between(tagged, more).direction()).isEqualTo(Direction.LOOSEN);
        assertThat(PolicyChange.between(more, tagged).direction()).isEqualTo(Direction.TIGHTEN);
        assertThat(PolicyChange.between(tagged, more).differences())
                .extracting(Difference::part)
                .containsExactly(Difference.Part.RULE, Difference.Part.LIST);
    }

    @Test
    void admissionOfItsOwn_tightens_andThatOfTheOuterPlacesLoosens() {
        var place = "{\"org\":\"acme\",\"workspace\":\"prod\"}";
        var own = Judging.policy(place, "");
        var inherited = Judging.policy(place, "\"admission\":\"INHERITED\",");
        assertThat(single(inherited, own))
                .isEqualTo("TIGHTEN: document admission altered in admission: its own rules have to admit as well");
        assertThat(single(own, inherited))
                .isEqualTo("LOOSEN: document admission altered in admission: its own rules need not admit any more");
    }

    @Test
    void documentThatCountsEarlier_loosens_andOneThatCountsLaterTightens() {
        var was = Judging.policy("");
        var later = renamed(was, "2026-01-01T00:00:00Z", "2026-01-01T00:00:01Z");
        assertThat(PolicyChange.between(was, later).direction()).isEqualTo(Direction.TIGHTEN);
        assertThat(PolicyChange.between(later, was).direction()).isEqualTo(Direction.LOOSEN);
        assertThat(PolicyChange.between(was, was).differences()).isEmpty();
    }
}

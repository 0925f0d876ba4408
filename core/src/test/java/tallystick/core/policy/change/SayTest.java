package tallystick.core.policy.change;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import tallystick.core.kit.Judging;
import tallystick.core.kit.Senate;
import tallystick.core.policy.Criterion;
import tallystick.core.policy.Policy;
import tallystick.core.policy.Rule;
import tallystick.core.policy.json.PolicyFile;
import tallystick.crypto.codec.Bytes;

@DisplayName("Which rules changes of documents may meet, docs/spec/policy.md PO-21 and PO-22")
class SayTest {
    private static final String ORG = "{\"org\":\"acme\"}";

    private static final String APPROVALS = "\"approvals\":[{\"group\":\"exec\",\"min\":1}]";

    private static final String LIMIT =
            "\"limit\":{\"measure\":\"COUNT\",\"max\":\"1\",\"window\":{\"type\":\"LIFETIME\"}%s}";

    private static String rule(String id, String effect, String activity, String more) {
        return "{\"id\":\"%s\",\"effect\":\"%s\",\"activity\":[\"%s\"]%s}".formatted(id, effect, activity, more);
    }

    private static String match(String match) {
        return ",\"match\":{" + match + "}";
    }

    /// What stands for a name in rules, a group of people or a calendar, fewer of it or more.
    private static Policy named(boolean isMany, String rules) {
        var isOfTime = rules.contains("\"time\"");
        return PolicyFile.parse(Bytes.ofUtf8("""
            {"schema":"tallystick.policy/v1","id":"p","version":1,"scope":{"org":"acme"},
            "effectiveFrom":"2026-01-01T00:00:00Z",
            "groups":{"exec":{"members":["u:ann","u:bo"]},"named":{"members":["u:ann"%s]}},
            "calendars":{"named":{"holidays":["2026-12-25"%s]}},"rules":[%s]}
            """.formatted(
                        isMany && !isOfTime ? ",\"u:cy\"" : "", isMany && isOfTime ? ",\"2026-12-26\"" : "", rules)))
                .orThrow();
    }

    private static boolean mayDeny(String before, String after) {
        return Say.mayDeny(Judging.policy(before), Judging.policy(after));
    }

    private static final String INITIATORS = "\"initiator\":{\"groups\":[\"named\"]}";
    private static final String OTHERS = "\"initiator\":{\"notGroups\":[\"named\"]}";
    private static final String HOURS = "\"time\":{\"tz\":\"UTC\",\"hours\":\"08:00-19:00\",\"holidays\":\"named\"}";
    private static final String OUTSIDE = HOURS.replace("\"named\"", "\"named\",\"outside\":true");

    /// Whoever alone lets a group grow, or a calendar, has others denied what they could propose.
    @Test
    void groupOrCalendarOfADenial_isAnother_andMayDenyChanges() {
        for (var match : List.of(INITIATORS, OTHERS, HOURS, OUTSIDE))
            for (var isMore : List.of(true, false)) {
                var denies = rule("d", "DENY", "POLICY_CHANGE", match(match));
                assertThat(Say.mayDeny(named(!isMore, denies), named(isMore, denies)))
                        .as(match)
                        .isTrue();
                var payments = rule("d", "DENY", "TRANSFER", match(match));
                assertThat(Say.mayDeny(named(!isMore, payments), named(isMore, payments)))
                        .as(match)
                        .isFalse();
            }
        var unnamed = rule("d", "DENY", "POLICY_CHANGE", match("\"initiator\":{\"groups\":[\"exec\"]}"));
        assertThat(Say.mayDeny(named(false, unnamed), named(true, unnamed))).isFalse();
    }

    /// The rule restricts as much or more, and still takes the say from others.
    @Test
    void groupOrCalendarOfARequirement_isAnother_andTakesTheSay() {
        for (var match : List.of(INITIATORS, OUTSIDE)) {
            var asks = rule("r", "REQUIRE", "POLICY_CHANGE", match(match) + "," + APPROVALS);
            var change = PolicyChange.between(named(false, asks), named(true, asks));
            assertThat(change.direction()).as(match).isEqualTo(Direction.LOOSEN);
            assertThat(change.differences())
                    .as(match)
                    .filteredOn(each -> each.part() == Difference.Part.RULE)
                    .singleElement()
                    .satisfies(each -> assertThat(each.why()).isEqualTo(Whys.SAY));
            var payments = rule("r", "REQUIRE", "TRANSFER", match(match) + "," + APPROVALS);
            assertThat(PolicyChange.between(named(false, payments), named(true, payments))
                            .direction())
                    .as(match)
                    .isEqualTo(Direction.TIGHTEN);
        }
        var cancels = rule("r", "REQUIRE", "POLICY_CHANGE", ",\"delay\":{\"min\":\"PT1H\",\"cancelBy\":[\"named\"]}");
        assertThat(PolicyChange.between(named(false, cancels), named(true, cancels))
                        .direction())
                .isEqualTo(Direction.LOOSEN);
    }

    @Test
    void onlyWhatDeniesByItself_mayDenyChanges() {
        assertThat(mayDeny("", rule("d", "DENY", "POLICY_CHANGE", ""))).isTrue();
        assertThat(mayDeny(rule("d", "DENY", "POLICY_CHANGE", ""), "")).isFalse();
        assertThat(mayDeny(rule("d", "DENY", "POLICY_CHANGE", ""), rule("d", "DENY", "POLICY_CHANGE", "")))
                .isFalse();
        assertThat(mayDeny("", rule("d", "DENY", "POLICY_CHANGE", match("\"risk\":{\"scoreMin\":60}"))))
                .as("it waits for a fact")
                .isFalse();
        assertThat(mayDeny("", rule("r", "REQUIRE", "POLICY_CHANGE", "," + APPROVALS)))
                .isFalse();
        assertThat(mayDeny("", rule("l", "LIMIT", "POLICY_CHANGE", "," + LIMIT.formatted(""))))
                .isTrue();
        var asks = LIMIT.formatted(",\"onExceed\":{\"effect\":\"REQUIRE\"," + APPROVALS + "}");
        assertThat(mayDeny("", rule("l", "LIMIT", "POLICY_CHANGE", "," + asks))).isFalse();
        assertThat(mayDeny("", rule("a", "ALLOW", "POLICY_CHANGE", ""))).isFalse();
    }

    @Test
    void limitThatChangesMeet_takesTheSay_onlyIfItAsksForSomethingBeyondIt() {
        var asks = LIMIT.formatted(",\"onExceed\":{\"effect\":\"REQUIRE\"," + APPROVALS + "}");
        var limits = rule("l", "LIMIT", "POLICY_CHANGE", "," + asks);
        assertThat(PolicyChange.between(Judging.policy(""), Judging.policy(limits))
                        .direction())
                .isEqualTo(Direction.LOOSEN);
        assertThat(PolicyChange.between(Judging.policy(limits), Judging.policy(limits.replace("\"1\"", "\"0\"")))
                        .direction())
                .isEqualTo(Direction.LOOSEN);
        var denies = rule("l", "LIMIT", "POLICY_CHANGE", "," + LIMIT.formatted(""));
        assertThat(PolicyChange.between(Judging.policy(""), Judging.policy(denies))
                        .direction())
                .isEqualTo(Direction.TIGHTEN);
    }

    /// Of a place inside nobody asks what changes of documents take.
    @Test
    void policyOfAPlaceInside_hasNoSay() {
        var place = "{\"org\":\"acme\",\"workspace\":\"prod\"}";
        var asks = rule("r", "REQUIRE", "POLICY_CHANGE", "," + APPROVALS);
        assertThat(PolicyChange.between(Judging.policy(place, ""), Judging.policy(place, asks))
                        .direction())
                .isEqualTo(Direction.TIGHTEN);
        assertThat(PolicyChange.between(Judging.policy(ORG, ""), Judging.policy(ORG, asks))
                        .direction())
                .isEqualTo(Direction.LOOSEN);
        var policy = Judging.policy(place, rule("t", "DENY", "TRANSFER", ""));
        assertThat(Say.met(policy, policy.rules())).isEqualTo(policy.rules());
        // What cannot be asked may be met.
        assertThat(Say.mayDeny(Judging.policy(place, ""), policy)).isTrue();
    }

    /// The rule that every change meets has a name of its own, whatever the others are called.
    @Test
    void ruleOfTheNameUnderWhichIsAsked_isFoundAsAnyOther() {
        var payments = rule("heard", "REQUIRE", "TRANSFER", "," + APPROVALS);
        var more = rule("heard-", "REQUIRE", "TRANSFER", "," + APPROVALS);
        assertThat(PolicyChange.between(Judging.policy(""), Judging.policy(payments + "," + more))
                        .direction())
                .isEqualTo(Direction.TIGHTEN);
        assertThat(PolicyChange.between(
                                Judging.policy(""), Judging.policy(payments.replace("TRANSFER", "POLICY_CHANGE")))
                        .direction())
                .isEqualTo(Direction.LOOSEN);
    }

    /// More than can be asked together: one more beside them, that every change meets, has no room.
    @Test
    void asManyRulesAsThereMayBe_areAskedInParts_andOnlyThoseThatAreMetStay() {
        var kinds = Senate.policy(
                        1,
                        rule("met", "REQUIRE", "POLICY_CHANGE", "," + APPROVALS) + ","
                                + rule("elsewhere", "DENY", "*", match("\"source\":{\"wallets\":[\"w1\"]}")) + ","
                                + rule(
                                        "unknown",
                                        "REQUIRE",
                                        "UNFREEZE",
                                        match("\"risk\":{\"scoreMin\":60}") + "," + APPROVALS),
                        "")
                .rules();
        var rules = new ArrayList<Rule>();
        for (var i = 0; i < Policy.RULES_MAX; i++)
            rules.add(renamed("t" + i, kinds.get(i % 977 == 0 ? 0 : i % 1000 == 1 ? 2 : 1)));
        var expected = rules.stream()
                .filter(rule -> rule.criteria().stream().noneMatch(each -> each.kind() == Criterion.Kind.SOURCE))
                .toList();
        assertThat(expected).hasSize(21);
        var policy = Senate.policy(1, "", "").withRules(rules);
        assertThat(Say.met(policy, rules)).isEqualTo(expected);
        assertThat(Say.met(policy, rules.subList(0, 978))).containsExactly(rules.get(0), rules.get(1), rules.get(977));
        assertThat(Say.met(policy, List.of())).isEmpty();
    }

    private static Rule renamed(String id, Rule rule) {
        return new Rule(
                id, rule.effect(), rule.activities(), rule.criteria(), rule.when(), rule.demands(), rule.limit());
    }
}

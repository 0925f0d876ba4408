package tallystick.core.policy.change;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import tallystick.core.kit.Judging;
import tallystick.core.policy.Policy;
import tallystick.core.policy.Rule;
import tallystick.core.policy.json.PolicyFile;
import tallystick.core.policy.json.PolicyText;
import tallystick.crypto.codec.Bytes;

@DisplayName("What is proven to restrict as much, docs/spec/policy.md PO-17")
class ProofTest {
    private static final String APPROVALS = "\"approvals\":[{\"group\":\"exec\",\"min\":1}]";
    private static final String LIMIT =
            "\"limit\":{\"measure\":\"COUNT\",\"max\":\"1\",\"window\":{\"type\":\"LIFETIME\"}}";

    private static Rule rule(String id, String rest) {
        return Judging.policy("{\"id\":\"%s\",%s}".formatted(id, rest)).rules().getFirst();
    }

    private static List<Rule> rules(int count, Rule like) {
        var rules = new ArrayList<Rule>();
        for (var i = 0; i < count; i++)
            rules.add(new Rule(
                    like.id() + i,
                    like.effect(),
                    like.activities(),
                    like.criteria(),
                    like.when(),
                    like.demands(),
                    like.limit()));
        return rules;
    }

    private static Direction direction(String before, String after) {
        return PolicyChange.between(Judging.policy(before), Judging.policy(after))
                .direction();
    }

    /// Each of two hundred is kept by the last of ten thousand: of one more nobody looks even for the first.
    @Test
    void moreComparisonsThanAreMade_proveNothing() {
        var require = rule("r", "\"effect\":\"REQUIRE\",\"activity\":[\"TRANSFER\"]," + APPROVALS);
        var message = rule("m", "\"effect\":\"REQUIRE\",\"activity\":[\"MESSAGE\"]," + APPROVALS);
        var after = new ArrayList<Rule>();
        after.add(rule("first", "\"effect\":\"DENY\",\"activity\":[\"MESSAGE\"]"));
        after.addAll(
                rules(Policy.RULES_MAX - 2, rule("l", "\"effect\":\"LIMIT\",\"activity\":[\"TRANSFER\"]," + LIMIT)));
        after.add(rule("last", "\"effect\":\"DENY\",\"activity\":[\"TRANSFER\"]"));
        var policy = Judging.policy("");
        var before = new ArrayList<>(rules(200, require));
        before.add(message);
        var proof = new Proof(policy.withRules(before), policy.withRules(after));
        assertThat(proof.isProven("r0")).isTrue();
        assertThat(proof.isProven("r199")).isTrue();
        assertThat(proof.isProven("m")).isFalse();
        assertThat(proof.isProven("l0")).isTrue();
        assertThat(new Proof(policy.withRules(List.of(message)), policy.withRules(after)).isProven("m"))
                .isTrue();
    }

    /// Whoever joins a group is admitted by a condition that names it, and no longer denied by another.
    @Test
    void conditionThatNamesGroups_isAnotherWhereAGroupIs() {
        var condition = "\"activity\":[\"TRANSFER\"],\"when\":\"%s\"";
        for (var effect : List.of("ALLOW", "DENY")) {
            var names = "{\"id\":\"r\",\"effect\":\"%s\",%s}"
                    .formatted(effect, condition.formatted("'ops' in initiator.groups"));
            var change = PolicyChange.between(Judging.policy(names), withMore(Judging.policy(names)));
            assertThat(change.differences())
                    .as(effect)
                    .extracting(Difference::part, Difference::direction)
                    .containsExactly(
                            tuple(Difference.Part.RULE, Direction.LOOSEN),
                            tuple(Difference.Part.GROUP, Direction.LOOSEN));
            assertThat(change.differences().getLast().why())
                    .isEqualTo(effect.equals("ALLOW") ? "r may admit more" : "r may restrict less");
            var none = Judging.policy(
                    "{\"id\":\"r\",\"effect\":\"%s\",%s}".formatted(effect, condition.formatted("leg.decoded")));
            assertThat(PolicyChange.between(none, withMore(none)).differences())
                    .as(effect)
                    .extracting(Difference::why)
                    .containsExactly("no rule says what it is for");
            var others = "{\"id\":\"r\",\"effect\":\"%s\",%s},%s"
                    .formatted(effect, condition.formatted("leg.decoded"), USES_OPS);
            assertThat(PolicyChange.between(Judging.policy(others), withMore(Judging.policy(others)))
                            .direction())
                    .as(effect)
                    .isEqualTo(Direction.TIGHTEN);
        }
    }

    /// Restricts more by more people in it.
    private static final String USES_OPS = "{\"id\":\"ops\",\"effect\":\"DENY\",\"activity\":[\"TRANSFER\"],"
            + "\"match\":{\"initiator\":{\"groups\":[\"ops\"]}}}";

    private static Policy withMore(Policy policy) {
        var text = new String(PolicyText.canonical(policy).toArray(), StandardCharsets.UTF_8);
        assertThat(text).contains("\"u:ann\",\"u:bo\"");
        return PolicyFile.parse(Bytes.ofUtf8(text.replace("\"u:ann\",\"u:bo\"", "\"u:ann\",\"u:ann2\",\"u:bo\"")))
                .orThrow();
    }

    /// Of other legs another sum is made, though each leg by itself is treated as before.
    @Test
    void amountOfOtherReceivers_isAnotherSum() {
        var deny = "{\"id\":\"r\",\"effect\":\"DENY\",\"activity\":[\"TRANSFER\"],\"match\":{"
                + "\"destination\":{\"in\":[%s]},"
                + "\"amount\":{\"fiat\":\"USD\",%s}}}";
        var most = "\"min\":\"1\",\"max\":\"9\"";
        var one = "\"safes\"";
        var two = "\"payees\",\"safes\"";
        assertThat(direction(deny.formatted(one, most), deny.formatted(two, most)))
                .isEqualTo(Direction.LOOSEN);
        assertThat(direction(deny.formatted(one, "\"min\":\"1\""), deny.formatted(two, "\"min\":\"1\"")))
                .isEqualTo(Direction.TIGHTEN);
        assertThat(direction(deny.formatted(one, most), deny.formatted(one, "\"min\":\"1\",\"max\":\"10\"")))
                .isEqualTo(Direction.TIGHTEN);
        var allow = deny.replace("DENY", "ALLOW");
        assertThat(direction(allow.formatted(two, most), allow.formatted(one, most)))
                .isEqualTo(Direction.LOOSEN);
        assertThat(direction(allow.formatted(two, most), allow.formatted(two, "\"min\":\"1\",\"max\":\"8\"")))
                .isEqualTo(Direction.TIGHTEN);
        var wider = deny.replace("[\"TRANSFER\"]", "[\"TRANSFER\",\"MESSAGE\"]");
        assertThat(direction(deny.formatted(one, most), wider.formatted(one, most)))
                .isEqualTo(Direction.LOOSEN);
        // Whose kinds are not the same ones: one asks in addition for what it calls.
        var call = "\"call\":{\"operation\":\"CALL\"},";
        var calls = deny.replace("\"amount\"", call + "\"amount\"");
        assertThat(direction(calls.formatted(one, most), deny.formatted(one, most)))
                .isEqualTo(Direction.LOOSEN);
    }

    private static Policy listed(String first, String second, String rule) {
        var lists = "\"first\":{\"kind\":\"address\",\"items\":[%s]},\"second\":{\"kind\":\"address\",\"items\":[%s]}"
                .formatted(first, second);
        return PolicyFile.parse(Bytes.ofUtf8("{\"schema\":\"tallystick.policy/v1\",\"id\":\"p\",\"version\":1,"
                        + "\"scope\":{\"org\":\"acme\"},\"effectiveFrom\":\"2026-01-01T00:00:00Z\",\"groups\":{},"
                        + "\"lists\":{" + lists + "},\"rules\":[" + rule + "]}"))
                .orThrow();
    }

    /// Each name is read in its own version, also where it stands for something else in the other.
    @Test
    void amountOfReceiversOfAnotherList_isComparedByWhatEachStandsForInItsOwnVersion() {
        var one = "\"eip155:1:0x40a2accbd92bca938b02010e17a5b8929b49130d\"";
        var both = one + ",\"eip155:1:0xf89d7b9c864f589bbf53a82105107622b35eaa40\"";
        var rule = "{\"id\":\"r\",\"effect\":\"%s\",\"activity\":[\"TRANSFER\"],\"match\":{\"destination\":{"
                + "\"in\":[\"%s\"]},\"amount\":{\"fiat\":\"USD\",\"max\":\"9\"}}}";
        var allowed = listed(one, both, rule.formatted("ALLOW", "second"));
        assertThat(ruleOf(allowed, listed(one, one, rule.formatted("ALLOW", "first"))))
                .isEqualTo(Direction.LOOSEN);
        assertThat(ruleOf(allowed, listed(both, one, rule.formatted("ALLOW", "first"))))
                .isEqualTo(Direction.TIGHTEN);
        var denied = listed(one, "", rule.formatted("DENY", "first"));
        assertThat(ruleOf(denied, listed("", both, rule.formatted("DENY", "second"))))
                .isEqualTo(Direction.LOOSEN);
        assertThat(ruleOf(denied, listed("", one, rule.formatted("DENY", "second"))))
                .isEqualTo(Direction.TIGHTEN);
    }

    private static Direction ruleOf(Policy before, Policy after) {
        return PolicyChange.between(before, after).differences().stream()
                .filter(each -> each.part() == Difference.Part.RULE)
                .map(Difference::direction)
                .findFirst()
                .orElseThrow();
    }

    @Test
    void limitOfMoreSources_tightens_andOfMoreReceivers_errsOtherwise() {
        for (var never : List.of(
                "\"source\":{\"tags\":[\"hot\"]}",
                "\"decoded\":true",
                "\"time\":{\"tz\":\"UTC\",\"hours\":\"08:00-19:00\"}",
                "\"utxo\":{\"change\":true}",
                "\"warnings\":{\"codes\":[\"A\"]}"))
            assertThat(ofAllNow(never)).as(never).isEqualTo(Direction.TIGHTEN);
        for (var erring : List.of(
                "\"destination\":{\"in\":[\"payees\"]}",
                "\"asset\":{\"class\":[\"STABLE\"]}",
                "\"risk\":{\"scoreMin\":5}",
                "\"initiator\":{\"sessionAgeMax\":\"PT1H\"}",
                "\"solana\":{\"programsNotIn\":[\"payees\"]}"))
            assertThat(ofAllNow(erring)).as(erring).isEqualTo(Direction.LOOSEN);
    }

    /// A limit of what matches, that is one of everything now.
    private static Direction ofAllNow(String match) {
        var limit = "{\"id\":\"l\",\"effect\":\"LIMIT\",\"activity\":[\"TRANSFER\"],%s" + LIMIT + "}";
        return direction(limit.formatted("\"match\":{" + match + "},"), limit.formatted(""));
    }

    private static List<String> nine(String text) {
        var rules = new ArrayList<String>();
        for (var hours = 1; hours <= 9; hours++)
            rules.add("{\"id\":\"%s%d\",%s,\"expiresIn\":\"PT%dH\"}"
                    .formatted(text.contains("ALLOW") ? "a" : "r", hours, text, hours));
        return rules;
    }

    /// Nine choices, of which a judgement may leave some out.
    private static final String NINE = String.join(",", nine("\"effect\":\"ALLOW\",\"activity\":[\"*\"]"));

    @Test
    void whereAJudgementMayHaveCut_onlyWhatIsAboutNoAdmission_tightens() {
        var deny = "{\"id\":\"%s\",\"effect\":\"%s\",\"activity\":[\"MESSAGE\"]}";
        var one = deny.formatted("d1", "DENY");
        var two = deny.formatted("d2", "DENY");
        assertThat(direction(NINE, NINE + "," + one)).isEqualTo(Direction.TIGHTEN);
        var fewer = NINE.substring(0, NINE.lastIndexOf(",{"));
        assertThat(PolicyChange.between(Judging.policy(NINE), Judging.policy(fewer + "," + one))
                        .differences())
                .filteredOn(each -> each.direction() == Direction.TIGHTEN)
                .extracting(Difference::name)
                .containsExactly("d1");
        var both = NINE + "," + one + "," + two;
        for (var turned : List.of(both.replace(two, deny.formatted("d2", "ALLOW")), both.replace(two, "")))
            assertThat(direction(both, turned.replace(",,", ",").replaceAll(",$", "")))
                    .isEqualTo(turned.contains("d2") ? Direction.LOOSEN : Direction.TIGHTEN);
        var lastDenies =
                NINE.replaceAll("\\{\"id\":\"a9\".*$", "{\"id\":\"a9\",\"effect\":\"DENY\",\"activity\":[\"*\"]}");
        assertThat(direction(NINE, lastDenies)).isEqualTo(Direction.LOOSEN);
        // Who is in a group may be what one of them asks.
        var named = NINE + "," + USES_OPS;
        assertThat(PolicyChange.between(Judging.policy(named), withMore(Judging.policy(named)))
                        .direction())
                .isEqualTo(Direction.LOOSEN);
        assertThat(PolicyChange.between(Judging.policy(USES_OPS), withMore(Judging.policy(USES_OPS)))
                        .direction())
                .isEqualTo(Direction.TIGHTEN);
    }

    /// What is asked of all is no choice.
    @Test
    void manyThatAskForSomething_leaveAdmissionsAsTheyAre() {
        var asking = String.join(",", nine("\"effect\":\"REQUIRE\",\"activity\":[\"TRANSFER\"]"));
        var allow = "{\"id\":\"a\",\"effect\":\"ALLOW\",\"activity\":[\"*\"]}";
        assertThat(direction(asking + "," + allow, asking)).isEqualTo(Direction.TIGHTEN);
    }
}

package tallystick.core.property;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import tallystick.core.kit.Judging;
import tallystick.core.kit.RandomRules;
import tallystick.core.policy.Policy;
import tallystick.core.policy.Rule;
import tallystick.core.policy.RuleEffect;
import tallystick.core.policy.json.PolicyFile;
import tallystick.core.policy.json.PolicyText;
import tallystick.core.policy.judge.Circumstances;
import tallystick.core.policy.judge.Decision;
import tallystick.core.policy.judge.Judge;
import tallystick.core.policy.judge.Judgement;
import tallystick.core.policy.judge.Level;
import tallystick.core.policy.judge.Obligations;
import tallystick.core.policy.matter.Matter;

/// docs/spec/policy.md, PO-10: what holds of every policy and every matter.
class PolicyPropertyTest {
    private static final int RUNS = 1_000;
    private static final Policy EMPTY = Judging.policy("");

    private static Judgement judge(List<Rule> rules, Matter matter, Circumstances circumstances) {
        return Judge.judge(matter, List.of(Level.of(EMPTY.withRules(rules))), circumstances, Judging.NOW);
    }

    private static Obligations obligations(Decision decision) {
        return switch (decision) {
            case Decision.Pending(var obligations, var _) -> obligations;
            case Decision.Allowed(var obligations) -> obligations;
            case Decision.Denied(var reasons) -> throw new AssertionError(reasons.toString());
        };
    }

    /// That `tightened` admits nothing more than `before`, and asks for nothing less.
    private static void assertTightened(Decision before, Decision tightened, String seed) {
        if (before instanceof Decision.Denied) {
            assertThat(tightened).as(seed).isInstanceOf(Decision.Denied.class);
            return;
        }
        if (tightened instanceof Decision.Denied) return;
        assertThat(obligations(before).isWithin(obligations(tightened)))
                .as(seed)
                .isTrue();
        if (before instanceof Decision.Pending) assertThat(tightened).as(seed).isInstanceOf(Decision.Pending.class);
    }

    private static void count(Map<String, Integer> seen, Decision decision) {
        seen.merge(decision.getClass().getSimpleName(), 1, Integer::sum);
    }

    @Test
    void oneMoreDenyRequireOrLimit_neverAdmitsMore_andNeverAsksForLess() {
        var seen = new HashMap<String, Integer>();
        for (var seed = 0; seed < RUNS; seed++) {
            var random = new Random(seed);
            var generator = new RandomRules(random);
            var rules = generator.rules();
            var matter = generator.matter();
            var circumstances = generator.circumstances();
            var before = judge(rules, matter, circumstances).decision();
            count(seen, before);
            for (var effect : List.of(RuleEffect.DENY, RuleEffect.REQUIRE, RuleEffect.LIMIT)) {
                var more = new ArrayList<>(rules);
                more.add(random.nextInt(more.size() + 1), generator.rule(effect));
                assertTightened(before, judge(more, matter, circumstances).decision(), "seed " + seed + " " + effect);
            }
        }
        assertThat(seen.values()).hasSize(3).allMatch(times -> times > RUNS / 50);
    }

    @Test
    void oneAllowLess_neverAdmitsMore_andNeverAsksForLess() {
        var removed = 0;
        for (var seed = 0; seed < RUNS; seed++) {
            var generator = new RandomRules(new Random(seed));
            var rules = generator.rules();
            var matter = generator.matter();
            var circumstances = generator.circumstances();
            var before = judge(rules, matter, circumstances).decision();
            for (var rule : rules) {
                if (rule.effect() != RuleEffect.ALLOW) continue;
                var fewer = rules.stream().filter(each -> !each.equals(rule)).toList();
                assertTightened(before, judge(fewer, matter, circumstances).decision(), "seed " + seed);
                removed++;
            }
        }
        assertThat(removed).isGreaterThan(RUNS);
    }

    @Test
    void innerPlace_neverAdmitsMore_andNeverAsksForLess() {
        var inner = Judging.policy("{\"org\":\"acme\",\"workspace\":\"prod\"}", "");
        for (var seed = 0; seed < RUNS; seed++) {
            var generator = new RandomRules(new Random(seed));
            var outer = Level.of(EMPTY.withRules(generator.rules()));
            var place = Level.of(inner.withRules(generator.rules()));
            var matter = generator.matter();
            var circumstances = generator.circumstances();
            assertTightened(
                    Judge.judge(matter, List.of(outer), circumstances, Judging.NOW)
                            .decision(),
                    Judge.judge(matter, List.of(outer, place), circumstances, Judging.NOW)
                            .decision(),
                    "seed " + seed);
        }
    }

    @Test
    void order_ofTheRules_changesNoDecision() {
        for (var seed = 0; seed < RUNS; seed++) {
            var random = new Random(seed);
            var generator = new RandomRules(random);
            var rules = generator.rules();
            var matter = generator.matter();
            var circumstances = generator.circumstances();
            var shuffled = new ArrayList<>(rules);
            Collections.shuffle(shuffled, random);
            var one = judge(rules, matter, circumstances).decision();
            var other = judge(shuffled, matter, circumstances).decision();
            assertTightened(one, other, "seed " + seed);
            assertTightened(other, one, "seed " + seed);
        }
    }

    /// What the index finds a rule by, and the same said as a condition, which no index looks into.
    private static final Map<String, String> INDEXED = Map.of(
            "{\"source\":{\"tags\":[\"hot\"]}}", "'hot' in source.tags",
            "{\"source\":{\"vaults\":[\"hot\"]}}", "source.vault == 'hot'",
            "{\"source\":{\"vaults\":[\"cold\",\"hot\"],\"tags\":[\"ops\",\"hot\"]}}",
                    "source.vault in ['hot', 'cold'] && ('ops' in source.tags || 'hot' in source.tags)",
            "{\"source\":{\"wallets\":[\"w\"]}}", "source.wallet == 'w'",
            "{\"decoded\":true}", "leg.decoded",
            "{\"decoded\":false}", "!leg.decoded",
            "{\"source\":{\"workspaces\":[\"prod\"]}}", "source.workspace == 'prod'",
            "{\"source\":{\"chains\":[\"eip155:1\"]}}", "tx.chain == 'eip155:1'",
            "{\"initiator\":{\"users\":[\"u:dee\",\"u:eli\"]}}", "initiator.id in ['u:dee', 'u:eli']",
            "{\"destination\":{\"in\":[\"safes\"]}}",
                    "leg.destination == 'eip155:1:0x40A2aCCbd92BCA938b02010E17A5b8929b49130D'");

    @Test
    void indexedRules_areThoseThatMatch() {
        var agreed = 0;
        for (var each : INDEXED.entrySet()) {
            var rule = "{\"id\":\"one\",\"effect\":\"%s\",\"activity\":[\"*\"],%s}";
            for (var effect : List.of("ALLOW", "DENY")) {
                var admit = effect.equals("DENY") ? ",{\"id\":\"all\",\"effect\":\"ALLOW\",\"activity\":[\"*\"]}" : "";
                var found = Level.of(Judging.policy(rule.formatted(effect, "\"match\":" + each.getKey()) + admit));
                var asked = Level.of(
                        Judging.policy(rule.formatted(effect, "\"when\":\"" + each.getValue() + "\"") + admit));
                for (var seed = 0; seed < 50; seed++) {
                    var matter = new RandomRules(new Random(seed)).matter();
                    assertThat(Judge.judge(matter, List.of(found), Judging.CALM, Judging.NOW)
                                    .decision())
                            .as(each + " seed " + seed)
                            .hasSameClassAs(Judge.judge(matter, List.of(asked), Judging.CALM, Judging.NOW)
                                    .decision());
                    agreed++;
                }
            }
        }
        assertThat(agreed).isEqualTo(1000);
    }

    @Test
    void equalInputs_giveEqualTraces() {
        for (var seed = 0; seed < 300; seed++) {
            var one = new RandomRules(new Random(seed));
            var other = new RandomRules(new Random(seed));
            var first = judge(one.rules(), one.matter(), one.circumstances()).trace();
            var second =
                    judge(other.rules(), other.matter(), other.circumstances()).trace();
            assertThat(second).as("seed " + seed).isEqualTo(first);
            assertThat(second.digest()).as("seed " + seed).isEqualTo(first.digest());
        }
    }

    @Test
    void randomPolicies_areReadAgainFromTheirCanonicalText() {
        for (var seed = 0; seed < 500; seed++) {
            var policy = EMPTY.withRules(new RandomRules(new Random(seed)).rules());
            assertThat(PolicyFile.parse(PolicyText.canonical(policy)).orThrow())
                    .as("seed " + seed)
                    .isEqualTo(policy);
        }
    }
}

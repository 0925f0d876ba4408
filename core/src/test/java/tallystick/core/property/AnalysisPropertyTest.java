package tallystick.core.property;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import tallystick.core.kit.RandomChanges;
import tallystick.core.kit.RandomMatters;
import tallystick.core.policy.Policy;
import tallystick.core.policy.RuleEffect;
import tallystick.core.policy.analyze.Analysis;
import tallystick.core.policy.analyze.Remark;
import tallystick.core.policy.judge.Judge;
import tallystick.core.policy.judge.Level;
import tallystick.core.policy.judge.RollCall;
import tallystick.core.policy.rehearse.Replay;

/// docs/spec/policy-review.md, PV-3: a rule that is said to decide nothing decides nothing, whatever is asked.
class AnalysisPropertyTest {
    private static final int POLICIES = 80;
    private static final int MATTERS = 1_000;
    private static final Set<Remark.Code> IDLE =
            Set.of(Remark.Code.SHADOWED, Remark.Code.CONTRADICTED, Remark.Code.NEVER_MATCHES);

    private static int rule(Remark remark) {
        return Integer.parseInt(remark.pointer().split("/", -1)[2]);
    }

    @Test
    void rulesThatNeverDecide_neverDecide_oneByOneAndAllTogether() {
        var seen = new EnumMap<Remark.Code, Integer>(Remark.Code.class);
        for (var seed = 0; seed < POLICIES; seed++) {
            var policy = new RandomChanges(new Random(seed)).policy();
            var idle = Analysis.of(policy).remarks().stream()
                    .filter(each -> IDLE.contains(each.code()))
                    .toList();
            if (idle.isEmpty()) continue;
            idle.forEach(each -> seen.merge(each.code(), 1, Integer::sum));
            var without = new HashSet<Integer>();
            idle.forEach(each -> without.add(rule(each)));
            assertSame(policy, without, seed);
            for (var each : idle) assertSame(policy, Set.of(rule(each)), seed);
            for (var each : idle) if (each.code() == Remark.Code.NEVER_MATCHES) assertSilent(policy, rule(each), seed);
        }
        assertThat(seen).containsOnlyKeys(IDLE);
        assertThat(seen.values()).allMatch(times -> times >= 1);
    }

    private static Policy without(Policy policy, Set<Integer> rules) {
        var others = new java.util.ArrayList<>(policy.rules());
        rules.stream().sorted(java.util.Comparator.reverseOrder()).forEach(at -> others.remove((int) at));
        return policy.withRules(others);
    }

    private static void assertSame(Policy policy, Set<Integer> rules, int seed) {
        var whole = List.of(Level.of(policy));
        var rest = List.of(Level.of(without(policy, rules)));
        var random = new RandomMatters(new Random(seed));
        for (var i = 0; i < MATTERS / 20; i++) {
            var thought = new Replay.Case(random.matter(), random.circumstances(whole), random.now());
            assertThat(Replay.whatIf(rest, thought).decision())
                    .as("seed %d, matter %d, rules %s", seed, i, rules)
                    .hasSameClassAs(Replay.whatIf(whole, thought).decision());
        }
    }

    private static void assertSilent(Policy policy, int at, int seed) {
        var rule = policy.rules().get(at);
        var level = Level.of(policy);
        var random = new RandomMatters(new Random(seed));
        for (var i = 0; i < MATTERS / 5; i++) {
            var matter = random.matter();
            var call = RollCall.of(matter, level, random.circumstances(List.of(level)), random.now());
            for (var answer : call.answers())
                if (answer.rule().id().equals(rule.id())) {
                    assertThat(answer.how()).as("seed %d", seed).isNotEqualTo(RollCall.How.MATCHED);
                    if (rule.effect() != RuleEffect.ALLOW)
                        assertThat(answer.how()).as("seed %d", seed).isNotEqualTo(RollCall.How.ERRED);
                }
        }
    }

    @Test
    void rollCall_agreesWithTheJudgement_onWhatMatchedAndErred() {
        var matched = Map.of(RollCall.How.MATCHED, "MATCHED", RollCall.How.ERRED, "ERRED");
        var agreed = 0;
        for (var seed = 0; seed < 60; seed++) {
            var policy = new RandomChanges(new Random(seed)).policy();
            var level = Level.of(policy);
            var random = new RandomMatters(new Random(seed));
            var matter = random.matter();
            var circumstances = random.circumstances(List.of(level));
            var now = random.now();
            var parts = new HashSet<String>();
            for (var part : Judge.judge(matter, List.of(level), circumstances, now)
                    .trace()
                    .rules())
                if (!part.how().name().equals("NEAREST"))
                    parts.add(part.leg() + " " + part.rule().rule() + " " + part.how());
            var called = new HashSet<String>();
            for (var answer : RollCall.of(matter, level, circumstances, now).answers())
                if (matched.containsKey(answer.how())
                        && !(answer.rule().effect() == RuleEffect.ALLOW && answer.how() == RollCall.How.ERRED))
                    called.add(answer.leg() + " " + answer.rule().id() + " " + matched.get(answer.how()));
            parts.removeIf(part -> part.endsWith("ERRED") && !called.contains(part) && isAllow(policy, part));
            assertThat(called).as("seed %d", seed).isEqualTo(parts);
            agreed += called.size();
        }
        assertThat(agreed).isGreaterThan(60);
    }

    private static boolean isAllow(Policy policy, String part) {
        var id = part.split(" ", -1)[1];
        return policy.rules().stream().anyMatch(rule -> rule.id().equals(id) && rule.effect() == RuleEffect.ALLOW);
    }
}

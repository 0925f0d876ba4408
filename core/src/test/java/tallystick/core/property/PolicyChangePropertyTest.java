package tallystick.core.property;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import tallystick.core.kit.RandomChanges;
import tallystick.core.kit.RandomMatters;
import tallystick.core.policy.ApprovalTerm;
import tallystick.core.policy.Policy;
import tallystick.core.policy.change.Difference;
import tallystick.core.policy.change.Direction;
import tallystick.core.policy.change.PolicyChange;
import tallystick.core.policy.judge.Decision;
import tallystick.core.policy.judge.Judge;
import tallystick.core.policy.judge.Level;
import tallystick.core.policy.judge.Obligations;

/// docs/spec/policy.md, PO-16 and PO-17: what tightens never admits more, and never asks for less.
class PolicyChangePropertyTest {
    private static final int PAIRS = 6_000;
    private static final int MATTERS = 8;

    private static int rank(Decision decision) {
        return switch (decision) {
            case Decision.Denied _ -> 0;
            case Decision.Pending _ -> 1;
            case Decision.Allowed _ -> 2;
        };
    }

    private static Obligations obligations(Decision decision) {
        return switch (decision) {
            case Decision.Pending(var obligations, var _) -> obligations;
            case Decision.Allowed(var obligations) -> obligations;
            case Decision.Denied(var reasons) -> throw new AssertionError(reasons.toString());
        };
    }

    private static boolean isKept(ApprovalTerm term, Obligations are) {
        return are.approvals().stream()
                .anyMatch(each -> each.members().equals(term.members())
                        && each.min() >= term.min()
                        && each.strength().meets(term.strength())
                        && (each.isInitiatorExcluded() || !term.isInitiatorExcluded()));
    }

    private static boolean isAtLeast(Obligations were, Obligations are) {
        return were.approvals().stream().allMatch(term -> isKept(term, are))
                && are.delay().min().compareTo(were.delay().min()) >= 0
                && are.facts().containsAll(were.facts())
                && are.releases().stream()
                        .allMatch(each -> were.releases().stream().anyMatch(one -> one.isWithin(each)));
    }

    /// How many matters one of the two versions treats otherwise, all of them strictly.
    private static int held(Policy before, Policy after, Random random, String why) {
        var was = List.of(Level.of(before));
        var is = List.of(Level.of(after));
        var matters = new RandomMatters(random);
        var differing = 0;
        for (var i = 0; i < MATTERS; i++) {
            var matter = matters.matter();
            var circumstances = matters.circumstances(was);
            var now = matters.now();
            var then = Judge.judge(matter, was, circumstances, now).decision();
            var decision = Judge.judge(matter, is, circumstances, now).decision();
            assertThat(rank(decision))
                    .as("%s: %s, then %s", why, then, decision)
                    .isLessThanOrEqualTo(rank(then));
            if (rank(decision) > 0)
                assertThat(isAtLeast(obligations(then), obligations(decision)))
                        .as("%s: %s, then %s", why, then, decision)
                        .isTrue();
            if (!then.equals(decision)) differing++;
        }
        return differing;
    }

    @Test
    void whatTightens_neverAdmitsMore_andNeverAsksForLess() {
        var directions = new HashMap<Direction, Integer>();
        var turns = new HashMap<Object, Integer>();
        var differing = 0;
        for (var seed = 0; seed < PAIRS; seed++) {
            var random = new Random(seed);
            var changes = new RandomChanges(random);
            var before = changes.policy();
            var after = before;
            for (var i = random.nextInt(3); i >= 0; i--) after = changes.changed(after);
            var change = PolicyChange.between(before, after);
            if (change.differences().isEmpty()) continue;
            directions.merge(change.direction(), 1, Integer::sum);
            if (change.direction() == Direction.LOOSEN) continue;
            for (var each : change.differences()) turns.merge(List.of(each.part(), each.turn()), 1, Integer::sum);
            differing += held(before, after, random, "seed %d %s".formatted(seed, change.differences()));
        }
        assertThat(directions).hasSize(2);
        assertThat(directions.values()).allMatch(times -> times > PAIRS / 5, directions.toString());
        assertThat(differing).isGreaterThan(PAIRS / 5);
        assertThat(turns.keySet())
                .contains(
                        List.of(Difference.Part.RULE, Difference.Turn.ADDED),
                        List.of(Difference.Part.RULE, Difference.Turn.REMOVED),
                        List.of(Difference.Part.RULE, Difference.Turn.ALTERED),
                        List.of(Difference.Part.LIST, Difference.Turn.ALTERED),
                        List.of(Difference.Part.GROUP, Difference.Turn.ALTERED));
    }

    @Test
    void whatReallyLoosens_isNeverTakenForTightening() {
        var loosening = 0;
        for (var seed = 0; seed < PAIRS / 3; seed++) {
            var random = new Random(seed);
            var changes = new RandomChanges(random);
            var before = changes.policy();
            var after = changes.changed(before);
            var matters = new RandomMatters(random);
            var was = List.of(Level.of(before));
            var is = List.of(Level.of(after));
            for (var i = 0; i < MATTERS; i++) {
                var matter = matters.matter();
                var circumstances = matters.circumstances(was);
                var now = matters.now();
                if (rank(Judge.judge(matter, is, circumstances, now).decision())
                        <= rank(Judge.judge(matter, was, circumstances, now).decision())) continue;
                var change = PolicyChange.between(before, after);
                assertThat(change.direction()).as("seed %d %s", seed, change).isEqualTo(Direction.LOOSEN);
                loosening++;
                break;
            }
        }
        assertThat(loosening).isGreaterThan(PAIRS / 100);
    }

    @Test
    void samePolicy_hasNoDifferences() {
        for (var seed = 0; seed < 500; seed++) {
            var policy = new RandomChanges(new Random(seed)).policy();
            assertThat(PolicyChange.between(policy, policy).differences())
                    .as("seed " + seed)
                    .isEmpty();
        }
    }
}

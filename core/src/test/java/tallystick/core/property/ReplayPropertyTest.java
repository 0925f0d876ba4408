package tallystick.core.property;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import tallystick.core.kit.RandomChanges;
import tallystick.core.kit.RandomMatters;
import tallystick.core.policy.change.Direction;
import tallystick.core.policy.change.PolicyChange;
import tallystick.core.policy.judge.Level;
import tallystick.core.policy.limit.Counters;
import tallystick.core.policy.rehearse.Replay;

/// docs/spec/policy.md, PO-18: what holds of every draft and every matter.
class ReplayPropertyTest {
    private static final int RUNS = 1_000;

    private static List<Replay.Case> cases(Random random, List<Level> policies, int count) {
        var matters = new RandomMatters(random);
        var cases = new ArrayList<Replay.Case>();
        for (var i = 0; i < count; i++)
            cases.add(new Replay.Case(matters.matter(), matters.circumstances(policies), matters.now()));
        return cases;
    }

    @Test
    void draftThatTightens_neverAdmitsOrFreesASingleMatter() {
        var turns = new EnumMap<Replay.Turn, Integer>(Replay.Turn.class);
        var loosening = 0;
        for (var seed = 0; seed < RUNS; seed++) {
            var random = new Random(seed);
            var changes = new RandomChanges(random);
            var before = changes.policy();
            var after = changes.changed(before);
            var was = List.of(Level.of(before));
            var isTight = PolicyChange.between(before, after).direction() == Direction.TIGHTEN;
            for (var each : cases(random, was, 4)) {
                var replay = Replay.of(was, List.of(Level.of(after)), List.of(each), Counters.none());
                var freed = replay.count(Replay.Turn.NEWLY_ALLOWED) + replay.count(Replay.Turn.NO_LONGER_DENIED);
                if (isTight) assertThat(freed).as("seed %d %s", seed, replay).isZero();
                loosening += Math.toIntExact(freed);
                replay.changes().forEach(change -> turns.merge(change.turn(), 1, Integer::sum));
            }
        }
        assertThat(turns).as(turns.toString()).hasSize(Replay.Turn.values().length);
        assertThat(loosening).isPositive();
    }

    @Test
    void samePolicies_changeNothing_andTheWayBackChangesTheSameMatters() {
        for (var seed = 0; seed < RUNS / 4; seed++) {
            var random = new Random(seed);
            var changes = new RandomChanges(random);
            var before = changes.policy();
            var was = List.of(Level.of(before));
            var is = List.of(Level.of(changes.changed(before)));
            var cases = cases(random, was, 6);
            assertThat(Replay.of(was, was, cases, Counters.none()).changes())
                    .as("seed " + seed)
                    .isEmpty();
            var there = Replay.of(was, is, cases, Counters.none());
            var back = Replay.of(is, was, cases, Counters.none());
            assertThat(back.changes().stream().map(Replay.Change::intent))
                    .as("seed " + seed)
                    .containsExactlyElementsOf(
                            there.changes().stream().map(Replay.Change::intent).toList());
        }
    }
}

package tallystick.core.property;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import tallystick.core.kit.Judging;
import tallystick.core.kit.RandomCriteria;
import tallystick.core.kit.RandomScenes;
import tallystick.core.policy.Criterion;
import tallystick.core.policy.Demands;
import tallystick.core.policy.Policy;
import tallystick.core.policy.Rule;
import tallystick.core.policy.RuleEffect;
import tallystick.core.policy.change.Direction;
import tallystick.core.policy.change.PolicyChange;
import tallystick.core.policy.judge.Circumstances;
import tallystick.core.policy.judge.Decision;
import tallystick.core.policy.judge.Judge;
import tallystick.core.policy.judge.Level;
import tallystick.core.policy.matter.Matter;

@DisplayName("A criterion of any kind that tightens turns no denial into an approval, docs/spec/policy.md PO-17")
class CriterionChangePropertyTest {
    private static final int PAIRS = 40;
    private static final int SCENES = 36;

    /// One matter as it is judged at one moment.
    private record Scene(Matter matter, Circumstances circumstances, Instant now) {
        boolean isDenied(List<Level> by) {
            return Judge.judge(matter, by, circumstances, now).decision() instanceof Decision.Denied;
        }
    }

    private static Rule rule(String id, RuleEffect effect, List<Criterion> criteria) {
        return new Rule(id, effect, new TreeSet<>(), criteria, Optional.empty(), Demands.none(), Optional.empty());
    }

    private static Policy policy(RuleEffect effect, List<Criterion> criteria) {
        var rules = new ArrayList<Rule>();
        rules.add(rule("r", effect, criteria));
        if (effect == RuleEffect.DENY) rules.add(rule("all", RuleEffect.ALLOW, List.of()));
        return Judging.policy("").withRules(rules);
    }

    /// How many scenes are denied by the one that tightens, and not before; none may be the other way round.
    private static int denied(Policy before, Policy after, List<Scene> scenes, String why) {
        if (PolicyChange.between(before, after).direction() == Direction.LOOSEN) return 0;
        var was = List.of(Level.of(before));
        var is = List.of(Level.of(after));
        var more = 0;
        for (var scene : scenes) {
            var isDenied = scene.isDenied(is);
            if (scene.isDenied(was))
                assertThat(isDenied).as("%s: %s", why, scene).isTrue();
            else if (isDenied) more++;
        }
        return more;
    }

    @Test
    void whatTightens_deniesAsMuch_whateverItAsks() {
        var random = new Random(23);
        var scenes = new ArrayList<Scene>();
        var made = new RandomScenes(random);
        var circumstances = new ArrayList<Circumstances>();
        for (var i = 0; i < 12; i++) circumstances.add(made.circumstances());
        for (var i = 0; i < SCENES; i++)
            scenes.add(new Scene(made.matter(), circumstances.get(i % circumstances.size()), made.now()));
        var criteria = new RandomCriteria(random);
        var found = new EnumMap<Criterion.Kind, Integer>(Criterion.Kind.class);
        for (var effect : List.of(RuleEffect.ALLOW, RuleEffect.DENY))
            for (var kind : Criterion.Kind.values())
                for (var pair = 0; pair < PAIRS; pair++) {
                    var was = criteria.criterion(kind);
                    var is = criteria.criterion(kind);
                    var why = "%s %s, then %s".formatted(effect, was, is);
                    found.merge(
                            kind,
                            denied(policy(effect, List.of(was)), policy(effect, List.of(is)), scenes, why),
                            Integer::sum);
                }
        // Of each kind some were denied anew, but for the one of which two are the same or not comparable.
        found.remove(Criterion.Kind.DECODED);
        assertThat(found).hasSize(Criterion.Kind.values().length - 1);
        assertThat(found.values()).as(found.toString()).allMatch(times -> times > 0);
    }
}

package tallystick.core.policy.change;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import tallystick.core.policy.Names;
import tallystick.core.policy.Policy;
import tallystick.core.policy.Rule;
import tallystick.core.policy.RuleEffect;
import tallystick.core.policy.change.Difference.Part;
import tallystick.core.policy.change.Difference.Turn;

/// All differences of two versions of a policy, each with its direction.
///
/// **Why** what tightens may count at once and what loosens has to wait for a quorum and a time: so a change is taken
/// for loosening unless it provably is not.
///
/// **Form** first of the document, then of rules, groups, lists and calendars, each by name. `version`, `parent` and
/// signatures differ in every change and are none of them; the order of rules never matters.
public record PolicyChange(List<Difference> differences) {
    /// Copies.
    public PolicyChange {
        differences = List.copyOf(differences);
    }

    /// Compares.
    ///
    /// @spec docs/spec/policy.md#PO-16 policy
    public static PolicyChange between(Policy before, Policy after) {
        var differences = new ArrayList<Difference>();
        ofDocument(before, after, differences);
        var proof = new Proof(before, after);
        var rules = new Rules(before, after, proof, new Say(before, after, proof));
        differences.addAll(rules.differences());
        var users = new Users(before, after);
        differences.addAll(ofNamed(
                Part.GROUP,
                before.groups(),
                after.groups(),
                name -> rules.named(users.ofGroup(name), before.groups().containsKey(name))));
        differences.addAll(
                ofNamed(Part.LIST, before.lists(), after.lists(), name -> rules.named(users.ofList(name), false)));
        differences.addAll(ofNamed(
                Part.CALENDAR,
                before.calendars(),
                after.calendars(),
                name -> rules.named(users.ofCalendar(name), false)));
        return new PolicyChange(differences);
    }

    /// [Direction#TIGHTEN] if every difference is, also if there is none.
    public Direction direction() {
        return differences.stream().allMatch(each -> each.direction() == Direction.TIGHTEN)
                ? Direction.TIGHTEN
                : Direction.LOOSEN;
    }

    private static void ofDocument(Policy before, Policy after, List<Difference> differences) {
        if (!before.id().equals(after.id()))
            differences.add(document("id", Direction.LOOSEN, "limits under another name begin to count at nothing"));
        if (!before.scope().equals(after.scope()))
            differences.add(document("scope", Direction.LOOSEN, "another place leaves the one before without it"));
        if (before.admission() != after.admission())
            differences.add(
                    after.admission() == Policy.Admission.OWN
                            ? document("admission", Direction.TIGHTEN, "its own rules have to admit as well")
                            : document("admission", Direction.LOOSEN, "its own rules need not admit any more"));
        if (after.effectiveFrom().isAfter(before.effectiveFrom()))
            differences.add(document("effectiveFrom", Direction.TIGHTEN, "nothing is signed before it counts"));
        if (after.effectiveFrom().isBefore(before.effectiveFrom()))
            differences.add(document("effectiveFrom", Direction.LOOSEN, "it counts earlier"));
    }

    private static Difference document(String field, Direction direction, String why) {
        return new Difference(Part.DOCUMENT, field, Turn.ALTERED, Names.sorted(List.of(field)), direction, why);
    }

    /// The direction of what is named by rules, and why.
    private record Verdict(Direction direction, String why) {}

    private static List<Difference> ofNamed(
            Part part, Map<String, ?> before, Map<String, ?> after, Function<String, Verdict> judge) {
        var names = new TreeSet<>(before.keySet());
        names.addAll(after.keySet());
        var found = new ArrayList<Difference>();
        for (var name : names) {
            if (Objects.equals(before.get(name), after.get(name))) continue;
            var verdict = judge.apply(name);
            found.add(new Difference(
                    part,
                    name,
                    turn(before.containsKey(name), after.containsKey(name)),
                    Names.sorted(List.<String>of()),
                    verdict.direction(),
                    verdict.why()));
        }
        return found;
    }

    private static Turn turn(boolean was, boolean is) {
        if (was && is) return Turn.ALTERED;
        return was ? Turn.REMOVED : Turn.ADDED;
    }

    /// The rules of both versions, by name.
    private static final class Rules {
        private static final NavigableSet<String> NOTHING = Names.sorted(List.<String>of());

        private final Map<String, Rule> were = new LinkedHashMap<>();
        private final Map<String, Rule> are = new LinkedHashMap<>();
        private final Proof proof;
        private final Say say;
        private final boolean isCut;

        Rules(Policy before, Policy after, Proof proof, Say say) {
            before.rules().stream().sorted(Comparator.comparing(Rule::id)).forEach(rule -> were.put(rule.id(), rule));
            after.rules().stream().sorted(Comparator.comparing(Rule::id)).forEach(rule -> are.put(rule.id(), rule));
            this.proof = proof;
            this.say = say;
            isCut = proof.isCut() && !(allows(before).equals(allows(after)) && Named.isSame(before, after));
        }

        private static Set<Rule> allows(Policy policy) {
            return policy.rules().stream().filter(Rules::isAllow).collect(Collectors.toUnmodifiableSet());
        }

        private static boolean isAllow(Rule rule) {
            return rule.effect() == RuleEffect.ALLOW;
        }

        private List<Difference> differences() {
            var names = new TreeSet<>(were.keySet());
            names.addAll(are.keySet());
            var found = new ArrayList<Difference>();
            for (var name : names) {
                var was = were.get(name);
                var is = are.get(name);
                if (is == null) {
                    if (was != null) found.add(one(name, Turn.REMOVED, was, was, NOTHING));
                } else if (was == null) found.add(one(name, Turn.ADDED, is, is, NOTHING));
                // What it names may have changed and not the rule: it loosens all the same.
                else if (!Fields.of(was, is).isEmpty() || !isTight(was, is))
                    found.add(one(name, Turn.ALTERED, was, is, Fields.of(was, is)));
            }
            return found;
        }

        private boolean isTight(Rule was, Rule is) {
            return isProven(was, is) && say.isKept(is.id());
        }

        private boolean isProven(Rule was, Rule is) {
            return proof.isProven(is.id()) && !(isCut && (isAllow(was) || isAllow(is)));
        }

        private Difference one(String name, Turn turn, Rule was, Rule is, NavigableSet<String> fields) {
            var isTight = isTight(was, is);
            return new Difference(
                    Part.RULE,
                    name,
                    turn,
                    fields,
                    isTight ? Direction.TIGHTEN : Direction.LOOSEN,
                    isTight ? Whys.tight(turn, is) : loose(turn, was, is));
        }

        private String loose(Turn turn, Rule was, Rule is) {
            return isProven(was, is) ? Whys.SAY : Whys.loose(turn, was, is);
        }

        /// What follows from what became of the rules that use a name and are otherwise as they were.
        ///
        /// @param isOfPeople whether it was a name of people before, who may be asked by others than rules
        private Verdict named(NavigableSet<String> users, boolean isOfPeople) {
            if (users.isEmpty())
                return isOfPeople
                        ? new Verdict(Direction.LOOSEN, "no rule says what it is for")
                        : new Verdict(Direction.TIGHTEN, "no rule asked for it");
            for (var user : users) {
                var was = were.get(user);
                var is = are.get(user);
                if (was == null || is == null || !Fields.of(was, is).isEmpty()) continue;
                if (!isTight(was, is) && isProven(was, is)) return new Verdict(Direction.LOOSEN, Whys.SAY);
                if (!isTight(was, is))
                    return new Verdict(
                            Direction.LOOSEN,
                            isAllow(is) ? "%s may admit more".formatted(user) : "%s may restrict less".formatted(user));
            }
            return new Verdict(Direction.TIGHTEN, "no rule that names it loosens by it");
        }
    }
}

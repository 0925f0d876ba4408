package tallystick.core.policy.change;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tallystick.core.intent.IntentId;
import tallystick.core.people.AuthStrength;
import tallystick.core.people.PersonId;
import tallystick.core.policy.Activity;
import tallystick.core.policy.Criterion;
import tallystick.core.policy.Demands;
import tallystick.core.policy.Names;
import tallystick.core.policy.Policy;
import tallystick.core.policy.Rule;
import tallystick.core.policy.RuleEffect;
import tallystick.core.policy.Scope;
import tallystick.core.policy.judge.Circumstances;
import tallystick.core.policy.judge.Judge;
import tallystick.core.policy.judge.Level;
import tallystick.core.policy.matter.Initiator;
import tallystick.core.policy.matter.Matter;
import tallystick.core.policy.matter.Source;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.hash.Digest32;

/// Which rules' differences may give the say over changes of documents to others, or to fewer.
///
/// **Why** what a policy asks of a change is filled up with everybody who may approve. A rule that asks for more
/// approvals takes as many places from everybody, and with them the no of all who are not in its group: for a payment
/// it is more, for a change it may be less. So whoever alone may tighten could choose alone who decides from then on.
final class Say {
    private static final String HEARD = "heard";
    private static final PersonId SOMEBODY = new PersonId("u:somebody");
    private static final Digest32 SOME = new Digest32(Bytes.copyOf(new byte[Digest32.LENGTH_BYTES]));

    private final Proof proof;
    private final Set<String> lost = new HashSet<>();

    /// @param proof of the same two versions
    Say(Policy before, Policy after, Proof proof) {
        this.proof = proof;
        var renamed = renamed(before, after);
        if (before.scope().depth() != 1 && after.scope().depth() != 1) return;
        var were = byName(before);
        var are = byName(after);
        var names = differing(were, are, renamed);
        if (names.isEmpty()) return;
        var asked = asked(before, names, Say::isAsking);
        var asks = asked(after, names, Say::isAsking);
        for (var name : names)
            if (!isKept(
                    Optional.ofNullable(were.get(name)).filter(_ -> asked.contains(name)),
                    Optional.ofNullable(are.get(name)).filter(_ -> asks.contains(name)))) lost.add(name);
    }

    private static Set<String> differing(Map<String, Rule> were, Map<String, Rule> are, Set<String> renamed) {
        var names = new HashSet<>(were.keySet());
        names.addAll(are.keySet());
        names.removeIf(name -> isSame(were.get(name), are.get(name)) && !renamed.contains(name));
        return names;
    }

    /// Whether a rule that denies by itself, and that some change of a document may meet, came or is another.
    ///
    /// **Why** whoever alone brings one could leave those to propose of whom he knows that they never will.
    ///
    /// @spec docs/spec/policy.md#PO-22 policy
    static boolean mayDeny(Policy before, Policy after) {
        var names = differing(byName(before), byName(after), renamed(before, after));
        return !asked(after, names, Say::isDenying).isEmpty();
    }

    private static boolean isDenying(Rule rule) {
        return rule.effect() == RuleEffect.DENY
                || rule.limit().filter(limit -> limit.onExceed().isEmpty()).isPresent();
    }

    /// Whether by what became of a rule of this name everybody keeps his say.
    /// @spec docs/spec/policy.md#PO-21 policy
    boolean isKept(String rule) {
        return !lost.contains(rule);
    }

    /// One rule more that denies leaves what is asked of all that it does not deny.
    private boolean isKept(Optional<Rule> was, Optional<Rule> is) {
        if (is.isEmpty()) return was.isEmpty();
        return is.get().effect() == RuleEffect.DENY && (was.isEmpty() || proof.isKept(was.get(), is.get()));
    }

    private static Map<String, Rule> byName(Policy policy) {
        var found = new HashMap<String, Rule>();
        for (var rule : policy.rules()) found.put(rule.id(), rule);
        return found;
    }

    private static boolean isSame(@Nullable Rule was, @Nullable Rule is) {
        return was != null && was.equals(is);
    }

    /// Rules that name what stands for something else in the other version.
    private static Set<String> renamed(Policy before, Policy after) {
        var users = new Users(before, after);
        var found = new HashSet<String>();
        for (var name : differing(before.groups(), after.groups())) found.addAll(users.ofGroup(name));
        for (var name : differing(before.lists(), after.lists())) found.addAll(users.ofList(name));
        for (var name : differing(before.calendars(), after.calendars())) found.addAll(users.ofCalendar(name));
        return found;
    }

    private static Set<String> differing(Map<String, ?> before, Map<String, ?> after) {
        var names = new HashSet<>(before.keySet());
        names.addAll(after.keySet());
        names.removeIf(name -> before.containsKey(name) && before.get(name).equals(after.get(name)));
        return names;
    }

    /// Those of some rules that some change of a document may meet, whoever proposes it and whenever: found by asking
    /// them without what is about either.
    private static Set<String> asked(Policy policy, Set<String> names, Predicate<Rule> wanted) {
        var rules = policy.rules().stream()
                .filter(rule -> names.contains(rule.id()) && Governing.counts(rule) && wanted.test(rule))
                .toList();
        return heard(policy, rules).orElse(names);
    }

    /// Of some rules those that some change of a document may meet, or of which that could not be asked.
    ///
    /// **Why** what all of them ask together may be more than is looked into: then they are asked in parts.
    ///
    /// @spec docs/spec/policy.md#PO-21 policy
    static List<Rule> met(Policy policy, List<Rule> rules) {
        // Of another place's policy nothing is asked, and changes are not either.
        if (policy.scope().depth() != 1) return rules;
        var heard = heard(policy, rules);
        if (heard.isPresent())
            return rules.stream()
                    .filter(rule -> heard.get().contains(rule.id()))
                    .toList();
        if (rules.size() == 1) return rules;
        var half = rules.size() / 2;
        var met = new ArrayList<>(met(policy, rules.subList(0, half)));
        met.addAll(met(policy, rules.subList(half, rules.size())));
        return met;
    }

    /// Those that are met or cannot be answered; empty if not all could be asked.
    private static Optional<Set<String>> heard(Policy policy, List<Rule> asked) {
        if (asked.isEmpty()) return Optional.of(Set.of());
        if (asked.size() >= Policy.RULES_MAX) return Optional.empty();
        var rules = new ArrayList<Rule>();
        for (var rule : asked) rules.add(whenever(rule));
        var heard = heard(rules.stream().map(Rule::id).collect(Collectors.toSet()));
        rules.add(heard);
        var level = Level.of(policy.withRules(rules));
        var found = new HashSet<String>();
        for (var activity : ChangeTerms.ACTIVITIES) {
            var matter = Matter.of(change(policy), activity);
            var judgement = Judge.judge(matter, List.of(level), Circumstances.none(), policy.effectiveFrom());
            var parts = judgement.trace().rules();
            // Where not even this one was asked, nobody knows of the others.
            if (parts.stream().noneMatch(part -> part.rule().rule().equals(heard.id()))) return Optional.empty();
            for (var part : parts) found.add(part.rule().rule());
        }
        found.remove(heard.id());
        return Optional.of(found);
    }

    /// A rule that every change meets.
    private static Rule heard(Set<String> names) {
        var name = HEARD;
        while (names.contains(name)) name += "-";
        return new Rule(
                name,
                RuleEffect.DENY,
                Names.sorted(EnumSet.allOf(Activity.class)),
                List.of(),
                Optional.empty(),
                Demands.none(),
                Optional.empty());
    }

    /// What a limit denies it denies whoever is asked; what it asks for beyond itself takes places.
    private static boolean isAsking(Rule rule) {
        return rule.limit().isEmpty() || rule.limit().get().onExceed().isPresent();
    }

    private static Rule whenever(Rule rule) {
        return new Rule(
                rule.id(),
                rule.effect(),
                rule.activities(),
                rule.criteria().stream()
                        .filter(each -> each.kind() != Criterion.Kind.TIME && each.kind() != Criterion.Kind.INITIATOR)
                        .toList(),
                Optional.empty(),
                rule.demands(),
                rule.limit());
    }

    private static Matter.Asked change(Policy policy) {
        return new Matter.Asked(
                new IntentId(SOME),
                Source.of(Scope.of(policy.scope().org()), List.of()),
                Initiator.of(SOMEBODY, AuthStrength.API_KEY),
                List.of(SOME),
                false,
                policy.effectiveFrom());
    }
}

package tallystick.core.policy.change;

import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import tallystick.core.policy.Criterion;
import tallystick.core.policy.Criterion.Kind;
import tallystick.core.policy.Policy;
import tallystick.core.policy.Rule;
import tallystick.core.policy.RuleEffect;

/// Tries to prove that one version admits no more than another and asks for no less.
///
/// The proof is the same for every pair: each rule that restricted has one after it that restricts wherever it did, and
/// asks for as much; each rule that admits had one before it that admitted wherever it does, and asked for no more.
final class Proof {
    /// As many choices among the rules that admit as a judgement never has to cut.
    private static final int CHOICES_MAX = 8;

    /// Most pairs that are compared: beyond, nothing is proven.
    private static final int PAIRS_MAX = 2_000_000;

    /// What asks of a whole matter the same as of each of its legs.
    private static final Set<Kind> OF_MATTER = EnumSet.of(
            Kind.INITIATOR,
            Kind.SOURCE,
            Kind.TIME,
            Kind.UTXO,
            Kind.SOLANA,
            Kind.WARNINGS,
            Kind.FEE,
            Kind.RISK,
            Kind.SIMULATION);

    /// What is met or not, and can always be answered. Whether a list holds what is blocked, nobody can say.
    private static final Set<Kind> NEVER_ERRING =
            EnumSet.of(Kind.SOURCE, Kind.DECODED, Kind.TIME, Kind.UTXO, Kind.WARNINGS);

    private final Policy before;
    private final Policy after;
    private final Narrower admits;
    private final Narrower restricts;
    private final Stricter stricter;
    private final Set<String> unproven = new HashSet<>();
    private int pairs;

    Proof(Policy before, Policy after) {
        this.before = before;
        this.after = after;
        var was = new Named(before);
        var is = new Named(after);
        admits = new Narrower(is, was, Narrower.Sense.MET);
        restricts = new Narrower(was, is, Narrower.Sense.NOT_UNMET);
        stricter = new Stricter(was, is);
        for (var rule : before.rules())
            if (rule.effect() != RuleEffect.ALLOW && !isFound(rule, after.rules(), this::isKept))
                unproven.add(rule.id());
        if (before.admission() == Policy.Admission.OWN)
            for (var rule : after.rules())
                if (rule.effect() == RuleEffect.ALLOW && !isFound(rule, before.rules(), this::wasAdmitted))
                    unproven.add(rule.id());
    }

    /// Names of rules that restrict less, or admit more, or may.
    boolean isProven(String rule) {
        return !unproven.contains(rule);
    }

    /// Whether so many things can be asked for by the rules that admit that a judgement may leave choices out: then one
    /// rule less can bring others back.
    boolean isCut() {
        return before.rules().stream()
                        .filter(rule -> rule.effect() == RuleEffect.ALLOW)
                        .map(Rule::demands)
                        .distinct()
                        .count()
                > CHOICES_MAX;
    }

    private interface Pair {
        boolean holds(Rule one, Rule other);
    }

    private boolean isFound(Rule rule, List<Rule> others, Pair pair) {
        for (var other : others) if (other.id().equals(rule.id()) && pair.holds(rule, other)) return true;
        for (var other : others) if (pairs++ < PAIRS_MAX && pair.holds(rule, other)) return true;
        return false;
    }

    /// Whether a rule restricts wherever one did before, as much.
    /// @spec docs/spec/policy.md#PO-17 policy
    boolean isKept(Rule was, Rule is) {
        var isAsMuch =
                switch (is.effect()) {
                    case ALLOW -> false;
                    case DENY -> true;
                    case REQUIRE -> was.effect() == RuleEffect.REQUIRE && stricter.demands(was.demands(), is.demands());
                    case LIMIT ->
                        was.effect() == RuleEffect.LIMIT
                                && was.id().equals(is.id())
                                && isErringAlike(was, is)
                                && stricter.limit(
                                        was.limit().orElseThrow(), is.limit().orElseThrow());
                };
        if (!isAsMuch || !isNarrower(restricts, was, is)) return false;
        // With more legs a sum grows: beyond a least amount, and out of a most.
        return amount(is).isEmpty() || amount(is).get().bounds().max().isEmpty() || isSummedAlike(was, is);
    }

    /// What a limit errs on is too much for it: once it can be answered, it may fit.
    private boolean isErringAlike(Rule was, Rule is) {
        return was.when().equals(is.when())
                && isAlike(restricts, was, is)
                && isAlike(restricts.reversed(), is, was)
                && isAlike(admits, is, was)
                && isAlike(admits.reversed(), was, is);
    }

    private static boolean isAlike(Narrower narrower, Rule a, Rule b) {
        return isNarrower(narrower, a, b, kind -> !NEVER_ERRING.contains(kind));
    }

    /// Whether a rule admitted wherever one does now, and asked for no more.
    /// @spec docs/spec/policy.md#PO-17 policy
    private boolean wasAdmitted(Rule is, Rule was) {
        if (was.effect() != RuleEffect.ALLOW || !isNarrower(admits, is, was)) return false;
        if (!Stricter.conditions(was.demands(), is.demands())) return false;
        // With fewer legs a sum shrinks, and what was too much together no longer is.
        return amount(was).isEmpty() || isSummedAlike(is, was);
    }

    private boolean isNarrower(Narrower narrower, Rule a, Rule b) {
        return Narrower.oneOf(a.activities(), b.activities())
                && (b.when().isEmpty() || isSameCondition(a, b))
                && isNarrower(narrower, a, b, _ -> true);
    }

    private boolean isSameCondition(Rule a, Rule b) {
        return a.when().equals(b.when())
                && (!b.when().orElse("").contains("groups") || before.groups().equals(after.groups()));
    }

    private static java.util.Optional<Criterion.OfAmount> amount(Rule rule) {
        return rule.criteria().stream()
                .filter(Criterion.OfAmount.class::isInstance)
                .map(Criterion.OfAmount.class::cast)
                .findFirst();
    }

    /// Whether a rule of the version after adds up the same legs as one of the version before, in either order.
    private boolean isSummedAlike(Rule a, Rule b) {
        var isForward = a.effect() != RuleEffect.ALLOW;
        var forward = isForward ? restricts : restricts.reversed();
        return a.activities().equals(b.activities())
                && kinds(a).equals(kinds(b))
                && isNarrowerOfLegs(forward, a, b)
                && isNarrowerOfLegs(forward.reversed(), b, a);
    }

    private static Set<Kind> kinds(Rule rule) {
        return rule.criteria().stream()
                .map(Criterion::kind)
                .filter(Proof::isOfLeg)
                .collect(Collectors.toUnmodifiableSet());
    }

    private static boolean isOfLeg(Kind kind) {
        return kind != Kind.AMOUNT && !OF_MATTER.contains(kind);
    }

    private static boolean isNarrowerOfLegs(Narrower narrower, Rule a, Rule b) {
        return isNarrower(narrower, a, b, Proof::isOfLeg);
    }

    private static boolean isNarrower(Narrower narrower, Rule a, Rule b, Predicate<Kind> kinds) {
        return b.criteria().stream()
                .filter(each -> kinds.test(each.kind()))
                .allMatch(each -> a.criteria().stream()
                        .anyMatch(criterion -> criterion.kind() == each.kind() && narrower.is(criterion, each)));
    }
}

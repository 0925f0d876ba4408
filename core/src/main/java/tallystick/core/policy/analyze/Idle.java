package tallystick.core.policy.analyze;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import tallystick.core.policy.Activity;
import tallystick.core.policy.Criterion;
import tallystick.core.policy.Demands;
import tallystick.core.policy.Policy;
import tallystick.core.policy.Rule;
import tallystick.core.policy.RuleEffect;
import tallystick.core.policy.analyze.Remark.Code;
import tallystick.core.policy.analyze.Remark.Severity;
import tallystick.core.policy.change.Direction;
import tallystick.core.policy.change.PolicyChange;

/// The rules of a document that never decide anything, each with the proof's other half: what is so instead.
///
/// The proof is that of changes: if a document of two rules loses one of them and provably tightens by it, or gains it
/// without loosening, the other does all that it did.
final class Idle {
    /// As many things as the ALLOWs may ask for before a judgement has to leave choices out.
    private static final int CHOICES_MAX = 8;

    /// Most pairs of rules that are proven or not.
    private static final int PROOFS_MAX = 20_000;

    private final Document document;
    private final List<Remark> remarks = new ArrayList<>();
    private final Set<String> rules = new HashSet<>();
    private final Map<RuleEffect, List<Candidate>> candidates = new EnumMap<>(RuleEffect.class);
    private final long choices;
    private int proofs;

    /// A rule with what is looked at before anything is proven.
    private record Candidate(
            Rule rule, Set<Criterion.Kind> kinds, Set<Activity> activities, Optional<Criterion.FromSource> source) {
        static Candidate of(Rule rule) {
            var kinds = EnumSet.noneOf(Criterion.Kind.class);
            rule.criteria().forEach(each -> kinds.add(each.kind()));
            var activities = EnumSet.noneOf(Activity.class);
            activities.addAll(rule.activities());
            return new Candidate(rule, kinds, activities, Document.criterion(rule, Criterion.FromSource.class));
        }

        /// What is cheap to see: the other asks for nothing that this one does not, about nothing less.
        boolean canBeCovered(Candidate other) {
            return kinds.containsAll(other.kinds)
                    && (other.rule.when().isEmpty() || other.rule.when().equals(rule.when()))
                    && (other.activities.isEmpty() || !activities.isEmpty() && other.activities.containsAll(activities))
                    && (source.isEmpty() || other.source.isEmpty() || isWithin(source.get(), other.source.get()));
        }

        private static boolean isWithin(Criterion.FromSource inner, Criterion.FromSource outer) {
            return isWithin(inner.vaults(), outer.vaults())
                    && isWithin(inner.wallets(), outer.wallets())
                    && isWithin(inner.tags(), outer.tags());
        }

        private static boolean isWithin(Set<String> inner, Set<String> outer) {
            return outer.isEmpty() || !inner.isEmpty() && outer.containsAll(inner);
        }
    }

    Idle(Document document) {
        this.document = document;
        for (var effect : RuleEffect.values())
            candidates.put(
                    effect, document.rules(effect).stream().map(Candidate::of).toList());
        choices = document.rules(RuleEffect.ALLOW).stream()
                .map(Rule::demands)
                .distinct()
                .count();
        // From the last: of two rules that do the same the later one is superfluous.
        for (var i = document.policy().rules().size() - 1; i >= 0; i--) look(i).ifPresent(remarks::addFirst);
        if (proofs > PROOFS_MAX)
            remarks.add(new Remark(
                    Code.INCOMPLETE,
                    Severity.NOTE,
                    "",
                    "Only the first %d pairs of rules were compared.".formatted(PROOFS_MAX),
                    "Split the document by place, or compare rules of one effect and activity yourself."));
    }

    List<Remark> remarks() {
        return remarks;
    }

    /// Their names.
    Set<String> rules() {
        return rules;
    }

    /// @spec docs/spec/policy-review.md#PV-3 policy-review
    private Optional<Remark> look(int index) {
        var rule = document.rule(index);
        var impossible = new Impossible(document).of(rule);
        if (impossible.isPresent()) {
            rules.add(rule.id());
            return Optional.of(new Remark(
                    Code.NEVER_MATCHES,
                    Severity.ERROR,
                    Document.pointer(index) + "/match/" + impossible.get().field(),
                    "%s %s never matches: %s."
                            .formatted(
                                    rule.effect(), rule.id(), impossible.get().phrase()),
                    "Correct what it asks for, or remove the rule."));
        }
        var candidate = Candidate.of(rule);
        // What is denied in any case is the graver thing to say of it.
        for (var effect : Stream.of(RuleEffect.DENY, rule.effect()).distinct().toList())
            for (var other : candidates.getOrDefault(effect, List.of())) {
                if (other.rule().id().equals(rule.id())
                        || !candidate.canBeCovered(other)
                        || rules.contains(other.rule().id())) continue;
                var found = beside(index, rule, other.rule());
                if (found.isPresent()) {
                    rules.add(rule.id());
                    return found;
                }
            }
        return Optional.empty();
    }

    private Optional<Remark> beside(int index, Rule rule, Rule other) {
        if (other.effect() == RuleEffect.DENY && rule.effect() != RuleEffect.DENY)
            return isDenied(rule, other)
                    ? Optional.of(new Remark(
                            Code.CONTRADICTED,
                            Severity.ERROR,
                            Document.pointer(index),
                            "%s %s never decides: DENY %s denies all that it is about."
                                    .formatted(rule.effect(), rule.id(), other.id()),
                            "Narrow %s, or remove %s.".formatted(other.id(), rule.id())))
                    : Optional.empty();
        return isShadowed(rule, other)
                ? Optional.of(new Remark(
                        Code.SHADOWED,
                        Severity.WARNING,
                        Document.pointer(index),
                        "%s %s never decides: %s does all that it does."
                                .formatted(rule.effect(), rule.id(), other.id()),
                        "Remove it, or narrow %s.".formatted(other.id())))
                : Optional.empty();
    }

    private boolean isShadowed(Rule rule, Rule other) {
        if (rule.effect() == RuleEffect.LIMIT) return false;
        if (rule.effect() == RuleEffect.ALLOW && choices > CHOICES_MAX) return false;
        return isDone(rule, other);
    }

    private boolean isDenied(Rule rule, Rule deny) {
        return isDone(rule.effect() == RuleEffect.ALLOW ? with(rule, RuleEffect.DENY, Demands.none()) : rule, deny);
    }

    private static Rule with(Rule rule, RuleEffect effect, Demands demands) {
        return new Rule(rule.id(), effect, rule.activities(), rule.criteria(), rule.when(), demands, Optional.empty());
    }

    /// Whether `other` does all that `rule` does.
    private boolean isDone(Rule rule, Rule other) {
        if (proofs++ >= PROOFS_MAX) return false;
        var alone = document.policy().withRules(List.of(other));
        var both = document.policy().withRules(List.of(rule, other));
        return isTighter(both, alone) && isTighter(alone, both);
    }

    private static boolean isTighter(Policy before, Policy after) {
        return PolicyChange.between(before, after).direction() == Direction.TIGHTEN;
    }

    /// The ALLOWs of which no single REQUIRE is proven to ask for people wherever they admit.
    List<Remark> unapproved() {
        var asking = document.rules(RuleEffect.REQUIRE).stream()
                .filter(rule -> !rule.demands().approvals().isEmpty())
                .toList();
        var found = new TreeSet<String>();
        for (var allow : document.rules(RuleEffect.ALLOW))
            if (!rules.contains(allow.id()) && asking.stream().noneMatch(require -> isAsked(allow, require)))
                found.add(allow.id());
        if (found.isEmpty()) return List.of();
        var first = document.policy().rules().stream().map(Rule::id).toList().indexOf(found.first());
        return List.of(new Remark(
                Code.UNAPPROVED,
                Severity.NOTE,
                Document.pointer(first),
                ("Something that %s may be signed without anybody's agreement: no single REQUIRE is proven to ask for"
                                + " people wherever %s.")
                        .formatted(
                                String.join(", ", found) + (found.size() == 1 ? " admits" : " admit"),
                                found.size() == 1 ? "it admits" : "they admit"),
                "If that is not meant, add a REQUIRE with approvals that is about no less."));
    }

    private boolean isAsked(Rule allow, Rule require) {
        var asked = with(allow, RuleEffect.REQUIRE, require.demands());
        return Candidate.of(allow).canBeCovered(Candidate.of(require)) && isDone(asked, require);
    }
}

package tallystick.core.policy.judge;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import tallystick.core.people.PersonId;
import tallystick.core.policy.ApprovalTerm;
import tallystick.core.policy.Delay;
import tallystick.core.policy.Demands;
import tallystick.core.policy.FactKind;
import tallystick.core.policy.Limit;
import tallystick.core.policy.Policy;
import tallystick.core.policy.RuleEffect;
import tallystick.core.policy.Signers;
import tallystick.core.policy.limit.Charge;
import tallystick.core.policy.limit.CounterKey;
import tallystick.core.policy.limit.Counters;
import tallystick.core.policy.matter.Leg;
import tallystick.core.policy.matter.Matter;
import tallystick.core.policy.matter.Slot;

/// Hears the rules of one place after the other on one matter, and gathers what they say.
final class Hearing {
    private static final int NEAREST_MAX = 3;

    private final Matter matter;
    private final Circumstances circumstances;
    private final Consulted consulted;
    private final Instant now;

    private final List<Reason> denials = new ArrayList<>();
    private final List<Trace.Part> parts = new ArrayList<>();
    private final List<Trace.Count> counts = new ArrayList<>();
    private final List<Charge> charges = new ArrayList<>();
    private final Set<ApprovalTerm> approvals = new LinkedHashSet<>();
    private final Set<PersonId> cancellers = new TreeSet<>();
    private final Set<FactKind> facts = new TreeSet<>();
    private final Releases releases = new Releases();
    private final Optional<Slot> slot;
    private final Set<Demands> demanded = Collections.newSetFromMap(new IdentityHashMap<>());
    private Delay delay = Delay.none();
    private Obligations.Release required = new Obligations.Release(Signers.any(), Optional.empty());

    /// What a limit counts of the matter.
    ///
    /// @param known as far as it can be said
    /// @param isOpen whether there is more to it: of something nobody knows how much, or it has no end
    /// @param isErring whether nobody can say how much it is, or whether the rule is about it
    private record Counted(
            CounterKey key, ReadyRule rule, BigDecimal known, boolean isOpen, boolean isErring, int leg) {
        Counted and(Counted other) {
            return new Counted(
                    key, rule, known.add(other.known), isOpen || other.isOpen, isErring || other.isErring, leg);
        }

        /// **Why** whatever may be any amount leaves nothing of the limit: counted as nothing, each payment without a
        /// price, approved as one too many, would leave the whole limit to be spent beside it.
        BigDecimal amount(BigDecimal max) {
            return isOpen ? known.max(max) : known;
        }
    }

    Hearing(Matter matter, Circumstances circumstances, Consulted consulted, Instant now) {
        this.matter = matter;
        this.slot = matter.slot();
        this.circumstances = circumstances;
        this.consulted = consulted;
        this.now = now;
    }

    List<Reason> denials() {
        return denials;
    }

    List<Trace.Part> parts() {
        return parts;
    }

    List<Trace.Count> counts() {
        return counts;
    }

    List<Charge> charges() {
        return charges;
    }

    /// Whose no ends it while it waits.
    Set<PersonId> cancellers() {
        return cancellers;
    }

    /// All rules of one policy, on every leg.
    void hear(Level level) {
        var asking = new Asking(level, new Scene(matter, level.policy(), consulted, now));
        var counted = new LinkedHashMap<CounterKey, Counted>();
        demanded.clear();
        for (var i = 0; i < matter.legs().size() && !isTooMuch(counted); i++) {
            var leg = matter.legs().get(i);
            deny(level, asking, leg, i);
            if (level.policy().admission() == Policy.Admission.OWN) admit(level, asking, leg, i);
            for (var each : triggered(level, RuleEffect.REQUIRE, asking, leg, i))
                demand(level.policy(), each.rule().rule().demands());
            var keys = new LimitKeys(matter, leg, circumstances.voices());
            for (var each : triggered(level, RuleEffect.LIMIT, asking, leg, i)) {
                var one = counted(asking, each, keys, leg, i);
                counted.merge(one.key(), one, Counted::and);
            }
        }
        if (isTooMuch(counted)) {
            denials.add(Reason.of(Reason.Code.TOO_MANY, "its rules ask or count more than is looked into"));
            return;
        }
        for (var each : counted.values()) limit(level.policy(), each);
    }

    /// **Why** all that is asked and counted is kept until the request is answered, and what is counted for ever: one
    /// person alone may add rules that deny or ask for more, and another request of many effects.
    /// @spec docs/spec/policy.md#PO-2 policy
    private boolean isTooMuch(Map<CounterKey, Counted> counted) {
        return consulted.isTooMuch() || counts.size() + counted.size() > Judge.CHARGES_MAX;
    }

    /// A rule that matches, or that nobody can answer.
    private record Triggered(ReadyRule rule, boolean isErring) {}

    private List<Triggered> triggered(Level level, RuleEffect effect, Asking asking, Leg leg, int index) {
        var found = new ArrayList<Triggered>();
        for (var rule : level.index().candidates(effect, matter, leg)) {
            if (consulted.isTooMuch()) break;
            var ruling = asking.ask(rule, leg);
            if (ruling instanceof Ruling.Fails) continue;
            note(rule, index, ruling);
            found.add(new Triggered(rule, ruling instanceof Ruling.Errs));
        }
        return found;
    }

    private void note(ReadyRule rule, int leg, Ruling ruling) {
        var name = rule.name();
        parts.add(
                switch (ruling) {
                    case Ruling.Matches _ -> new Trace.Part(leg, name, Trace.How.MATCHED, "", "");
                    case Ruling.Errs(var criterion, var why) ->
                        new Trace.Part(leg, name, Trace.How.ERRED, criterion, why);
                    case Ruling.Fails(var _, var criterion, var why) ->
                        new Trace.Part(leg, name, Trace.How.NEAREST, criterion, why);
                });
    }

    /// > D = DENY rules matching or erring: any one denies
    private void deny(Level level, Asking asking, Leg leg, int index) {
        for (var each : triggered(level, RuleEffect.DENY, asking, leg, index))
            if (denials.size() < Judge.DENYING_MAX)
                denials.add(Reason.of(
                        Reason.Code.DENIED_BY,
                        each.rule().name(),
                        index,
                        each.isErring() ? "a rule that denies cannot be answered" : "a rule denies it"));
    }

    /// > A = ALLOW rules matching cleanly: without one, denied
    private void admit(Level level, Asking asking, Leg leg, int index) {
        var choices = new ArrayList<Obligations.Release>();
        var missed = new ArrayList<Missed>();
        Set<Demands> admitted = Collections.newSetFromMap(new IdentityHashMap<>());
        for (var rule : level.index().candidates(RuleEffect.ALLOW, matter, leg)) {
            if (consulted.isTooMuch()) break;
            var ruling = asking.ask(rule, leg);
            if (ruling instanceof Ruling.Matches) {
                note(rule, index, ruling);
                // A level has equal demands once, and most of ten thousand rules ask for the same.
                if (admitted.add(rule.rule().demands()))
                    choices.add(release(rule.rule().demands()));
            } else if (choices.isEmpty()) missed.add(new Missed(rule, ruling));
        }
        if (!choices.isEmpty()) {
            releases.oneOf(choices);
            return;
        }
        var nearest =
                missed.stream().sorted(Missed.NEAREST_FIRST).limit(NEAREST_MAX).toList();
        for (var each : nearest) note(each.rule(), index, each.ruling());
        if (nearest.isEmpty())
            denials.add(new Reason(
                    Reason.Code.NO_ALLOW,
                    Optional.empty(),
                    java.util.OptionalInt.of(index),
                    "no rule admits this activity from this source"));
        for (var each : nearest)
            denials.add(Reason.of(Reason.Code.NO_ALLOW, each.rule().name(), index, each.why()));
    }

    /// An ALLOW that does not admit.
    private record Missed(ReadyRule rule, Ruling ruling) {
        private static final Comparator<Missed> NEAREST_FIRST = Comparator.comparing(
                        (Missed each) -> each.ruling() instanceof Ruling.Fails(var at, var _, var _)
                                ? each.rule().size() - at
                                : 0)
                .thenComparing(each -> each.rule().rule().id());

        private String why() {
            return switch (ruling) {
                case Ruling.Fails(var _, var criterion, var why) -> criterion + ": " + why;
                case Ruling.Errs(var criterion, var why) -> criterion + ": " + why;
                case Ruling.Matches _ -> throw new AssertionError("a rule that matches is not missed");
            };
        }
    }

    private Obligations.Release release(Demands demands) {
        return new Obligations.Release(
                demands.signers(), demands.expiresIn().map(matter.asked().submittedAt()::plus));
    }

    private void demand(Policy policy, Demands demands) {
        // A level has equal demands once: of ten thousand rules few ask for something of their own.
        if (!demanded.add(demands)) return;
        approvals.addAll(demands.approvals());
        facts.addAll(demands.facts());
        delay = delay.and(demands.delay());
        for (var group : demands.delay().cancelBy()) cancellers.addAll(policy.members(group));
        required = required.and(release(demands));
    }

    private Counted counted(Asking asking, Triggered limiting, LimitKeys keys, Leg leg, int index) {
        var rule = limiting.rule();
        var limit = rule.rule().limit().orElseThrow();
        var worth = LimitKeys.worth(limit.measure(), leg, asking);
        var known = worth instanceof Worth.Some(var value) ? value : BigDecimal.ZERO;
        var isUnknown = worth instanceof Worth.Unknown;
        return new Counted(
                keys.key(rule.name(), limit),
                rule,
                known,
                isUnknown || worth instanceof Worth.Unlimited,
                limiting.isErring() || isUnknown,
                index);
    }

    /// Whether it was counted when it was let through: asked of again, it is not one more.
    private boolean isCounted() {
        return circumstances
                .counters()
                .state(matter.asked().intent())
                .filter(Counters.State.COMMITTED::equals)
                .isPresent();
    }

    /// > exceeding it is what its rule says of that
    /// @spec docs/spec/policy.md#PO-8 policy
    private void limit(Policy policy, Counted counted) {
        var rule = counted.rule();
        var limit = rule.rule().limit().orElseThrow();
        var amount = counted.amount(limit.max());
        var asked = new Charge(counted.key(), amount, limit.window(), limit.max(), false);
        var before = circumstances.counters().used(asked, matter.asked().intent(), slot, now);
        var after = before.add(amount);
        var isExceeded =
                counted.isErring() || counted.isOpen() || amount.signum() > 0 && after.compareTo(limit.max()) > 0;
        counts.add(new Trace.Count(counted.key(), before, after, limit.max()));
        if (isExceeded && limit.onExceed().isEmpty())
            denials.add(Reason.of(
                    Reason.Code.LIMIT_EXCEEDED,
                    rule.name(),
                    counted.leg(),
                    counted.isErring() ? "nobody can say how much it is" : "more than the limit allows"));
        var isOneAmongMany = !counted.isErring() && !counted.isOpen() && amount.compareTo(limit.max()) <= 0;
        if (isExceeded && isOneAmongMany && !isCounted() && limit.freeze().isPresent())
            denials.add(Reason.of(
                    Reason.Code.BURST,
                    rule.name(),
                    counted.leg(),
                    burst(limit.freeze().get())));
        if (isExceeded && limit.onExceed().isPresent())
            demand(policy, limit.onExceed().get());
        if (amount.signum() > 0)
            charges.add(new Charge(counted.key(), amount, limit.window(), limit.max(), isExceeded));
    }

    /// @spec docs/spec/policy.md#PO-20 policy
    private static String burst(Limit.Freeze freeze) {
        return switch (freeze) {
            case INITIATOR -> "too many together: the initiator is to be frozen";
            case WORKSPACE -> "too many together: the workspace is to be frozen";
        };
    }

    /// Everything that has to be so, as far as it may still be signed at all.
    Obligations obligations() {
        releases.oneOf(List.of(required));
        return new Obligations(
                List.copyOf(approvals),
                delay,
                tallystick.core.policy.Names.sorted(facts),
                releases.choices().stream()
                        .filter(each -> each.expiresAt().isEmpty()
                                || now.isBefore(each.expiresAt().get()))
                        .toList());
    }

    /// What has to be established and is not; a destination that a list names denies.
    void established(List<Reason> reasons, List<Unmet> unmet, Policy policy) {
        var scene = new Scene(matter, policy, consulted, now);
        for (var kind : facts) {
            var found = new LinkedHashSet<String>();
            for (var i = 0; i < matter.legs().size(); i++)
                switch (WorldCriteria.established(kind, matter.legs().get(i), scene)) {
                    case Finding.Met _ -> {}
                    case Finding.Erring(var why) -> found.add(why);
                    case Finding.Unmet(var why) -> {
                        if (kind == FactKind.SCREENING)
                            reasons.add(new Reason(
                                    Reason.Code.SCREENED, Optional.empty(), java.util.OptionalInt.of(i), why));
                        else found.add(why);
                    }
                }
            for (var why : found) unmet.add(new Unmet.Establishing(kind, why));
        }
    }
}

package tallystick.core.policy.judge;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import tallystick.core.approval.Tally;
import tallystick.core.policy.limit.Counters;
import tallystick.core.policy.matter.Matter;

/// Judges a matter.
///
/// **Why** every node, screen and auditor judges by the same function of the same arguments; nobody's word is taken for
/// a decision.
///
/// **Threads** stateless, pure: equal arguments give an equal judgement with an equal trace.
public final class Judge {
    /// More effects of one request are not looked into.
    ///
    /// **Why** what rules find is kept for each effect: of a request that one person signs, and no rule has looked
    /// at, the memory of every node would be asked for.
    public static final int LEGS_MAX = 512;

    /// Nor more effects by rules, over all places.
    public static final int ASKED_MAX = 1_000_000;

    /// Nor one about which its rules ask more different things: each stands in the trace with its answer.
    public static final int QUESTIONS_MAX = 16_384;

    /// Nor one that counts in more counts of limits, each of which is kept for ever.
    public static final int CHARGES_MAX = 16_384;

    /// Of so many rules that deny it is told that they do: each stands in the trace in any case.
    public static final int DENYING_MAX = 1_024;

    private Judge() {}

    /// Decides.
    ///
    /// @param levels the policies of the places that hold the source, from the organisation inwards
    /// @param now the judge's own clock
    /// @spec docs/spec/policy.md#PO-1 policy
    public static Judgement judge(Matter matter, List<Level> levels, Circumstances circumstances, Instant now) {
        var consulted = new Consulted(circumstances);
        var refusals = refusals(matter, levels, circumstances, now);
        if (!refusals.isEmpty())
            return new Judgement(
                    new Decision.Denied(refusals),
                    trace(matter, levels, consulted, now, List.of(), List.of(), new Decision.Denied(refusals)),
                    List.of());
        var hearing = new Hearing(matter, circumstances, consulted, now);
        for (var level : levels) hearing.hear(level);
        var decision = decide(hearing, matter, levels, circumstances, now);
        return new Judgement(
                decision,
                trace(matter, levels, consulted, now, hearing.parts(), hearing.counts(), decision),
                decision instanceof Decision.Denied ? List.of() : hearing.charges());
    }

    /// What denies before any rule is asked.
    /// @spec docs/spec/policy.md#PO-2 policy
    /// @spec docs/spec/policy.md#PO-3 policy
    private static List<Reason> refusals(Matter matter, List<Level> levels, Circumstances circumstances, Instant now) {
        var reasons = new ArrayList<>(circumstances.objections());
        for (var frozen : circumstances.frozen()) reasons.add(Reason.of(Reason.Code.FROZEN, "frozen: " + frozen));
        if (!matter.digests().equals(matter.asked().digests()))
            reasons.add(Reason.of(Reason.Code.INTENT_MISMATCH, "what was submitted is not what the bytes do"));
        if (matter.warnings().stream().anyMatch(warning -> warning.code().equals("TOO_DEEP")))
            reasons.add(Reason.of(Reason.Code.TOO_DEEP, "calls are wrapped too often to be looked into"));
        if (isTooMany(matter, levels))
            reasons.add(Reason.of(Reason.Code.TOO_MANY, "more effects at once than are looked into"));
        if (matter.legs().isEmpty())
            reasons.add(Reason.of(Reason.Code.NO_EFFECT, "nobody asks for a signature that does nothing"));
        if (circumstances
                .counters()
                .state(matter.asked().intent())
                .filter(Counters.State.RELEASED::equals)
                .isPresent()) reasons.add(Reason.of(Reason.Code.ENDED, "the request was given up before"));
        if (!isOrdered(matter, levels))
            reasons.add(Reason.of(Reason.Code.NO_POLICY, "no policy of the organisation covers the source"));
        for (var level : levels)
            if (now.isBefore(level.policy().effectiveFrom()))
                reasons.add(Reason.of(Reason.Code.NOT_EFFECTIVE, "a policy that does not count yet"));
        return reasons;
    }

    private static boolean isTooMany(Matter matter, List<Level> levels) {
        var rules = levels.stream()
                .mapToLong(level -> level.policy().rules().size())
                .sum();
        return matter.legs().size() > LEGS_MAX || matter.legs().size() * rules > ASKED_MAX;
    }

    /// Whether the first is the organisation's, and each further one is of a place inside the one before that holds the
    /// source and has a name of its own.
    /// @spec docs/spec/policy.md#PO-11 policy
    private static boolean isOrdered(Matter matter, List<Level> levels) {
        if (levels.isEmpty() || levels.getFirst().policy().scope().depth() != 1) return false;
        var source = matter.asked().source().place();
        // Limits count under the document's name: two of one name would count into each other.
        if (levels.stream().map(level -> level.policy().id()).distinct().count() != levels.size()) return false;
        for (var i = 0; i < levels.size(); i++) {
            var scope = levels.get(i).policy().scope();
            if (!scope.covers(source)) return false;
            if (i > 0 && levels.get(i - 1).policy().scope().depth() >= scope.depth()) return false;
        }
        return true;
    }

    /// @spec docs/spec/policy.md#PO-10 policy
    private static Decision decide(
            Hearing hearing, Matter matter, List<Level> levels, Circumstances circumstances, Instant now) {
        var asked = matter.asked();
        var reasons = new ArrayList<>(hearing.denials());
        var voices = circumstances.voices();
        var obligations = hearing.obligations();
        var tally = voices.tally(obligations.approvals(), asked.initiator().person());
        if (tally instanceof Tally.Rejected)
            reasons.add(Reason.of(Reason.Code.REJECTED, "somebody whose agreement is required said no"));
        if (voices.isRejectedBy(hearing.cancellers()))
            reasons.add(Reason.of(Reason.Code.CANCELLED, "somebody who may cancel it said no"));
        var unmet = unmet(tally);
        hearing.established(reasons, unmet, levels.getFirst().policy());
        var until = asked.submittedAt().plus(obligations.delay().min());
        if (now.isBefore(until)) unmet.add(new Unmet.Waiting(until));
        if (reasons.isEmpty() && obligations.releases().isEmpty())
            reasons.add(Reason.of(Reason.Code.EXPIRED, "it may no longer be signed"));
        if (!reasons.isEmpty()) return new Decision.Denied(reasons);
        return unmet.isEmpty() ? new Decision.Allowed(obligations) : new Decision.Pending(obligations, unmet);
    }

    /// Those that are asked first stand first.
    private static List<Unmet> unmet(Tally tally) {
        var unmet = new ArrayList<Unmet>();
        if (tally instanceof Tally.Open(var lacking))
            lacking.stream()
                    .sorted(Comparator.comparingInt(each -> each.term().order()))
                    .map(each -> new Unmet.Approval(each.term(), each.term().min() - each.missing()))
                    .forEach(unmet::add);
        return unmet;
    }

    private static Trace trace(
            Matter matter,
            List<Level> levels,
            Consulted consulted,
            Instant now,
            List<Trace.Part> parts,
            List<Trace.Count> counts,
            Decision decision) {
        return new Trace(
                levels.stream().map(Level::hash).toList(),
                matter.digest(),
                now,
                consulted.notes(),
                parts,
                counts,
                Outcome.of(decision));
    }
}

package tallystick.core.policy.judge;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import tallystick.core.policy.PolicyHash;
import tallystick.core.policy.limit.CounterKey;
import tallystick.crypto.hash.Digest32;
import tallystick.crypto.hash.Transcript;

/// How a decision came about: everything it hangs on, and which rules had a part in it.
///
/// **Why** two nodes that judge the same by the same have the same trace, and an auditor who judges again gets it once
/// more.
///
/// @param policies the versions that were judged by, from the organisation inwards
/// @param matter the hash of what was judged
/// @param at the judge's clock
/// @param consulted everything else that was asked, with its answer
/// @param rules which rules matched, erred, or came nearest, leg by leg
/// @param counts what limits counted
/// @param outcome the decision in words
public record Trace(
        List<PolicyHash> policies,
        Digest32 matter,
        Instant at,
        SortedMap<String, String> consulted,
        List<Part> rules,
        List<Count> counts,
        String outcome) {
    /// Copies.
    public Trace {
        policies = List.copyOf(policies);
        consulted = Collections.unmodifiableSortedMap(new TreeMap<>(consulted));
        rules = List.copyOf(rules);
        counts = List.copyOf(counts);
    }

    /// A rule's part in the decision on one leg.
    ///
    /// @param leg from 0
    /// @param criterion which criterion was not met or not answered; empty if all were met
    /// @param why a lower-case phrase; empty if all were met
    public record Part(int leg, RuleName rule, How how, String criterion, String why) {}

    /// What became of a rule.
    public enum How {
        /// It matched.
        MATCHED,
        /// It could not be answered.
        ERRED,
        /// It came nearest among those that did not match.
        NEAREST
    }

    /// One count before and after.
    public record Count(CounterKey key, BigDecimal before, BigDecimal after, BigDecimal max) {}

    /// A hash over all of it.
    /// @spec docs/spec/policy.md#PO-12 policy
    public Digest32 digest() {
        var transcript = Transcript.of("tallystick/policy/v1/trace");
        transcript.add(
                "policies", policies.stream().map(each -> each.value().bytes()).toList());
        transcript.add("matter", matter).add("at", at.toString()).add("consulted", consulted.size());
        consulted.forEach(
                (question, answer) -> transcript.add("question", question).add("answer", answer));
        transcript.add("rules", rules.size());
        for (var part : rules)
            transcript
                    .add("leg", part.leg())
                    .add("rule", part.rule().toString())
                    .add("how", part.how().name())
                    .add("criterion", part.criterion())
                    .add("why", part.why());
        transcript.add("counts", counts.size());
        for (var count : counts)
            transcript
                    .add("count", count.key().toString())
                    .add("before", count.before().toPlainString())
                    .add("after", count.after().toPlainString())
                    .add("max", count.max().toPlainString());
        return transcript.add("outcome", outcome).digest();
    }
}

package tallystick.core.policy.explain;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import tallystick.core.clear.SafeText;
import tallystick.core.policy.ApprovalTerm;
import tallystick.core.policy.Criterion;
import tallystick.core.policy.Rule;
import tallystick.core.policy.judge.Circumstances;
import tallystick.core.policy.judge.Decision;
import tallystick.core.policy.judge.Judgement;
import tallystick.core.policy.judge.Level;
import tallystick.core.policy.judge.Reason;
import tallystick.core.policy.judge.RollCall;
import tallystick.core.policy.judge.RuleName;
import tallystick.core.policy.judge.Trace;
import tallystick.core.policy.judge.Unmet;
import tallystick.core.policy.matter.Matter;

/// Why a matter is decided as it is, in sentences.
///
/// **Why** nobody trusts a rule whose silence cannot be explained: beside what decided, every rule says what it missed
/// first, with the values that were compared.
///
/// **Form** each sentence stands on one line; strangers' text in it is made safe to look at. Nothing of it is secret to
/// whoever may read the policy and the matter.
///
/// @param decision denied, pending or allowed, in one sentence
/// @param deciding the rules without which it would have been decided otherwise, or asked for less
/// @param because a sentence for each reason, and for each obligation that is not met
/// @param rules a sentence for each rule of each place, in the order of the documents
public record Explanation(String decision, List<RuleName> deciding, List<String> because, List<Line> rules) {
    /// Copies.
    public Explanation {
        deciding = List.copyOf(deciding);
        because = List.copyOf(because);
        rules = List.copyOf(rules);
    }

    /// One rule's part.
    ///
    /// @param leg which leg came nearest to its matching, from 0
    /// @param criterion what it missed first, by its field; empty if nothing
    public record Line(RuleName rule, int leg, RollCall.How how, String criterion, String sentence) {}

    /// Explains.
    ///
    /// @param levels those the matter was judged by
    /// @param circumstances and `now` those of the judgement
    /// @spec docs/spec/policy-review.md#PV-2 policy-review
    public static Explanation of(
            Matter matter, List<Level> levels, Circumstances circumstances, Instant now, Judgement judgement) {
        var lines = new ArrayList<Line>();
        for (var level : levels) {
            var call = RollCall.of(matter, level, circumstances, now);
            // What the judgement itself was told counts before what is asked anew.
            var consulted = new TreeMap<>(call.consulted());
            consulted.putAll(judgement.trace().consulted());
            var given = new Given(matter, consulted, now);
            for (var answer : nearest(call, level.policy().rules()))
                lines.add(line(new RuleName(level.policy().id(), answer.rule().id()), answer, given));
        }
        return new Explanation(decision(judgement.decision()), deciding(judgement), because(judgement), lines);
    }

    /// Of each rule the answer that came nearest to matching.
    private static List<RollCall.Answer> nearest(RollCall call, List<Rule> rules) {
        var byRule = call.answers().stream()
                .collect(Collectors.groupingBy(answer -> answer.rule().id()));
        var order = Comparator.comparing((RollCall.Answer answer) -> answer.how())
                .thenComparing(answer -> -answer.met())
                .thenComparing(RollCall.Answer::leg);
        var found = new ArrayList<RollCall.Answer>();
        for (var rule : rules)
            byRule.getOrDefault(rule.id(), List.of()).stream().min(order).ifPresent(found::add);
        return found;
    }

    private static Line line(RuleName name, RollCall.Answer answer, Given given) {
        var head = "%s (%s) ".formatted(name, answer.rule().effect());
        var sentence =
                switch (answer.how()) {
                    case MATCHED -> head + matched(answer);
                    case ERRED -> head + erred(answer) + ": " + missed(answer, given) + ".";
                    case UNMET -> head + "does not match: " + missed(answer, given) + ".";
                    case ELSEWHERE ->
                        head
                                + "does not match: activity asks for %s, and here is %s."
                                        .formatted(Asked.some(answer.rule().activities()), answer.why());
                };
        return new Line(name, answer.leg(), answer.how(), answer.criterion(), sentence);
    }

    private static String matched(RollCall.Answer answer) {
        return switch (answer.rule().effect()) {
            case ALLOW -> "matches and admits leg %d.".formatted(answer.leg() + 1);
            case DENY -> "matches and denies leg %d.".formatted(answer.leg() + 1);
            case LIMIT -> "matches and counts leg %d.".formatted(answer.leg() + 1);
            case REQUIRE -> "matches leg %d and asks for %s.".formatted(answer.leg() + 1, asks(answer.rule()));
        };
    }

    private static String asks(Rule rule) {
        var demands = rule.demands();
        var parts = new ArrayList<String>();
        for (var term : demands.approvals()) parts.add(of(term));
        for (var fact : demands.facts()) parts.add(fact.name());
        if (!demands.delay().min().isZero())
            parts.add("a wait of " + demands.delay().min());
        if (demands.signers().minWeight() > 0)
            parts.add("a signing set that weighs " + demands.signers().minWeight());
        if (!demands.signers().mustInclude().isEmpty())
            parts.add("the signers " + Asked.some(demands.signers().mustInclude()));
        demands.expiresIn().ifPresent(time -> parts.add("a signature within " + time));
        return parts.isEmpty() ? "a say in who may cancel it" : String.join(", ", parts);
    }

    private static String of(ApprovalTerm term) {
        return "%d of group %s with %s or stronger".formatted(term.min(), term.group(), term.strength());
    }

    private static String erred(RollCall.Answer answer) {
        return switch (answer.rule().effect()) {
            case ALLOW -> "cannot be answered and so admits nothing";
            case DENY -> "cannot be answered and so denies leg %d".formatted(answer.leg() + 1);
            case LIMIT -> "cannot be answered and so counts leg %d as too much".formatted(answer.leg() + 1);
            case REQUIRE -> "cannot be answered and so asks for %s".formatted(asks(answer.rule()));
        };
    }

    private static String missed(RollCall.Answer answer, Given given) {
        var leg = given.matter().legs().get(answer.leg());
        return criterion(answer.rule(), answer.criterion())
                .map(criterion -> "%s asks for %s, and here is %s (%s)"
                        .formatted(answer.criterion(), Asked.of(criterion), given.of(criterion, leg), answer.why()))
                .orElseGet(() -> "%s asks for %s (%s)"
                        .formatted(
                                answer.criterion(),
                                SafeText.of(answer.rule().when().orElse("nothing"))
                                        .quoted(),
                                answer.why()));
    }

    private static Optional<Criterion> criterion(Rule rule, String field) {
        return rule.criteria().stream()
                .filter(each -> each.kind().field().equals(field))
                .findFirst();
    }

    private static String decision(Decision decision) {
        return switch (decision) {
            case Decision.Denied(var reasons) ->
                reasons.size() == 1 ? "Denied, for one reason." : "Denied, for %d reasons.".formatted(reasons.size());
            case Decision.Pending(var _, var unmet) ->
                unmet.size() == 1
                        ? "Pending: one thing is not met yet."
                        : "Pending: %d things are not met yet.".formatted(unmet.size());
            case Decision.Allowed _ -> "Allowed: a rule admits every leg, and everything asked for is met.";
        };
    }

    private static List<RuleName> deciding(Judgement judgement) {
        if (judgement.decision() instanceof Decision.Denied(var reasons))
            return reasons.stream()
                    .filter(reason -> reason.code() != Reason.Code.NO_ALLOW)
                    .flatMap(reason -> reason.rule().stream())
                    .distinct()
                    .toList();
        return judgement.trace().rules().stream()
                .filter(part -> part.how() != Trace.How.NEAREST)
                .map(Trace.Part::rule)
                .distinct()
                .toList();
    }

    private static List<String> because(Judgement judgement) {
        return switch (judgement.decision()) {
            case Decision.Denied(var reasons) ->
                reasons.stream().map(Explanation::of).toList();
            case Decision.Pending(var _, var unmet) ->
                unmet.stream().map(Explanation::of).toList();
            case Decision.Allowed(var obligations) ->
                obligations.releases().stream()
                        .map(release -> "It may be signed by a set that weighs %d%s%s."
                                .formatted(
                                        release.signers().minWeight(),
                                        release.signers().mustInclude().isEmpty()
                                                ? ""
                                                : " and has "
                                                        + Asked.some(release.signers()
                                                                .mustInclude()),
                                        release.expiresAt()
                                                .map(at -> ", before " + at)
                                                .orElse("")))
                        .toList();
        };
    }

    private static String of(Reason reason) {
        var where = reason.leg().isPresent() ? " of leg " + (reason.leg().getAsInt() + 1) : "";
        var rule = reason.rule().map(name -> " " + name).orElse("");
        return "%s%s%s: %s."
                .formatted(
                        reason.code(), rule, where, SafeText.of(reason.text()).text());
    }

    private static String agreed(int have) {
        return switch (have) {
            case 0 -> "nobody has";
            case 1 -> "one has";
            default -> have + " have";
        };
    }

    private static String of(Unmet unmet) {
        return switch (unmet) {
            case Unmet.Approval(var term, var have) ->
                "%s of group %s %s to agree%s; %s."
                        .formatted(
                                term.min() == 1 ? "One person" : term.min() + " people",
                                term.group(),
                                term.min() == 1 ? "has" : "have",
                                term.isInitiatorExcluded() ? ", the initiator not counted" : "",
                                agreed(have));
            case Unmet.Waiting(var until) -> "It waits until %s.".formatted(until);
            case Unmet.Establishing(var kind, var why) ->
                "%s is not established: %s.".formatted(kind, SafeText.of(why).text());
        };
    }
}

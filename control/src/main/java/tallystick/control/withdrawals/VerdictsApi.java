package tallystick.control.withdrawals;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestAttribute;
import org.springframework.web.bind.annotation.RestController;
import tallystick.control.access.Caller;
import tallystick.control.access.Requires;
import tallystick.control.access.Scope;
import tallystick.control.answer.Given;
import tallystick.control.life.Stage;
import tallystick.core.policy.explain.Explanation;
import tallystick.core.policy.judge.RuleName;

/// Why a withdrawal stands where it stands, over the API.
@RestController
final class VerdictsApi {
    private final Withdrawals withdrawals;
    private final Verdicts verdicts;
    private final Advice advice;

    VerdictsApi(Withdrawals withdrawals, Verdicts verdicts, Advice advice) {
        this.withdrawals = withdrawals;
        this.verdicts = verdicts;
        this.advice = advice;
    }

    /// @param how matched, unmet, erred or elsewhere
    /// @param leg which part of the transaction came nearest, from 1
    /// @param criterion what it missed first; empty if nothing
    record RuleLine(String rule, String how, int leg, String criterion, String sentence) {
        static RuleLine of(Explanation.Line line) {
            return new RuleLine(
                    line.rule().toString(),
                    line.how().name().toLowerCase(Locale.ROOT),
                    line.leg() + 1,
                    line.criterion(),
                    line.sentence());
        }
    }

    /// The documents in force read by control itself, for screens: a node's own words count, these do not.
    ///
    /// @param deciding the rules without which it would be decided otherwise
    record Explained(String decision, List<String> deciding, List<String> because, List<RuleLine> rules) {
        static Explained of(Explanation explanation) {
            return new Explained(
                    explanation.decision(),
                    explanation.deciding().stream().map(RuleName::toString).toList(),
                    explanation.because(),
                    explanation.rules().stream().map(RuleLine::of).toList());
        }
    }

    /// @param nodes what each said when it was asked last
    /// @param explained of a draft as if the person who asks proposed it; absent of one that a program asks about
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record VerdictsBody(
            List<Verdicts.Verdict> nodes, @Nullable Explained explained) {}

    @GetMapping("/v1/withdrawals/{id}/verdicts")
    @Requires(
            value = Scope.WITHDRAWALS_READ,
            bound = true,
            says = "Shows what each node said when it was asked last, and what every rule makes of it in sentences.")
    VerdictsBody getVerdicts(@RequestAttribute(Caller.ATTRIBUTE) Caller caller, @PathVariable String id) {
        var withdrawal = withdrawals.of(caller, Given.id("id", id));
        var opinion = withdrawal.stage() == Stage.DRAFT
                ? caller.person().map(each -> advice.before(withdrawal, each)).orElse(Advice.Opinion.NONE)
                : advice.of(withdrawal);
        return new VerdictsBody(
                withdrawal.intentId().map(verdicts::of).orElse(List.of()),
                opinion.explanation().map(Explained::of).orElse(null));
    }
}

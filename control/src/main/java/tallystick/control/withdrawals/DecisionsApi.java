package tallystick.control.withdrawals;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestAttribute;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import tallystick.control.access.Caller;
import tallystick.control.access.Requires;
import tallystick.control.access.Scope;
import tallystick.control.answer.Given;
import tallystick.control.answer.Page;
import tallystick.control.answer.Problem;
import tallystick.control.life.Stage;
import tallystick.control.people.Answers;
import tallystick.control.people.People;
import tallystick.core.approval.Answer;
import tallystick.core.intent.Evidence;
import tallystick.core.people.Directory;

/// What waits for a person, and all he should know before he answers, over the API.
@RestController
final class DecisionsApi {
    private static final String ME = "me";

    private final Withdrawals withdrawals;
    private final Approvals approvals;
    private final Decisions decisions;
    private final Advice advice;
    private final Legible legible;
    private final People people;

    DecisionsApi(
            Withdrawals withdrawals,
            Approvals approvals,
            Decisions decisions,
            Advice advice,
            Legible legible,
            People people) {
        this.withdrawals = withdrawals;
        this.approvals = approvals;
        this.decisions = decisions;
        this.advice = advice;
        this.legible = legible;
        this.people = people;
    }

    /// @param person as documents name him; absent if nobody's key it is
    /// @param reason what was said with it, which nobody signed; absent if nothing was
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record AnswerGiven(
            @Nullable String person,
            @Nullable String name,
            String answer,
            Instant at,
            @Nullable String reason) {}

    /// @param initiator who proposed it; absent if nobody's key it is
    /// @param asked what the policy asks people for
    /// @param asksMe whether one of these terms can be met by who asks
    /// @param answers what people said so far
    /// @param approve what his passkey signs to approve; absent of a program, and if he answered or it is too late
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record DecisionBody(
            UUID id,
            Stage stage,
            String from,
            String to,
            String asset,
            String amount,
            List<String> effects,
            String comparisonCode,
            @Nullable String initiator,
            List<Advice.Term> asked,
            boolean asksMe,
            List<String> because,
            List<AnswerGiven> answers,
            Instant expiresAt,
            Answers.@Nullable ToAnswer approve,
            Answers.@Nullable ToAnswer reject) {}

    @GetMapping("/v1/withdrawals/{id}/decision")
    @Requires(
            value = Scope.WITHDRAWALS_READ,
            bound = true,
            says = "Shows what a withdrawal does, who is asked and why, and what a passkey signs to answer it.")
    DecisionBody getDecision(@RequestAttribute(Caller.ATTRIBUTE) Caller caller, @PathVariable String id) {
        return decision(caller, withdrawals.of(caller, Given.id("id", id)));
    }

    @GetMapping("/v1/approvals")
    @Requires(
            value = Scope.WITHDRAWALS_READ,
            bound = true,
            says = "Lists what waits for answers, the latest first; with waiting=me what waits for who asks.")
    Page<DecisionBody> listWaiting(
            @RequestAttribute(Caller.ATTRIBUTE) Caller caller,
            @RequestParam(required = false) @Nullable String waiting,
            @RequestParam(required = false) @Nullable String cursor,
            @RequestParam(required = false) @Nullable Integer limit) {
        if (waiting != null && !waiting.equals(ME)) throw Problem.field("waiting", "the word me, or nothing");
        var page = Page.asked(cursor, limit);
        var rows = withdrawals.list(
                caller,
                new Sought(Optional.empty(), Optional.of(Stage.PENDING_APPROVAL), Optional.empty()),
                page.after().map(each -> Given.id("cursor", each)),
                page.rows());
        var some = Page.of(rows, page, each -> each.id().toString());
        return new Page<>(
                some.items().stream()
                        .map(each -> decision(caller, each))
                        .filter(each -> waiting == null || each.asksMe() && each.approve() != null)
                        .toList(),
                some.next());
    }

    private DecisionBody decision(Caller caller, Withdrawal withdrawal) {
        var read = legible.of(withdrawal);
        var directory = people.inForce();
        var me = caller.person().flatMap(directory::person);
        var opinion = advice.of(withdrawal);
        var given = answers(withdrawal, directory);
        var mayAnswer = me.filter(_ -> caller.may(Scope.APPROVALS_WRITE)
                && withdrawal.evidence().isPresent()
                && withdrawal.stage().isBeforeNodes()
                && given.stream()
                        .noneMatch(each ->
                                each.person() != null && me.get().id().name().equals(each.person())));
        return new DecisionBody(
                withdrawal.id(),
                withdrawal.stage(),
                read.from().address(),
                withdrawal.destination(),
                withdrawal.asset(),
                withdrawal.amount().toString(),
                read.effects(),
                read.comparisonCode(),
                initiator(withdrawal, directory).orElse(null),
                opinion.terms(),
                me.filter(each -> opinion.asks(each.id())).isPresent(),
                opinion.because(),
                given,
                withdrawal.expiresAt(),
                mayAnswer
                        .map(each -> decisions.ask(withdrawal, each, Answer.APPROVE))
                        .orElse(null),
                mayAnswer
                        .map(each -> decisions.ask(withdrawal, each, Answer.REJECT))
                        .orElse(null));
    }

    private List<AnswerGiven> answers(Withdrawal withdrawal, Directory directory) {
        var all = new ArrayList<AnswerGiven>();
        for (var kept : approvals.list(withdrawal.id())) {
            var holding = directory.holding(kept.approval().keyId());
            all.add(new AnswerGiven(
                    holding.map(each -> each.person().id().name()).orElse(null),
                    holding.map(each -> each.person().displayName()).orElse(null),
                    kept.approval().statement().answer().name().toLowerCase(Locale.ROOT),
                    kept.approval().statement().at(),
                    Optional.of(kept.reason()).filter(each -> !each.isEmpty()).orElse(null)));
        }
        return all;
    }

    private static Optional<String> initiator(Withdrawal withdrawal, Directory directory) {
        return withdrawal
                .evidence()
                .map(each -> Evidence.parse(each).orThrow())
                .flatMap(each -> directory.holding(each.intent().initiator().keyId()))
                .map(each -> each.person().id().name());
    }
}

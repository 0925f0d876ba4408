package tallystick.control.withdrawals;

import jakarta.servlet.http.HttpServletRequest;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestAttribute;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import tallystick.control.access.Caller;
import tallystick.control.access.Requires;
import tallystick.control.access.Scope;
import tallystick.control.answer.Given;
import tallystick.control.answer.Page;
import tallystick.control.answer.Problem;
import tallystick.control.people.Answers;
import tallystick.control.people.Passkeys;
import tallystick.control.people.People;
import tallystick.control.people.Session;
import tallystick.core.approval.Answer;
import tallystick.core.approval.Approval;
import tallystick.core.approval.AssertionCheck;
import tallystick.core.people.PersonId;
import tallystick.core.people.Right;
import tallystick.crypto.codec.Parsed;

/// People's answers over the API.
@RestController
final class ApprovalsApi {
    private static final int REASON_CHARACTERS_MAX = 256;

    private final Withdrawals withdrawals;
    private final Approvals approvals;
    private final Decisions decisions;
    private final People people;

    ApprovalsApi(Withdrawals withdrawals, Approvals approvals, Decisions decisions, People people) {
        this.withdrawals = withdrawals;
        this.approvals = approvals;
        this.decisions = decisions;
        this.people = people;
    }

    /// A person's signed answer: whole, or what his passkey signed in a browser and what it signed it of.
    ///
    /// @param approval canonical bytes in hex, docs/spec/approval.md; all others in its place
    /// @param answer approve or reject
    /// @param policySeen as the decision gave it, and so the moments
    /// @param assertion the passkey's over the challenge of that answer
    /// @param reason why, in words that nobody signs: control carries it beside the answer, nodes do not hear it
    record NewApproval(
            @Nullable String approval,
            @Nullable String answer,
            @Nullable String policySeen,
            @Nullable String at,
            @Nullable String expiresAt,
            Passkeys.@Nullable AssertionBody assertion,
            @Nullable String reason) {
        Answers.NewAnswer brought() {
            return new Answers.NewAnswer(answer, policySeen, at, expiresAt, assertion);
        }
    }

    /// @param personKey by which of whose keys
    /// @param policySeen the policy by which the person was asked
    /// @param reason in words that nobody signed; empty if there are none
    record ApprovalBody(
            UUID id,
            Answer answer,
            String personKey,
            String policySeen,
            String approval,
            Instant at,
            Instant expiresAt,
            String reason,
            Instant createdAt) {
        static ApprovalBody of(Approvals.Kept kept) {
            var statement = kept.approval().statement();
            return new ApprovalBody(
                    kept.id(),
                    statement.answer(),
                    kept.approval().keyId().toString(),
                    statement.policySeen().toString(),
                    kept.approval().encode().toHex(),
                    statement.at(),
                    statement.expiresAt(),
                    kept.reason(),
                    kept.createdAt());
        }
    }

    @PostMapping("/v1/withdrawals/{id}/approvals")
    @ResponseStatus(HttpStatus.CREATED)
    @Requires(
            value = Scope.APPROVALS_WRITE,
            bound = true,
            says = "Takes a person's signed answer and carries it to nodes, whose word on it counts.")
    ApprovalBody addApproval(
            @RequestAttribute(Caller.ATTRIBUTE) Caller caller,
            @PathVariable String id,
            @RequestBody NewApproval body,
            HttpServletRequest request) {
        if (body.assertion() == null) Session.requirePasskey(request);
        var withdrawal = withdrawals.of(caller, Given.id("id", id));
        var reason = Given.textOrNone("reason", body.reason(), REASON_CHARACTERS_MAX);
        var approval =
                body.assertion() == null ? signed(whole(body)) : decisions.approval(withdrawal, caller, body.brought());
        var field = body.assertion() == null ? "approval" : "assertion";
        return ApprovalBody.of(approvals.add(withdrawal, approval, standing(approval, field), reason));
    }

    /// Who answers, if he may: what nodes would not count only keeps others from being heard.
    private PersonId standing(Approval approval, String field) {
        return people.inForce()
                .holding(approval.keyId())
                .filter(holding -> approval.statement().answer() == Answer.REJECT
                        ? holding.person().mayReject()
                        : !holding.held().isRevoked() && holding.person().may(Right.APPROVE))
                .map(holding -> holding.person().id())
                .orElseThrow(() -> Problem.field(field, "one of a key that counts, of somebody who may answer"));
    }

    /// Nodes freeze what a forged answer is brought to, and so whoever brings one may want.
    private Approval signed(Approval approval) {
        var key = people.inForce()
                .holding(approval.keyId())
                .map(holding -> holding.held().key());
        var statement = approval.statement().digest();
        return key.map(each -> AssertionCheck.check(each, approval.proof(), statement))
                .filter(AssertionCheck.Outcome.Holds.class::isInstance)
                .map(_ -> approval)
                .orElseThrow(() -> Problem.field("approval", "an answer that a key of the document of people signed"));
    }

    private static Approval whole(NewApproval body) {
        var bytes = Given.hex("approval", body.approval(), Approval.LENGTH_BYTES_MAX);
        if (!(Approval.parse(bytes) instanceof Parsed.Ok<Approval>(var approval)))
            throw Problem.field("approval", "the canonical bytes of an approval, in hex");
        return approval;
    }

    @GetMapping("/v1/withdrawals/{id}/approvals")
    @Requires(
            value = Scope.WITHDRAWALS_READ,
            bound = true,
            says = "Lists people's answers in the order in which they came.")
    Page<ApprovalBody> listApprovals(@RequestAttribute(Caller.ATTRIBUTE) Caller caller, @PathVariable String id) {
        var withdrawal = withdrawals.of(caller, Given.id("id", id));
        return new Page<>(
                approvals.list(withdrawal.id()).stream().map(ApprovalBody::of).toList(), null);
    }
}

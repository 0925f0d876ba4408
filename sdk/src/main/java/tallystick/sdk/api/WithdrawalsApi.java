package tallystick.sdk.api;

import java.util.Map;
import tallystick.crypto.codec.Bytes;
import tallystick.sdk.Connection;
import tallystick.sdk.ControlRefused;
import tallystick.sdk.ControlUnreachable;

/// Operations of the API on `/v1/withdrawals`, as control/openapi.json has them. **Threads** any.
public final class WithdrawalsApi {
    private final Connection connection;

    /// Over this connection.
    public WithdrawalsApi(Connection connection) {
        this.connection = connection;
    }

    /// Lists withdrawals, the latest first.
    public PageWithdrawalBody listWithdrawals(ListWithdrawalsQuery query) throws ControlRefused, ControlUnreachable {
        return PageWithdrawalBody.read(connection.ask(new Connection.Asked(
                "GET", Target.of("/v1/withdrawals").with(query.values()).text(), Bytes.empty(), Map.of())));
    }

    /// Builds a transaction and keeps its sequence number: a draft that an initiator signs.
    public WithdrawalBody createWithdrawal(NewWithdrawal body, String idempotencyKey)
            throws ControlRefused, ControlUnreachable {
        return WithdrawalBody.read(connection.ask(new Connection.Asked(
                "POST",
                Target.of("/v1/withdrawals").text(),
                body.fields().encode(),
                Map.of("Idempotency-Key", idempotencyKey))));
    }

    /// Shows a withdrawal.
    public WithdrawalBody getWithdrawal(String id) throws ControlRefused, ControlUnreachable {
        return WithdrawalBody.read(connection.ask(
                new Connection.Asked("GET", Target.of("/v1/withdrawals/", id).text(), Bytes.empty(), Map.of())));
    }

    /// Lists people's answers in the order in which they came.
    public PageApprovalBody listApprovals(String id) throws ControlRefused, ControlUnreachable {
        return PageApprovalBody.read(connection.ask(new Connection.Asked(
                "GET", Target.of("/v1/withdrawals/", id, "/approvals").text(), Bytes.empty(), Map.of())));
    }

    /// Takes a person's signed answer and carries it to nodes, whose word on it counts.
    public ApprovalBody addApproval(String id, NewApproval body, String idempotencyKey)
            throws ControlRefused, ControlUnreachable {
        return ApprovalBody.read(connection.ask(new Connection.Asked(
                "POST",
                Target.of("/v1/withdrawals/", id, "/approvals").text(),
                body.fields().encode(),
                Map.of("Idempotency-Key", idempotencyKey))));
    }

    /// Takes a withdrawal back that no node has let through.
    public WithdrawalBody cancelWithdrawal(String id, String idempotencyKey) throws ControlRefused, ControlUnreachable {
        return WithdrawalBody.read(connection.ask(new Connection.Asked(
                "POST",
                Target.of("/v1/withdrawals/", id, "/cancel").text(),
                Bytes.empty(),
                Map.of("Idempotency-Key", idempotencyKey))));
    }

    /// Drafts a transaction that moves nothing, in the place of one that waits for a block.
    public WithdrawalBody cancelWithdrawalOnChain(String id, String idempotencyKey)
            throws ControlRefused, ControlUnreachable {
        return WithdrawalBody.read(connection.ask(new Connection.Asked(
                "POST",
                Target.of("/v1/withdrawals/", id, "/cancel-on-chain").text(),
                Bytes.empty(),
                Map.of("Idempotency-Key", idempotencyKey))));
    }

    /// Lists comments in the order in which they came.
    public PageCommentBody listComments(String id) throws ControlRefused, ControlUnreachable {
        return PageCommentBody.read(connection.ask(new Connection.Asked(
                "GET", Target.of("/v1/withdrawals/", id, "/comments").text(), Bytes.empty(), Map.of())));
    }

    /// Keeps a comment for others to read: nobody signs it, and nodes do not hear it.
    public CommentBody addComment(String id, NewComment body, String idempotencyKey)
            throws ControlRefused, ControlUnreachable {
        return CommentBody.read(connection.ask(new Connection.Asked(
                "POST",
                Target.of("/v1/withdrawals/", id, "/comments").text(),
                body.fields().encode(),
                Map.of("Idempotency-Key", idempotencyKey))));
    }

    /// Shows what a withdrawal does, who is asked and why, and what a passkey signs to answer it.
    public DecisionBody getDecision(String id) throws ControlRefused, ControlUnreachable {
        return DecisionBody.read(connection.ask(new Connection.Asked(
                "GET", Target.of("/v1/withdrawals/", id, "/decision").text(), Bytes.empty(), Map.of())));
    }

    /// Gives the evidence that nodes are handed, with all answers.
    public EvidenceBody getWithdrawalEvidence(String id) throws ControlRefused, ControlUnreachable {
        return EvidenceBody.read(connection.ask(new Connection.Asked(
                "GET", Target.of("/v1/withdrawals/", id, "/evidence").text(), Bytes.empty(), Map.of())));
    }

    /// Shows how a withdrawal came to stand where it stands.
    public PageHistoryLine getWithdrawalHistory(String id) throws ControlRefused, ControlUnreachable {
        return PageHistoryLine.read(connection.ask(new Connection.Asked(
                "GET", Target.of("/v1/withdrawals/", id, "/history").text(), Bytes.empty(), Map.of())));
    }

    /// Writes the intent over a draft that a passkey of the person who is signed in then signs.
    public IntentBody createIntent(String id, NewIntent body, String idempotencyKey)
            throws ControlRefused, ControlUnreachable {
        return IntentBody.read(connection.ask(new Connection.Asked(
                "POST",
                Target.of("/v1/withdrawals/", id, "/intent").text(),
                body.fields().encode(),
                Map.of("Idempotency-Key", idempotencyKey))));
    }

    /// Drafts the same again for a higher fee, in the place of one that waits for a block.
    public WithdrawalBody speedUpWithdrawal(String id, String idempotencyKey)
            throws ControlRefused, ControlUnreachable {
        return WithdrawalBody.read(connection.ask(new Connection.Asked(
                "POST",
                Target.of("/v1/withdrawals/", id, "/speed-up").text(),
                Bytes.empty(),
                Map.of("Idempotency-Key", idempotencyKey))));
    }

    /// Takes the initiator's signed intent over the very bytes of the draft, and hands it to nodes.
    public WithdrawalBody submitWithdrawal(String id, Submission body, String idempotencyKey)
            throws ControlRefused, ControlUnreachable {
        return WithdrawalBody.read(connection.ask(new Connection.Asked(
                "POST",
                Target.of("/v1/withdrawals/", id, "/submit").text(),
                body.fields().encode(),
                Map.of("Idempotency-Key", idempotencyKey))));
    }

    /// Shows what each node said when it was asked last, and what every rule makes of it in sentences.
    public VerdictsBody getVerdicts(String id) throws ControlRefused, ControlUnreachable {
        return VerdictsBody.read(connection.ask(new Connection.Asked(
                "GET", Target.of("/v1/withdrawals/", id, "/verdicts").text(), Bytes.empty(), Map.of())));
    }
}

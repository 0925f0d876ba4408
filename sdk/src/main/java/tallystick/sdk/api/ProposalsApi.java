package tallystick.sdk.api;

import java.util.Map;
import tallystick.crypto.codec.Bytes;
import tallystick.sdk.Connection;
import tallystick.sdk.ControlRefused;
import tallystick.sdk.ControlUnreachable;

/// Operations of the API on `/v1/proposals`, as control/openapi.json has them. **Threads** any.
public final class ProposalsApi {
    private final Connection connection;

    /// Over this connection.
    public ProposalsApi(Connection connection) {
        this.connection = connection;
    }

    /// Lists changes that are open on any node, and what each waits for.
    public PageOpenBody listProposals() throws ControlRefused, ControlUnreachable {
        return PageOpenBody.read(connection.ask(
                new Connection.Asked("GET", Target.of("/v1/proposals").text(), Bytes.empty(), Map.of())));
    }

    /// Writes a change, with how it differs from what is in force; a passkey of the proposer then signs it.
    public DraftBody createProposal(NewProposal body, String idempotencyKey) throws ControlRefused, ControlUnreachable {
        return DraftBody.read(connection.ask(new Connection.Asked(
                "POST",
                Target.of("/v1/proposals").text(),
                body.fields().encode(),
                Map.of("Idempotency-Key", idempotencyKey))));
    }

    /// Shows a change that nodes know, how it differs, and what a passkey signs to answer it.
    public ProposalBody getProposal(String id) throws ControlRefused, ControlUnreachable {
        return ProposalBody.read(connection.ask(
                new Connection.Asked("GET", Target.of("/v1/proposals/", id).text(), Bytes.empty(), Map.of())));
    }

    /// Takes a person's answer to a change and brings it to nodes.
    public ProposalBrought addProposalApproval(String id, NewAnswer body, String idempotencyKey)
            throws ControlRefused, ControlUnreachable {
        return ProposalBrought.read(connection.ask(new Connection.Asked(
                "POST",
                Target.of("/v1/proposals/", id, "/approvals").text(),
                body.fields().encode(),
                Map.of("Idempotency-Key", idempotencyKey))));
    }

    /// Takes the proposer's assertion and brings the change to nodes.
    public ProposalBrought submitProposal(String id, ProposalSubmission body, String idempotencyKey)
            throws ControlRefused, ControlUnreachable {
        return ProposalBrought.read(connection.ask(new Connection.Asked(
                "POST",
                Target.of("/v1/proposals/", id, "/submit").text(),
                body.fields().encode(),
                Map.of("Idempotency-Key", idempotencyKey))));
    }
}

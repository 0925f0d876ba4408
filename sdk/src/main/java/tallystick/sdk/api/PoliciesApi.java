package tallystick.sdk.api;

import java.util.Map;
import tallystick.crypto.codec.Bytes;
import tallystick.sdk.Connection;
import tallystick.sdk.ControlRefused;
import tallystick.sdk.ControlUnreachable;

/// Operations of the API on `/v1/policies`, as control/openapi.json has them. **Threads** any.
public final class PoliciesApi {
    private final Connection connection;

    /// Over this connection.
    public PoliciesApi(Connection connection) {
        this.connection = connection;
    }

    /// Shows what every node judges by now: the versions of documents, freezes and open changes.
    public Policies getPolicies() throws ControlRefused, ControlUnreachable {
        return Policies.read(connection.ask(
                new Connection.Asked("GET", Target.of("/v1/policies").text(), Bytes.empty(), Map.of())));
    }

    /// Judges what was asked for lately by a draft of the policy, and tells what would be decided otherwise.
    public ReplayBody replayPolicy(NewReplay body, String idempotencyKey) throws ControlRefused, ControlUnreachable {
        return ReplayBody.read(connection.ask(new Connection.Asked(
                "POST",
                Target.of("/v1/policies/replay").text(),
                body.fields().encode(),
                Map.of("Idempotency-Key", idempotencyKey))));
    }

    /// Judges one withdrawal, as if it were asked for now, by a draft of the policy and by what is in force.
    public WhatIfBody whatIf(NewWhatIf body, String idempotencyKey) throws ControlRefused, ControlUnreachable {
        return WhatIfBody.read(connection.ask(new Connection.Asked(
                "POST",
                Target.of("/v1/policies/what-if").text(),
                body.fields().encode(),
                Map.of("Idempotency-Key", idempotencyKey))));
    }
}

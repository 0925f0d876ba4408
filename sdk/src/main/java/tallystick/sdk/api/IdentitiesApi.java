package tallystick.sdk.api;

import java.util.Map;
import java.util.UUID;
import tallystick.crypto.codec.Bytes;
import tallystick.sdk.Connection;
import tallystick.sdk.ControlRefused;
import tallystick.sdk.ControlUnreachable;

/// Operations of the API on `/v1/identities`, as control/openapi.json has them. **Threads** any.
public final class IdentitiesApi {
    private final Connection connection;

    /// Over this connection.
    public IdentitiesApi(Connection connection) {
        this.connection = connection;
    }

    /// Lists whose the accounts at the organisation's provider are.
    public PageIdentityBody listIdentities() throws ControlRefused, ControlUnreachable {
        return PageIdentityBody.read(connection.ask(
                new Connection.Asked("GET", Target.of("/v1/identities").text(), Bytes.empty(), Map.of())));
    }

    /// Binds an account at the provider to a person, by the passkey of who may propose documents.
    public IdentityBody createIdentity(NewIdentity body, String idempotencyKey)
            throws ControlRefused, ControlUnreachable {
        return IdentityBody.read(connection.ask(new Connection.Asked(
                "POST",
                Target.of("/v1/identities").text(),
                body.fields().encode(),
                Map.of("Idempotency-Key", idempotencyKey))));
    }

    /// Writes that an account at the provider is a person's, which a passkey then signs.
    public StatementBody createIdentityStatement(NewStatement body, String idempotencyKey)
            throws ControlRefused, ControlUnreachable {
        return StatementBody.read(connection.ask(new Connection.Asked(
                "POST",
                Target.of("/v1/identities/statements").text(),
                body.fields().encode(),
                Map.of("Idempotency-Key", idempotencyKey))));
    }

    /// Ends what binds an account, and every session by it, for a person whom a passkey signed in.
    public void deleteIdentity(UUID id) throws ControlRefused, ControlUnreachable {
        var _ = connection.ask(new Connection.Asked(
                "DELETE", Target.of("/v1/identities/", String.valueOf(id)).text(), Bytes.empty(), Map.of()));
    }
}

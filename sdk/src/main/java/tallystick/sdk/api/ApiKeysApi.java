package tallystick.sdk.api;

import java.util.Map;
import tallystick.crypto.codec.Bytes;
import tallystick.sdk.Connection;
import tallystick.sdk.ControlRefused;
import tallystick.sdk.ControlUnreachable;

/// Operations of the API on `/v1/api-keys`, as control/openapi.json has them. **Threads** any.
public final class ApiKeysApi {
    private final Connection connection;

    /// Over this connection.
    public ApiKeysApi(Connection connection) {
        this.connection = connection;
    }

    /// Lists the keys of programs, revoked ones too.
    public PageApiKey listApiKeys() throws ControlRefused, ControlUnreachable {
        return PageApiKey.read(connection.ask(
                new Connection.Asked("GET", Target.of("/v1/api-keys").text(), Bytes.empty(), Map.of())));
    }

    /// Makes a key of a program, with a role and perhaps fewer scopes.
    public ApiKey createApiKey(NewApiKey body, String idempotencyKey) throws ControlRefused, ControlUnreachable {
        return ApiKey.read(connection.ask(new Connection.Asked(
                "POST",
                Target.of("/v1/api-keys").text(),
                body.fields().encode(),
                Map.of("Idempotency-Key", idempotencyKey))));
    }

    /// Revokes a key at once and for ever.
    public void revokeApiKey(String id) throws ControlRefused, ControlUnreachable {
        var _ = connection.ask(
                new Connection.Asked("DELETE", Target.of("/v1/api-keys/", id).text(), Bytes.empty(), Map.of()));
    }
}

package tallystick.sdk.api;

import java.util.Map;
import tallystick.crypto.codec.Bytes;
import tallystick.sdk.Connection;
import tallystick.sdk.ControlRefused;
import tallystick.sdk.ControlUnreachable;

/// Operations of the API on `/v1/invitations`, as control/openapi.json has them. **Threads** any.
public final class InvitationsApi {
    private final Connection connection;

    /// Over this connection.
    public InvitationsApi(Connection connection) {
        this.connection = connection;
    }

    /// Lists invitations and the keys that wait, the latest first.
    public PageInvitationBody listInvitations() throws ControlRefused, ControlUnreachable {
        return PageInvitationBody.read(connection.ask(
                new Connection.Asked("GET", Target.of("/v1/invitations").text(), Bytes.empty(), Map.of())));
    }

    /// Invites somebody to register a passkey, which then waits.
    public InvitationMade createInvitation(NewInvitation body, String idempotencyKey)
            throws ControlRefused, ControlUnreachable {
        return InvitationMade.read(connection.ask(new Connection.Asked(
                "POST",
                Target.of("/v1/invitations").text(),
                body.fields().encode(),
                Map.of("Idempotency-Key", idempotencyKey))));
    }

    /// Gives a newcomer what his authenticator makes a passkey of.
    public Welcome getInvitation(String code) throws ControlRefused, ControlUnreachable {
        return Welcome.read(connection.ask(
                new Connection.Asked("GET", Target.of("/v1/invitations/", code).text(), Bytes.empty(), Map.of())));
    }

    /// Takes the public key of a newcomer's passkey, which waits for the next document of people.
    public KeyWaits registerKey(String code, NewKey body) throws ControlRefused, ControlUnreachable {
        return KeyWaits.read(connection.ask(new Connection.Asked(
                "POST",
                Target.of("/v1/invitations/", code, "/key").text(),
                body.fields().encode(),
                Map.of())));
    }
}

package tallystick.sdk.api;

import java.util.Map;
import tallystick.crypto.codec.Bytes;
import tallystick.sdk.Connection;
import tallystick.sdk.ControlRefused;
import tallystick.sdk.ControlUnreachable;

/// Operations of the API on `/v1/session`, as control/openapi.json has them. **Threads** any.
public final class SessionApi {
    private final Connection connection;

    /// Over this connection.
    public SessionApi(Connection connection) {
        this.connection = connection;
    }

    /// Signs out, on all replicas at once.
    public void deleteSession() throws ControlRefused, ControlUnreachable {
        var _ = connection.ask(
                new Connection.Asked("DELETE", Target.of("/v1/session").text(), Bytes.empty(), Map.of()));
    }

    /// Shows who is signed in; 401 if nobody is.
    public SessionBody getSession() throws ControlRefused, ControlUnreachable {
        return SessionBody.read(connection.ask(
                new Connection.Asked("GET", Target.of("/v1/session").text(), Bytes.empty(), Map.of())));
    }

    /// Signs a person in by an assertion of a passkey, and gives the browser a cookie.
    public SessionBody createSession(AssertionBody body) throws ControlRefused, ControlUnreachable {
        return SessionBody.read(connection.ask(new Connection.Asked(
                "POST", Target.of("/v1/session").text(), body.fields().encode(), Map.of())));
    }

    /// Gives what a passkey has to sign to sign in, once.
    public ChallengeBody createSignInChallenge() throws ControlRefused, ControlUnreachable {
        return ChallengeBody.read(connection.ask(
                new Connection.Asked("POST", Target.of("/v1/session/challenge").text(), Bytes.empty(), Map.of())));
    }

    /// Begins a sign-in at the organisation's provider, for this browser, once.
    public SignInBegun createProviderSignIn() throws ControlRefused, ControlUnreachable {
        return SignInBegun.read(connection.ask(
                new Connection.Asked("POST", Target.of("/v1/session/provider").text(), Bytes.empty(), Map.of())));
    }

    /// Signs a person in by what the provider answered, and gives the browser a cookie.
    public SessionBody createProviderSession(ProviderAnswer body) throws ControlRefused, ControlUnreachable {
        return SessionBody.read(connection.ask(new Connection.Asked(
                "POST",
                Target.of("/v1/session/provider/answer").text(),
                body.fields().encode(),
                Map.of())));
    }

    /// Tells by what, beside passkeys, people may sign in here.
    public SignInWays getSignInWays() throws ControlRefused, ControlUnreachable {
        return SignInWays.read(connection.ask(
                new Connection.Asked("GET", Target.of("/v1/session/ways").text(), Bytes.empty(), Map.of())));
    }
}

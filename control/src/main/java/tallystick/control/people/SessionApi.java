package tallystick.control.people;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.List;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import tallystick.control.access.Caller;
import tallystick.control.access.Network;
import tallystick.control.access.Open;
import tallystick.control.answer.Problem;
import tallystick.control.answer.Problem.Code;
import tallystick.control.site.Site;

/// Sign-in and sign-out of people, over the API.
@RestController
final class SessionApi {
    private final SignIn signIn;
    private final Entrance entrance;
    private final Sessions sessions;
    private final SessionCookie cookie;
    private final Site site;

    SessionApi(SignIn signIn, Entrance entrance, Sessions sessions, SessionCookie cookie, Site site) {
        this.signIn = signIn;
        this.entrance = entrance;
        this.sessions = sessions;
        this.cookie = cookie;
        this.site = site;
    }

    /// @param challenge what the passkey signs, base64url
    /// @param nonce of which the challenge is made, base64url
    /// @param rpId the domain of the passkey
    /// @param allowCredentials empty: the browser asks which
    /// @param timeout milliseconds
    record ChallengeBody(
            String challenge, String nonce, String rpId, String origin, List<String> allowCredentials, long timeout) {}

    @PostMapping("/v1/session/challenge")
    @Open(says = "Gives what a passkey has to sign to sign in, once.")
    ChallengeBody createSignInChallenge(HttpServletRequest request) {
        cookie.requireOwnPage(request);
        var challenge = signIn.challenge(Network.of(request.getRemoteAddr()));
        return new ChallengeBody(
                Passkeys.text(challenge.challenge().bytes()),
                Passkeys.text(challenge.nonce()),
                site.relyingParty(),
                site.origin(),
                List.of(),
                SignIn.LIFE.toMillis());
    }

    @PostMapping("/v1/session")
    @ResponseStatus(HttpStatus.CREATED)
    @Open(says = "Signs a person in by an assertion of a passkey, and gives the browser a cookie.")
    SessionBody createSession(
            @RequestBody Passkeys.AssertionBody body, HttpServletRequest request, HttpServletResponse response) {
        cookie.requireOwnPage(request);
        var brought = Passkeys.brought(body);
        var holder = signIn.verify(brought, Network.of(request.getRemoteAddr()));
        var way = new Session.Way.Passkey(holder.passkey().id());
        return entrance.enter(holder.person(), way, request, response);
    }

    @GetMapping("/v1/session")
    @Open(says = "Shows who is signed in; 401 if nobody is.")
    SessionBody getSession(HttpServletRequest request) {
        return SessionBody.of(session(request));
    }

    @DeleteMapping("/v1/session")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    @Open(says = "Signs out, on all replicas at once.")
    void deleteSession(HttpServletRequest request, HttpServletResponse response) {
        cookie.requireOwnPage(request);
        var _ = session(request);
        cookie.read(request).ifPresent(sessions::end);
        response.addHeader("Set-Cookie", cookie.none());
    }

    private static Session session(HttpServletRequest request) {
        if (request.getAttribute(Session.ATTRIBUTE) instanceof Session session) return session;
        if (request.getAttribute(Caller.NOBODY) instanceof Problem problem) throw problem;
        throw Problem.of(Code.UNSIGNED, "nobody is signed in");
    }
}

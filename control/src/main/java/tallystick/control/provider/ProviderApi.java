package tallystick.control.provider;

import com.fasterxml.jackson.annotation.JsonInclude;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import tallystick.control.access.Network;
import tallystick.control.access.Open;
import tallystick.control.answer.Given;
import tallystick.control.people.Cookies;
import tallystick.control.people.Entrance;
import tallystick.control.people.Session;
import tallystick.control.people.SessionBody;
import tallystick.control.people.SessionCookie;

/// Sign-in at the organisation's provider, over the API.
@RestController
final class ProviderApi {
    private static final String COOKIE = "tallystick-provider";
    private static final int CHARACTERS_MAX = 4096;

    private final ProviderSignIn signIn;
    private final Entrance entrance;
    private final SessionCookie session;
    private final Cookies cookies;

    ProviderApi(ProviderSignIn signIn, Entrance entrance, SessionCookie session, Cookies cookies) {
        this.signIn = signIn;
        this.entrance = entrance;
        this.session = session;
        this.cookies = cookies;
    }

    /// @param provider what people call the organisation's provider; absent where there is none
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record SignInWays(@Nullable String provider) {}

    /// @param location where the page goes
    record SignInBegun(String location) {}

    /// What the provider gave the page that it sent the browser back to, as it is.
    ///
    /// @param iss who answers, RFC 9207
    /// @param error in the place of a code
    record ProviderAnswer(
            @Nullable String state,
            @Nullable String code,
            @Nullable String iss,
            @Nullable String error) {}

    @GetMapping("/v1/session/ways")
    @Open(says = "Tells by what, beside passkeys, people may sign in here.")
    SignInWays getSignInWays() {
        return new SignInWays(signIn.name().orElse(null));
    }

    @PostMapping("/v1/session/provider")
    @Open(says = "Begins a sign-in at the organisation's provider, for this browser, once.")
    SignInBegun createProviderSignIn(HttpServletRequest request, HttpServletResponse response) {
        session.requireOwnPage(request);
        var begun = signIn.begin(Network.of(request.getRemoteAddr()));
        response.addHeader("Set-Cookie", cookies.of(COOKIE, begun.token(), ProviderSignIn.LIFE));
        return new SignInBegun(begun.location());
    }

    @PostMapping("/v1/session/provider/answer")
    @ResponseStatus(HttpStatus.CREATED)
    @Open(says = "Signs a person in by what the provider answered, and gives the browser a cookie.")
    SessionBody createProviderSession(
            @RequestBody ProviderAnswer body, HttpServletRequest request, HttpServletResponse response) {
        session.requireOwnPage(request);
        var brought = new ProviderSignIn.Brought(
                Given.text("state", body.state(), CHARACTERS_MAX),
                given("code", body.code()),
                given("iss", body.iss()),
                given("error", body.error()));
        var found = signIn.finish(cookies.read(request, COOKIE), brought, Network.of(request.getRemoteAddr()));
        response.addHeader("Set-Cookie", cookies.none(COOKIE));
        return entrance.enter(found.person(), new Session.Way.Provider(found.identity()), request, response);
    }

    private static Optional<String> given(String field, @Nullable String value) {
        return value == null ? Optional.empty() : Optional.of(Given.text(field, value, CHARACTERS_MAX));
    }
}

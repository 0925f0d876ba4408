package tallystick.control.people;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Optional;
import org.springframework.stereotype.Component;
import tallystick.control.access.Standing;
import tallystick.control.answer.Problem;
import tallystick.control.answer.Problem.Code;
import tallystick.control.site.Site;

/// What the browser keeps of a session.
@Component
public final class SessionCookie {
    /// What repeats [Session#csrf].
    public static final String CSRF = "X-Tallystick-Csrf";

    private static final String NAME = "tallystick";

    private final Site site;
    private final Cookies cookies;
    private final Sessions sessions;

    SessionCookie(Site site, Cookies cookies, Sessions sessions) {
        this.site = site;
        this.cookies = cookies;
        this.sessions = sessions;
    }

    /// Whose session a request shows. What changes something counts only if the console's own page sent it.
    ///
    /// @throws Problem if another page did, or the page does not know what it should
    /// @spec docs/spec/session.md#SN-5 session
    public Optional<Session> session(HttpServletRequest request) {
        var session = read(request).flatMap(sessions::find);
        if (session.isEmpty() || "GET".equals(request.getMethod())) return session;
        requireOwnPage(request);
        var csrf = Optional.ofNullable(request.getHeader(CSRF));
        if (csrf.filter(session.get().csrf()::equals).isEmpty())
            throw Problem.of(Code.FORBIDDEN, "the header %s has to repeat what the session says".formatted(CSRF));
        return session;
    }

    /// Whether a request shows a session that there is, whichever page sent it.
    public boolean isShown(HttpServletRequest request) {
        return read(request).flatMap(sessions::find).isPresent();
    }

    /// A page of somebody else's cannot sign a person in as another, nor out.
    ///
    /// @throws Problem if another page sent the request
    public void requireOwnPage(HttpServletRequest request) {
        var origin = Optional.ofNullable(request.getHeader("Origin"));
        if (origin.filter(site.origin()::equals).isEmpty())
            throw Problem.of(Code.FORBIDDEN, "the header Origin has to be " + site.origin());
    }

    /// Whether the session that a request shows stands later on, too.
    public Standing standing(HttpServletRequest request) {
        var token = read(request).orElse("");
        return scope -> sessions.may(token, scope);
    }

    Optional<String> read(HttpServletRequest request) {
        return cookies.read(request, NAME);
    }

    String of(String token) {
        return cookies.of(NAME, token, Sessions.WHOLE);
    }

    String none() {
        return cookies.none(NAME);
    }
}

package tallystick.control.people;

import jakarta.servlet.http.HttpServletRequest;
import java.time.Duration;
import java.util.Optional;
import org.springframework.http.ResponseCookie;
import org.springframework.stereotype.Component;
import tallystick.control.access.Standing;
import tallystick.control.answer.Problem;
import tallystick.control.answer.Problem.Code;
import tallystick.control.site.Site;

/// What the browser keeps of a session: out of reach of every script and every other site.
@Component
public final class SessionCookie {
    /// What repeats [Session#csrf].
    public static final String CSRF = "X-Tallystick-Csrf";

    private final Site site;
    private final Sessions sessions;

    SessionCookie(Site site, Sessions sessions) {
        this.site = site;
        this.sessions = sessions;
    }

    /// Whose session a request shows. What changes something counts only if the console's own page sent it.
    ///
    /// @throws Problem if another page did, or the page does not know what it should
    /// @spec docs/spec/session.md#SN-5 session
    public Optional<Session> session(HttpServletRequest request) {
        var session = read(request).flatMap(sessions::find);
        if (session.isEmpty() || "GET".equals(request.getMethod())) return session;
        if (Optional.ofNullable(request.getHeader("Origin"))
                .filter(site.origin()::equals)
                .isEmpty()) throw Problem.of(Code.FORBIDDEN, "the header Origin has to be " + site.origin());
        var csrf = Optional.ofNullable(request.getHeader(CSRF));
        if (csrf.filter(session.get().csrf()::equals).isEmpty())
            throw Problem.of(Code.FORBIDDEN, "the header %s has to repeat what the session says".formatted(CSRF));
        return session;
    }

    /// Whether the session that a request shows stands later on, too.
    public Standing standing(HttpServletRequest request) {
        var token = read(request).orElse("");
        return scope -> sessions.may(token, scope);
    }

    Optional<String> read(HttpServletRequest request) {
        var cookies = request.getCookies();
        if (cookies == null) return Optional.empty();
        for (var each : cookies) if (each.getName().equals(name())) return Optional.of(each.getValue());
        return Optional.empty();
    }

    /// A browser takes the first name from an encrypted page of this very host alone.
    private String name() {
        return site.isEncrypted() ? "__Host-tallystick" : "tallystick";
    }

    String of(String token, Duration life) {
        return ResponseCookie.from(name(), token)
                .httpOnly(true)
                .secure(true)
                .sameSite("Strict")
                .path("/")
                .maxAge(life)
                .build()
                .toString();
    }

    String none() {
        return of("", Duration.ZERO);
    }
}

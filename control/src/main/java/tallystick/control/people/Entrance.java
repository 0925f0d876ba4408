package tallystick.control.people;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.springframework.stereotype.Component;
import tallystick.control.access.Caller;
import tallystick.core.people.Person;

/// Lets a person in who has shown who he is, in whatever way.
@Component
public final class Entrance {
    private final Sessions sessions;
    private final SessionCookie cookie;

    Entrance(Sessions sessions, SessionCookie cookie) {
        this.sessions = sessions;
        this.cookie = cookie;
    }

    /// Begins a session in the place of the one that the browser had, and gives it the cookie.
    public SessionBody enter(Person person, Session.Way way, HttpServletRequest request, HttpServletResponse response) {
        cookie.read(request).ifPresent(sessions::end);
        var begun = sessions.begin(person, way);
        request.setAttribute(Caller.ATTRIBUTE, begun.session().caller());
        response.addHeader("Set-Cookie", cookie.of(begun.token()));
        return SessionBody.of(begun.session());
    }
}

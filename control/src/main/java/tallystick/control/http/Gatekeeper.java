package tallystick.control.http;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.regex.Pattern;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;
import tallystick.control.access.ApiKeys;
import tallystick.control.access.Caller;
import tallystick.control.access.SignedRequest;
import tallystick.control.access.Standing;
import tallystick.control.answer.Problem;
import tallystick.control.answer.ProblemBody;
import tallystick.control.audit.Audit;
import tallystick.control.people.Session;
import tallystick.control.people.SessionCookie;
import tallystick.control.store.Store;
import tools.jackson.databind.json.JsonMapper;

/// Names every request, finds out who signed it or is signed in, sees that a repeated one does nothing twice, and
/// writes down who asked for what.
@Component
@Order(Ordered.HIGHEST_PRECEDENCE + 1)
final class Gatekeeper extends OncePerRequestFilter {
    /// Names a request; the caller's own if it gives one.
    static final String REQUEST_ID = "X-Request-Id";

    private static final Logger LOG = Logger.getLogger(Gatekeeper.class.getName());
    private static final Pattern ID = Pattern.compile("[0-9a-zA-Z_-]{1,64}");
    private static final String API = "/v1/";
    private static final String SESSION = "/v1/session";
    private static final String NEWCOMER = "/v1/invitations/";
    private static final List<String> SIGNED =
            List.of(SignedRequest.KEY, SignedRequest.TIMESTAMP, SignedRequest.NONCE, SignedRequest.SIGNATURE);
    private static final int UNSIGNED = 401;

    private final ApiKeys keys;
    private final SessionCookie cookie;
    private final Bodies bodies;
    private final Repeats repeats;
    private final Audit audit;
    private final Paces paces;
    private final JsonMapper json;

    Gatekeeper(
            ApiKeys keys,
            SessionCookie cookie,
            Bodies bodies,
            Repeats repeats,
            Audit audit,
            Paces paces,
            JsonMapper json) {
        this.keys = keys;
        this.cookie = cookie;
        this.bodies = bodies;
        this.repeats = repeats;
        this.audit = audit;
        this.paces = paces;
        this.json = json;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        var id = Optional.ofNullable(request.getHeader(REQUEST_ID))
                .filter(each -> ID.matcher(each).matches())
                .orElseGet(() -> Store.newId().toString());
        request.setAttribute(REQUEST_ID, id);
        response.setHeader(REQUEST_ID, id);
        response.setHeader("Cache-Control", "no-store");
        if (!request.getServletPath().startsWith(API)
                && !request.getRequestURI().startsWith(API)) {
            chain.doFilter(request, response);
            return;
        }
        try {
            var crowd = crowd(request);
            // Whoever writes the same path otherwise, `/%761/session`, reaches the same method.
            if (!request.getRequestURI().startsWith(API)) throw Problem.absent("method under this path");
            var read = bodies.read(request, () -> isKnown(request));
            var caller = caller(read, crowd);
            caller.ifPresent(each -> {
                paces.key(each.key().toString());
                read.setAttribute(Caller.ATTRIBUTE, each);
            });
            // Whoever signs in anew is not yet who he will be, and a newcomer is nobody yet.
            var whose = caller.filter(_ -> !read.getServletPath().startsWith(SESSION)
                    && !read.getServletPath().startsWith(NEWCOMER));
            repeats.once(whose, read, response, chain);
            if (response.getStatus() == UNSIGNED && !"GET".equals(read.getMethod()))
                paces.refused(request.getRemoteAddr());
            write(known(read), read, response.getStatus(), id);
        } catch (Problem problem) {
            if (problem.code().status() == UNSIGNED) paces.refused(request.getRemoteAddr());
            problem.code()
                    .retryAfterSeconds()
                    .ifPresent(seconds -> response.setHeader("Retry-After", Integer.toString(seconds)));
            refuse(response, problem, id);
            // A crowd is not written down one by one: the audit would be what it fills.
            if (problem.code() != Problem.Code.CROWDED)
                write(Optional.empty(), request, problem.code().status(), id);
        } catch (DataAccessException database) {
            var problem = Problems.of(database);
            if (problem.code() != Problem.Code.BUSY)
                LOG.log(Level.SEVERE, database, () -> "request %s: the database".formatted(id));
            refuse(response, problem, id);
        }
    }

    /// Whether a request shows a key or a session that there is: it may still not be signed as it has to be.
    private boolean isKnown(HttpServletRequest request) {
        return keys.isThere(header(request, SignedRequest.KEY)) || cookie.isShown(request);
    }

    /// That too many from there were refused. Whoever shows a key or a session that there is may still show that he is
    /// none of them: behind one proxy or one line strangers keep nobody else away.
    private Optional<Problem> crowd(HttpServletRequest request) {
        try {
            paces.address(request.getRemoteAddr());
            return Optional.empty();
        } catch (Problem crowd) {
            if (!isKnown(request)) throw crowd;
            return Optional.of(crowd);
        }
    }

    private Optional<Caller> caller(Requested request, Optional<Problem> crowd) {
        try {
            var caller = caller(request);
            if (caller.isEmpty() && crowd.isPresent()) throw crowd.get();
            return caller;
        } catch (Problem refused) {
            throw crowd.filter(_ -> refused.code().status() == UNSIGNED).orElse(refused);
        }
    }

    /// Who asks: a program that signed, else a person whose session the request shows, else nobody.
    private Optional<Caller> caller(Requested request) {
        if (SIGNED.stream().anyMatch(each -> request.getHeader(each) != null)) {
            var program = program(request);
            request.setAttribute(Standing.ATTRIBUTE, (Standing) scope -> keys.may(program.key(), scope));
            return Optional.of(program);
        }
        try {
            var session = cookie.session(request);
            session.ifPresent(each -> {
                request.setAttribute(Session.ATTRIBUTE, each);
                request.setAttribute(Standing.ATTRIBUTE, cookie.standing(request));
            });
            return session.map(Session::caller);
        } catch (Problem nobody) {
            request.setAttribute(Caller.NOBODY, nobody);
            return Optional.empty();
        }
    }

    private static Optional<Caller> known(HttpServletRequest request) {
        return request.getAttribute(Caller.ATTRIBUTE) instanceof Caller caller ? Optional.of(caller) : Optional.empty();
    }

    private Caller program(Requested request) {
        var signed = new SignedRequest(
                request.getMethod(),
                request.target(),
                request.body(),
                header(request, SignedRequest.TIMESTAMP),
                header(request, SignedRequest.NONCE),
                header(request, SignedRequest.KEY));
        return keys.verify(signed, header(request, SignedRequest.SIGNATURE), request.getRemoteAddr());
    }

    private static String header(HttpServletRequest request, String name) {
        return Optional.ofNullable(request.getHeader(name)).orElse("");
    }

    /// Who reads is not written down; who changes or is refused is.
    private void write(Optional<Caller> caller, HttpServletRequest request, int status, String id) {
        if ("GET".equals(request.getMethod()) && status < 400) return;
        audit.append(new Audit.Entry(
                caller.map(Caller::key),
                WrittenPath.method(request.getMethod()),
                WrittenPath.of(request.getRequestURI()),
                status,
                id,
                request.getRemoteAddr()));
    }

    private void refuse(HttpServletResponse response, Problem problem, String id) throws IOException {
        response.resetBuffer();
        response.setStatus(problem.code().status());
        response.setContentType("application/problem+json");
        response.getOutputStream().write(json.writeValueAsBytes(ProblemBody.of(problem, id)));
        response.flushBuffer();
    }
}

package tallystick.control.http;

import jakarta.servlet.http.HttpServletRequest;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.springframework.dao.DataAccessException;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.http.converter.HttpMessageNotReadableException;
import org.springframework.web.HttpMediaTypeNotAcceptableException;
import org.springframework.web.HttpMediaTypeNotSupportedException;
import org.springframework.web.HttpRequestMethodNotSupportedException;
import org.springframework.web.bind.MissingServletRequestParameterException;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.method.annotation.MethodArgumentTypeMismatchException;
import org.springframework.web.servlet.resource.NoResourceFoundException;
import tallystick.control.answer.Problem;
import tallystick.control.answer.Problem.Code;
import tallystick.control.answer.ProblemBody;
import tallystick.control.store.Store;

/// Turns what goes wrong into problems, without a word of what is inside.
@RestControllerAdvice
final class Problems {
    private static final Logger LOG = Logger.getLogger(Problems.class.getName());

    @ExceptionHandler
    ResponseEntity<ProblemBody> problem(Problem problem, HttpServletRequest request) {
        return answer(problem, request);
    }

    @ExceptionHandler
    ResponseEntity<ProblemBody> unreadable(HttpMessageNotReadableException e, HttpServletRequest request) {
        return answer(Problem.of(Code.MALFORMED, "the body is not json of this form"), request);
    }

    @ExceptionHandler({HttpMediaTypeNotSupportedException.class, HttpMediaTypeNotAcceptableException.class})
    ResponseEntity<ProblemBody> otherMedia(HttpServletRequest request) {
        return answer(Problem.of(Code.MALFORMED, "bodies are application/json"), request);
    }

    @ExceptionHandler
    ResponseEntity<ProblemBody> misfit(MethodArgumentTypeMismatchException e, HttpServletRequest request) {
        return answer(Problem.field(e.getName(), "another kind of value"), request);
    }

    @ExceptionHandler
    ResponseEntity<ProblemBody> missing(MissingServletRequestParameterException e, HttpServletRequest request) {
        return answer(Problem.field(e.getParameterName(), "a value"), request);
    }

    @ExceptionHandler({NoResourceFoundException.class, HttpRequestMethodNotSupportedException.class})
    ResponseEntity<ProblemBody> nowhere(HttpServletRequest request) {
        return answer(Problem.of(Code.ABSENT, "nothing answers to this method and path"), request);
    }

    @ExceptionHandler
    ResponseEntity<ProblemBody> database(DataAccessException e, HttpServletRequest request) {
        var problem = of(e);
        if (problem.code() != Code.BUSY)
            LOG.log(Level.SEVERE, e, () -> "request %s: the database".formatted(id(request)));
        return answer(problem, request);
    }

    /// What a failure of the database is to who asked.
    static Problem of(DataAccessException e) {
        return Store.isLockedTooLong(e)
                ? Problem.of(Code.BUSY, "others are at work on the same")
                : Problem.of(Code.UNREACHABLE, "the database does not do it");
    }

    @ExceptionHandler({RuntimeException.class, AssertionError.class})
    ResponseEntity<ProblemBody> bug(Throwable bug, HttpServletRequest request) {
        LOG.log(Level.SEVERE, bug, () -> "request %s: our bug".formatted(id(request)));
        return answer(Problem.of(Code.INTERNAL, "control failed"), request);
    }

    private static String id(HttpServletRequest request) {
        return String.valueOf(request.getAttribute(Gatekeeper.REQUEST_ID));
    }

    private static ResponseEntity<ProblemBody> answer(Problem problem, HttpServletRequest request) {
        var answer = ResponseEntity.status(problem.code().status()).contentType(MediaType.APPLICATION_PROBLEM_JSON);
        problem.code()
                .retryAfterSeconds()
                .ifPresent(seconds -> answer.header(HttpHeaders.RETRY_AFTER, Integer.toString(seconds)));
        return answer.body(ProblemBody.of(problem, id(request)));
    }
}

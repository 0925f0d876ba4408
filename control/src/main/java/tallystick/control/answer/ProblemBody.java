package tallystick.control.answer;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/// A [Problem] as it is sent, `application/problem+json`.
///
/// @param type names the kind for ever, `urn:tallystick:problem:WORD`
/// @param title the kind in words
/// @param status of HTTP
/// @param detail what is wrong with this request
/// @param field which field of the request it is about
/// @param requestId names the request in control's log
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ProblemBody(
        String type,
        String title,
        int status,
        String detail,
        @Nullable String field,
        String requestId) {
    /// Of a problem with one request.
    public static ProblemBody of(Problem problem, String requestId) {
        var code = problem.code();
        return new ProblemBody(
                "urn:tallystick:problem:" + code.word(),
                code.title(),
                code.status(),
                problem.detail(),
                problem.field().orElse(null),
                requestId);
    }
}

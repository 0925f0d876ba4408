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
/// @param number which problem of its kind it is, for ever; absent where the kind says all
/// @param remedy what helps; with a number
/// @param requestId names the request in control's log
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ProblemBody(
        String type,
        String title,
        int status,
        String detail,
        @Nullable String field,
        @Nullable Integer number,
        @Nullable String remedy,
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
                problem.remedy().map(Problem.Remedy::number).orElse(null),
                problem.remedy().map(Problem.Remedy::words).orElse(null),
                requestId);
    }
}

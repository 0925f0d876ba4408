package tallystick.sdk;

import java.util.OptionalInt;
import tallystick.core.chain.json.Json;

/// Control answered with a problem: the request was not done.
public final class ControlRefused extends Exception {
    private static final long serialVersionUID = 1L;

    private final int status;
    private final String problem;
    private final OptionalInt number;
    private final String field;
    private final String remedy;
    private final String requestId;

    /// @param status of HTTP
    /// @param said what control answered, `application/problem+json`
    ControlRefused(int status, Json said) {
        super("control answered %d %s: %s"
                .formatted(status, word(said), said.text("detail").orElse("no words")));
        this.status = status;
        this.problem = word(said);
        this.number = number(said);
        this.field = said.text("field").orElse("");
        this.remedy = said.text("remedy").orElse("");
        this.requestId = said.text("requestId").orElse("");
    }

    private static String word(Json said) {
        var type = said.text("type").orElse("");
        return type.substring(type.lastIndexOf(':') + 1);
    }

    private static OptionalInt number(Json said) {
        return said.member("number").orElse(said) instanceof Json.Numeral(var _, var digits)
                        && digits.matches("[0-9]{1,9}")
                ? OptionalInt.of(Integer.parseInt(digits))
                : OptionalInt.empty();
    }

    /// Of HTTP, 400 or more.
    public int status() {
        return status;
    }

    /// Which problem, one word that programs may act on.
    public String problem() {
        return problem;
    }

    /// Which problem of its kind, a number for ever, docs/control.md; empty where the kind says all.
    public OptionalInt number() {
        return number;
    }

    /// Which field of the request it is about; empty if none.
    public String field() {
        return field;
    }

    /// What helps; empty where there is no number.
    public String remedy() {
        return remedy;
    }

    /// Names the request in control's log and audit; empty if whoever answered was not control.
    public String requestId() {
        return requestId;
    }
}

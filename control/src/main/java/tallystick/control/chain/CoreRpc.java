package tallystick.control.chain;

import java.math.BigDecimal;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import tallystick.core.chain.bitcoin.TxOutput;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Calls of a Bitcoin Core.
///
/// **Form** JSON-RPC 2.0 is asked for; before release 28 Core answers as JSON-RPC 1.1 whatever is asked for: errors
/// with status 500, 404 or 400, and `error` null where there is none. Both are read.
///
/// **Threads** any.
///
/// @spec https://github.com/bitcoin/bitcoin/blob/master/doc/JSON-RPC-interface.md Bitcoin Core JSON-RPC interface
final class CoreRpc {
    private static final Duration LIMIT = Duration.ofSeconds(10);
    private static final int WORDS_CHARACTERS_MAX = 500;
    private static final int DIGITS_MAX = 30;

    // Amounts are written in bitcoin with eight decimals: none of these may pass through a double.
    private final JsonMapper json = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build();
    private final CorePlace place;
    private final HttpEndpoints endpoint;

    CoreRpc(CorePlace place, Turns turns) {
        this.place = place;
        this.endpoint = new HttpEndpoints(List.of(place.place()), turns);
    }

    /// What it answers.
    sealed interface Answer {
        /// @param value null of JSON, too
        record Result(JsonNode value) implements Answer {}

        /// @param code of Core's list
        /// @param words its own, cut
        record Refused(int code, String words) implements Answer {}
    }

    Answer ask(String method, Object... parameters) throws ChainUnreachable {
        return ask(LIMIT, method, parameters);
    }

    /// @param limit how long it may take
    Answer ask(Duration limit, String method, Object... parameters) throws ChainUnreachable {
        var request = json.createObjectNode();
        request.put("jsonrpc", "2.0").put("id", "control").put("method", method);
        request.set("params", json.valueToTree(List.of(parameters)));
        var body = json.writeValueAsString(request);
        var opens = place.authorization();
        return endpoint.ask(
                method,
                limit,
                at -> HttpRequest.newBuilder(at)
                        .header("content-type", "application/json")
                        .header("authorization", opens)
                        .POST(HttpRequest.BodyPublishers.ofString(body)),
                response -> answer(method, response));
    }

    /// What has to be there.
    JsonNode call(String method, Object... parameters) throws ChainUnreachable {
        return value(method, ask(method, parameters));
    }

    static JsonNode value(String method, Answer answer) throws ChainUnreachable {
        return switch (answer) {
            case Answer.Result(var value) -> value;
            case Answer.Refused(var code, var words) -> throw refused(method, code, words);
        };
    }

    static ChainUnreachable refused(String method, int code, String words) {
        return new ChainUnreachable("%s: the endpoint refuses with %d, %s".formatted(method, code, words));
    }

    private Answer answer(String method, HttpResponse<String> response) throws ChainUnreachable {
        return switch (response.statusCode()) {
            case 200, 400, 404, 500 -> answer(method, response.body());
            case 401, 403 -> throw new ChainUnreachable(method + ": the endpoint takes not what was to open it");
            default ->
                throw new ChainUnreachable("%s: the endpoint answered %d".formatted(method, response.statusCode()));
        };
    }

    private Answer answer(String method, String body) throws ChainUnreachable {
        JsonNode answer;
        try {
            answer = json.readTree(body);
        } catch (JacksonException e) {
            throw new ChainUnreachable(method + ": the endpoint's answer is not json");
        }
        var error = answer.path("error");
        if (error.isObject() && error.path("code").isInt()) {
            var words = error.path("message").asString("no words");
            return new Answer.Refused(
                    error.path("code").asInt(), words.substring(0, Math.min(words.length(), WORDS_CHARACTERS_MAX)));
        }
        if (!answer.isObject() || !answer.has("result") || (!error.isMissingNode() && !error.isNull()))
            throw new ChainUnreachable(method + ": the endpoint's answer is none of JSON-RPC");
        return new Answer.Result(answer.path("result"));
    }

    /// An amount in bitcoin.
    static long satoshi(JsonNode value) throws ChainUnreachable {
        try {
            var satoshi = bitcoin(value).movePointRight(8).longValueExact();
            if (satoshi >= 0 && satoshi <= TxOutput.VALUE_MAX) return satoshi;
        } catch (ArithmeticException e) {
            throw new ChainUnreachable("the endpoint's answer has no amount where one belongs");
        }
        throw new ChainUnreachable("the endpoint's answer has no amount where one belongs");
    }

    /// **Why** its length is bounded: of 1e-999999999 every further step of arithmetic writes out all zeros.
    static BigDecimal bitcoin(JsonNode value) throws ChainUnreachable {
        if (value.isNumber()) {
            var amount = value.decimalValue();
            if (Math.abs((long) amount.scale()) <= DIGITS_MAX && amount.precision() <= DIGITS_MAX) return amount;
        }
        throw new ChainUnreachable("the endpoint's answer has no amount where one belongs");
    }
}

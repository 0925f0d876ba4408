package tallystick.control.chain;

import java.math.BigInteger;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Calls of JSON-RPC on the endpoints of a chain. What an endpoint refuses is an answer.
///
/// **Threads** any.
///
/// @spec https://www.jsonrpc.org/specification#request_object JSON-RPC 2.0 §4
final class JsonRpc {
    private static final Pattern QUANTITY = Pattern.compile("0x[0-9a-f]{1,64}");
    private static final int OK = 200;
    private static final int WORDS_CHARACTERS_MAX = 500;
    /// What is asked is one transaction, or a page. As a tree an answer takes some twenty times its length, and sixteen
    /// are read at once.
    static final int BYTES_MAX = 2 << 20;

    private final JsonMapper json = new JsonMapper();
    private final HttpEndpoints endpoints;

    /// @param endpoints at least one, the one to begin with first
    JsonRpc(List<URI> endpoints) {
        this(endpoints, new Turns());
    }

    /// @param turns of the chain, where others ask it too
    JsonRpc(List<URI> endpoints, Turns turns) {
        this.endpoints = new HttpEndpoints(endpoints, turns, BYTES_MAX);
    }

    /// What the endpoint answers.
    sealed interface Answer {
        record Result(JsonNode value) implements Answer {}

        /// @param words its own, cut
        record Refused(String words) implements Answer {}
    }

    /// What an endpoint tells; the next is asked where one refuses to tell it.
    JsonNode call(String method, Object... parameters) throws ChainUnreachable {
        return post(method, single(method, parameters), said -> value(method, said));
    }

    /// One of several calls.
    record Call(String method, List<Object> parameters) {
        Call {
            parameters = List.copyOf(parameters);
        }

        static Call of(String method, Object... parameters) {
            return new Call(method, List.of(parameters));
        }
    }

    /// Several at once, answered in their order. An endpoint that takes no batches is asked one after the other.
    ///
    /// @spec https://www.jsonrpc.org/specification#batch JSON-RPC 2.0 §6
    List<JsonNode> all(List<Call> calls) throws ChainUnreachable {
        var batch = json.createArrayNode();
        for (var i = 0; i < calls.size(); i++)
            batch.add(request(i, calls.get(i).method(), calls.get(i).parameters()));
        var answers = post("a batch", json.writeValueAsString(batch), said -> told(calls, said));
        if (answers.isPresent()) return answers.get();
        var found = new ArrayList<JsonNode>();
        for (var call : calls) found.add(call(call));
        return found;
    }

    /// Empty of an endpoint that takes no batches.
    private static Optional<List<JsonNode>> told(List<Call> calls, JsonNode answers) throws ChainUnreachable {
        if (!answers.isArray()) return Optional.empty();
        var found = new ArrayList<JsonNode>();
        for (var i = 0; i < calls.size(); i++) found.add(value(calls.get(i).method(), one(answers, i)));
        return Optional.of(found);
    }

    private JsonNode call(Call call) throws ChainUnreachable {
        return call(call.method(), call.parameters().toArray());
    }

    private static JsonNode one(JsonNode answers, int id) throws ChainUnreachable {
        for (var each : answers) if (each.path("id").asInt(-1) == id) return each;
        throw new ChainUnreachable("the endpoint's answer to a batch lacks one");
    }

    private static JsonNode value(String method, JsonNode answer) throws ChainUnreachable {
        return switch (answer(method, answer)) {
            case Answer.Result(var value) -> value;
            case Answer.Refused(var words) -> throw new ChainUnreachable("%s: %s".formatted(method, words));
        };
    }

    private JsonNode request(int id, String method, List<Object> parameters) {
        var request = json.createObjectNode();
        request.put("jsonrpc", "2.0").put("id", id).put("method", method);
        request.set("params", json.valueToTree(parameters));
        return request;
    }

    private String single(String method, Object... parameters) {
        return json.writeValueAsString(request(1, method, List.of(parameters)));
    }

    /// What an endpoint says to something; that it refuses is its word, and no other is asked.
    Answer ask(String method, Object... parameters) throws ChainUnreachable {
        return post(method, single(method, parameters), said -> answer(method, said));
    }

    /// **Why** what has neither a result nor an error is no answer: taken for an empty result it would say that there
    /// is no such transaction, and who pays anew by that pays twice.
    private static Answer answer(String method, JsonNode answer) throws ChainUnreachable {
        var error = answer.path("error");
        if (error.isObject()) {
            var words = error.path("message").asString("no words");
            return new Answer.Refused(words.substring(0, Math.min(words.length(), WORDS_CHARACTERS_MAX)));
        }
        if (!answer.isObject() || !answer.has("result") || (!error.isMissingNode() && !error.isNull()))
            throw new ChainUnreachable(method + ": the endpoint's answer is none of JSON-RPC");
        return new Answer.Result(answer.path("result"));
    }

    @FunctionalInterface
    private interface Reading<T> {
        T of(JsonNode said) throws ChainUnreachable;
    }

    private <T> T post(String method, String body, Reading<T> reading) throws ChainUnreachable {
        return endpoints.ask(
                method,
                endpoint -> HttpRequest.newBuilder(endpoint)
                        .header("content-type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString(body)),
                response -> reading.of(read(method, response)));
    }

    private JsonNode read(String method, HttpResponse<String> response) throws ChainUnreachable {
        if (response.statusCode() != OK)
            throw new ChainUnreachable("%s: the endpoint answered %d".formatted(method, response.statusCode()));
        try {
            return json.readTree(response.body());
        } catch (JacksonException e) {
            throw new ChainUnreachable(method + ": the endpoint's answer is not json");
        }
    }

    BigInteger number(String method, Object... parameters) throws ChainUnreachable {
        return number(call(method, parameters));
    }

    static BigInteger number(JsonNode value) throws ChainUnreachable {
        var text = value.asString("");
        if (!QUANTITY.matcher(text).matches()) throw new ChainUnreachable("the endpoint's answer is not a quantity");
        return new BigInteger(text.substring(2), 16);
    }
}

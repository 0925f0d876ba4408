package tallystick.control.chain;

import java.math.BigInteger;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
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

    private final JsonMapper json = new JsonMapper();
    private final HttpEndpoints endpoints;

    /// @param endpoints at least one, the one to begin with first
    JsonRpc(List<URI> endpoints) {
        this(endpoints, new Turns());
    }

    /// @param turns of the chain, where others ask it too
    JsonRpc(List<URI> endpoints, Turns turns) {
        this.endpoints = new HttpEndpoints(endpoints, turns);
    }

    /// What the endpoint answers.
    sealed interface Answer {
        record Result(JsonNode value) implements Answer {}

        /// @param words its own, cut
        record Refused(String words) implements Answer {}
    }

    JsonNode call(String method, Object... parameters) throws ChainUnreachable {
        return value(method, post(method, json.writeValueAsString(request(1, method, List.of(parameters)))));
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
        var answers = post("a batch", json.writeValueAsString(batch));
        var found = new ArrayList<JsonNode>();
        for (var i = 0; i < calls.size(); i++) {
            var call = calls.get(i);
            found.add(answers.isArray() ? value(call.method(), one(answers, i)) : call(call));
        }
        return found;
    }

    private JsonNode call(Call call) throws ChainUnreachable {
        return call(call.method(), call.parameters().toArray());
    }

    private static JsonNode one(JsonNode answers, int id) throws ChainUnreachable {
        for (var each : answers) if (each.path("id").asInt(-1) == id) return each;
        throw new ChainUnreachable("the endpoint's answer to a batch lacks one");
    }

    private static JsonNode value(String method, JsonNode answer) throws ChainUnreachable {
        return switch (answer(answer)) {
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

    Answer ask(String method, Object... parameters) throws ChainUnreachable {
        return answer(post(method, json.writeValueAsString(request(1, method, List.of(parameters)))));
    }

    private static Answer answer(JsonNode answer) {
        if (!answer.has("error")) return new Answer.Result(answer.path("result"));
        var words = answer.path("error").path("message").asString("no words");
        return new Answer.Refused(words.substring(0, Math.min(words.length(), 500)));
    }

    private JsonNode post(String method, String body) throws ChainUnreachable {
        return endpoints.ask(
                method,
                endpoint -> HttpRequest.newBuilder(endpoint)
                        .header("content-type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString(body)),
                response -> read(method, response));
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

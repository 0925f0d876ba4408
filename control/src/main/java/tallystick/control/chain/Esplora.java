package tallystick.control.chain;

import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;
import tallystick.core.chain.bitcoin.Transaction;
import tallystick.core.chain.bitcoin.TxOutput;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.codec.Parsed;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Questions to servers that answer as Esplora does.
///
/// **Threads** any.
///
/// @spec https://github.com/Blockstream/esplora/blob/master/API.md Esplora HTTP API
final class Esplora {
    private static final Pattern NUMBER = Pattern.compile("[0-9]{1,9}");
    private static final Pattern ID = Pattern.compile("[0-9a-f]{64}");
    private static final Pattern HEX = Pattern.compile("[0-9a-f]{2,8000000}");
    private static final int OK = 200;
    private static final int REFUSED = 400;
    private static final int ABSENT = 404;
    private static final int WORDS_CHARACTERS_MAX = 500;

    private final JsonMapper json = new JsonMapper();
    private final HttpEndpoints endpoints;

    /// @param endpoints at least one, the one to begin with first; paths are put behind it
    /// @param turns of the chain
    Esplora(List<URI> endpoints, Turns turns) {
        this.endpoints = new HttpEndpoints(endpoints, turns);
    }

    /// What the endpoint answers.
    sealed interface Answer {
        record Found(String text) implements Answer {}

        /// It knows nothing of the kind.
        record Absent() implements Answer {}

        /// @param words its own, cut
        record Refused(String words) implements Answer {}
    }

    Answer ask(String path) throws ChainUnreachable {
        return ask(path, HttpRequest.Builder::GET);
    }

    Answer give(String path, String body) throws ChainUnreachable {
        return ask(
                path,
                request ->
                        request.header("content-type", "text/plain").POST(HttpRequest.BodyPublishers.ofString(body)));
    }

    private Answer ask(String path, Function<HttpRequest.Builder, HttpRequest.Builder> how) throws ChainUnreachable {
        return endpoints.ask(
                path,
                endpoint -> how.apply(HttpRequest.newBuilder(place(endpoint, path))),
                response -> answer(path, response));
    }

    private static URI place(URI endpoint, String path) {
        var text = endpoint.toString();
        return URI.create((text.endsWith("/") ? text.substring(0, text.length() - 1) : text) + path);
    }

    private static Answer answer(String path, HttpResponse<String> response) throws ChainUnreachable {
        var text = response.body().strip();
        return switch (response.statusCode()) {
            case OK -> new Answer.Found(text);
            case ABSENT -> new Answer.Absent();
            case REFUSED -> new Answer.Refused(text.substring(0, Math.min(text.length(), WORDS_CHARACTERS_MAX)));
            default ->
                throw new ChainUnreachable("%s: the endpoint answered %d".formatted(path, response.statusCode()));
        };
    }

    /// What has to be there.
    String text(String path) throws ChainUnreachable {
        return switch (ask(path)) {
            case Answer.Found(var text) -> text;
            case Answer.Absent _ -> throw new ChainUnreachable(path + ": the endpoint has none");
            case Answer.Refused(var words) -> throw new ChainUnreachable("%s: %s".formatted(path, words));
        };
    }

    JsonNode json(String path) throws ChainUnreachable {
        return json(path, text(path));
    }

    /// A list.
    JsonNode list(String path) throws ChainUnreachable {
        var value = json(path);
        if (!value.isArray()) throw new ChainUnreachable(path + ": the endpoint's answer is no list");
        return value;
    }

    private JsonNode json(String path, String text) throws ChainUnreachable {
        try {
            return json.readTree(text);
        } catch (JacksonException e) {
            throw new ChainUnreachable(path + ": the endpoint's answer is not json");
        }
    }

    /// What may be missing.
    Optional<JsonNode> jsonIfThere(String path) throws ChainUnreachable {
        return switch (ask(path)) {
            case Answer.Found(var text) -> Optional.of(json(path, text));
            case Answer.Absent _ -> Optional.empty();
            case Answer.Refused(var words) -> throw new ChainUnreachable("%s: %s".formatted(path, words));
        };
    }

    int number(String path) throws ChainUnreachable {
        var text = text(path);
        if (!NUMBER.matcher(text).matches()) throw new ChainUnreachable(path + ": the endpoint's answer is no number");
        return Integer.parseInt(text);
    }

    /// The transaction of an id, which its bytes prove.
    Transaction transaction(String id) throws ChainUnreachable {
        var text = text("/tx/%s/hex".formatted(id));
        if (text.length() % 2 == 0
                && HEX.matcher(text).matches()
                && Transaction.parse(Bytes.ofHex(text)) instanceof Parsed.Ok<Transaction>(var transaction)
                && transaction.txid().equals(id)) return transaction;
        throw new ChainUnreachable("what the endpoint calls %s is not that transaction".formatted(id));
    }

    /// The id of a transaction or of a block.
    static String id(JsonNode value) throws ChainUnreachable {
        var text = value.asString("");
        if (!ID.matcher(text).matches())
            throw new ChainUnreachable("the endpoint's answer has no id where one belongs");
        return text;
    }

    static int height(JsonNode value) throws ChainUnreachable {
        return (int) whole(value, Integer.MAX_VALUE - 1);
    }

    static long satoshi(JsonNode value) throws ChainUnreachable {
        return whole(value, TxOutput.VALUE_MAX);
    }

    /// A number in 0..max.
    static long whole(JsonNode value, long max) throws ChainUnreachable {
        if (!value.isIntegralNumber() || !value.canConvertToLong() || value.asLong() < 0 || value.asLong() > max)
            throw new ChainUnreachable("the endpoint's answer has no number in 0..%d where one belongs".formatted(max));
        return value.asLong();
    }
}

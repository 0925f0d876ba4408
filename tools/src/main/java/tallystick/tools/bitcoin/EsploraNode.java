package tallystick.tools.bitcoin;

import java.io.IOException;
import java.math.BigInteger;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import tallystick.sdk.WholeAnswers;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// A client of one server that answers as Esplora does, within ten seconds and with 32 MiB at most, or counts as one
/// that does not.
///
/// @spec https://github.com/Blockstream/esplora/blob/master/API.md Esplora HTTP API
public final class EsploraNode {
    private static final Duration LIMIT = Duration.ofSeconds(10);
    private static final int BODY_BYTES_MAX = 32 << 20;
    private static final int OK = 200;
    private static final int ABSENT = 404;
    private static final int TRANSACTIONS_MAX = 100_000;
    private static final Pattern NUMBER = Pattern.compile("[0-9]{1,9}");
    private static final Pattern ID = Pattern.compile("[0-9a-f]{64}");

    private final WholeAnswers answers;
    private final JsonMapper json = new JsonMapper();
    private final String place;

    /// Talks to the server at `endpoint`, behind which paths are put.
    public EsploraNode(URI endpoint) {
        var text = endpoint.toString();
        this.place = text.endsWith("/") ? text.substring(0, text.length() - 1) : text;
        this.answers = new WholeAnswers(
                HttpClient.newBuilder()
                        .connectTimeout(LIMIT)
                        .followRedirects(HttpClient.Redirect.NEVER)
                        .build(),
                LIMIT,
                BODY_BYTES_MAX);
    }

    /// A block with its transactions, each in the form of `/block/{id}/txs`.
    public record Block(String id, String before, List<JsonNode> transactions) {
        /// Copies.
        public Block {
            transactions = List.copyOf(transactions);
        }
    }

    /// The first block's id: which network it is of.
    public String genesis() throws IOException, InterruptedException {
        return idAt(0).orElseThrow(() -> new IOException("the endpoint has no first block"));
    }

    /// The number of the newest block.
    public BigInteger head() throws IOException, InterruptedException {
        var text = ask("/blocks/tip/height").orElse("");
        if (!NUMBER.matcher(text).matches()) throw new IOException("the endpoint's answer is no height");
        return new BigInteger(text);
    }

    private Optional<String> idAt(long height) throws IOException, InterruptedException {
        var text = ask("/block-height/" + height);
        if (text.isPresent() && !ID.matcher(text.get()).matches())
            throw new IOException("the endpoint's answer is no block");
        return text;
    }

    /// The chain's block of a height; empty if there is none.
    ///
    /// @throws IOException if not all of it is told, too: what is missing might be what is looked for
    public Optional<Block> block(long height) throws IOException, InterruptedException {
        var id = idAt(height);
        if (id.isEmpty()) return Optional.empty();
        var head = json("/block/" + id.get());
        var count = head.path("tx_count").asInt(0);
        var before = head.path("previousblockhash").asString("");
        if (count < 1
                || count > TRANSACTIONS_MAX
                || (height > 0 && !ID.matcher(before).matches()))
            throw new IOException("the endpoint's answer is no head of a block");
        var all = new ArrayList<JsonNode>();
        while (all.size() < count) {
            var page = json("/block/%s/txs/%d".formatted(id.get(), all.size()));
            if (!page.isArray() || page.isEmpty() || all.size() + page.size() > count)
                throw new IOException("the endpoint tells not the whole block");
            for (var each : page) all.add(each);
        }
        return Optional.of(new Block(id.get(), before, all));
    }

    private JsonNode json(String path) throws IOException, InterruptedException {
        var text = ask(path).orElseThrow(() -> new IOException(path + ": the endpoint has none"));
        try {
            return json.readTree(text);
        } catch (JacksonException e) {
            throw new IOException(path + ": the endpoint's answer is not json", e);
        }
    }

    private Optional<String> ask(String path) throws IOException, InterruptedException {
        var response = answers.ask(
                HttpRequest.newBuilder(URI.create(place + path)).build(), HttpResponse.BodyHandlers.ofString());
        if (response.statusCode() == ABSENT) return Optional.empty();
        if (response.statusCode() != OK)
            throw new IOException("%s: the endpoint answered %d".formatted(path, response.statusCode()));
        return Optional.of(response.body().strip());
    }
}

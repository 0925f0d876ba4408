package tallystick.tools.ethereum;

import java.io.IOException;
import java.math.BigInteger;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import tallystick.core.chain.Building;
import tallystick.core.chain.SignedTransaction;
import tallystick.core.chain.ethereum.base.Address;
import tallystick.crypto.codec.Bytes;
import tallystick.sdk.WholeAnswers;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;

/// A JSON-RPC client of one Ethereum node, which answers within ten seconds and with 32 MiB at most (a block with its
/// transactions is the largest that is asked for), or counts as one that does not.
///
/// @spec https://ethereum.github.io/execution-apis/ Ethereum JSON-RPC
public final class EthereumNode {
    private static final Duration LIMIT = Duration.ofSeconds(10);
    private static final BigInteger TIP_WEI_MAX = BigInteger.valueOf(1_000_000_000L);

    private static final int BODY_BYTES_MAX = 32 << 20;

    private final WholeAnswers answers;
    private final JsonMapper json = new JsonMapper();
    private final URI endpoint;

    /// Talks to the node at `endpoint`.
    public EthereumNode(URI endpoint) {
        this(endpoint, LIMIT, BODY_BYTES_MAX);
    }

    EthereumNode(URI endpoint, Duration limit, int bodyBytesMax) {
        this.endpoint = endpoint;
        var http = HttpClient.newBuilder().connectTimeout(limit).build();
        this.answers = new WholeAnswers(http, limit, bodyBytesMax);
    }

    /// The number that every transaction of this chain is bound to.
    public BigInteger chainNumber() throws IOException, InterruptedException {
        return quantity(call("eth_chainId"));
    }

    /// The number of the newest block.
    public BigInteger head() throws IOException, InterruptedException {
        return quantity(call("eth_blockNumber"));
    }

    /// A block with its transactions, in the form of `eth_getBlockByNumber`; empty if there is none of this number.
    public Optional<JsonNode> block(BigInteger number) throws IOException, InterruptedException {
        var parameters = json.createArrayNode().add("0x" + number.toString(16)).add(true);
        return Optional.of(ask("eth_getBlockByNumber", parameters)).filter(JsonNode::isObject);
    }

    /// The next sequence number of `account`, pending transactions counted.
    public BigInteger nonce(Address account) throws IOException, InterruptedException {
        return quantity(call("eth_getTransactionCount", account.toString(), "pending"));
    }

    /// What the chain shows of `account` now: a state file, docs/spec/state.md.
    ///
    /// @param tokens whose balances are asked for besides
    public Bytes state(Address account, List<Address> tokens) throws IOException, InterruptedException {
        var price = gasPrice();
        var state = json.createObjectNode();
        state.put("format", Building.STATE_FORMAT)
                .put("chain", "eip155:" + chainNumber())
                .put(
                        "nonceMined",
                        quantity(call("eth_getTransactionCount", account.toString(), "latest"))
                                .toString())
                .put("nonceNext", nonce(account).toString())
                .put("priorityFeePerGas", price.min(TIP_WEI_MAX).toString())
                .put("feePerGasMax", price.multiply(BigInteger.TWO).toString())
                .put("balance", balance(account).toString());
        var held = state.putArray("tokens");
        for (var token : tokens)
            held.addObject()
                    .put("token", token.toString())
                    .put("balance", tokenBalance(token, account).toString());
        return Bytes.ofUtf8(state.toString());
    }

    /// @spec https://eips.ethereum.org/EIPS/eip-20#balanceof EIP-20, balanceOf
    private BigInteger tokenBalance(Address token, Address account) throws IOException, InterruptedException {
        var asked = json.createObjectNode();
        asked.put("to", token.toString())
                .put("data", "0x70a08231" + "00".repeat(12) + account.value().toHex());
        var answer =
                ask("eth_call", json.createArrayNode().add(asked).add("latest")).asString();
        if (!answer.matches("0x[0-9a-f]{64}")) throw new IOException("%s is no token".formatted(token));
        return new BigInteger(answer.substring(2), 16);
    }

    /// What `account` has, in wei.
    public BigInteger balance(Address account) throws IOException, InterruptedException {
        return quantity(call("eth_getBalance", account.toString(), "latest"));
    }

    /// What the node thinks a unit of gas costs now, in wei.
    public BigInteger gasPrice() throws IOException, InterruptedException {
        return quantity(call("eth_gasPrice"));
    }

    /// Only a trial chain grants this.
    public void fund(Address account, BigInteger wei) throws IOException, InterruptedException {
        var _ = call("anvil_setBalance", account.toString(), "0x" + wei.toString(16));
    }

    /// Sends the bytes; the chain's name for them.
    public String broadcast(SignedTransaction transaction) throws IOException, InterruptedException {
        return call("eth_sendRawTransaction", "0x" + transaction.bytes().toHex())
                .asString();
    }

    /// Whether the transaction is mined and succeeded, waiting for at most ten seconds.
    public boolean awaitMined(String id) throws IOException, InterruptedException {
        for (var attempt = 0; attempt < 100; attempt++) {
            var receipt = call("eth_getTransactionReceipt", id);
            if (receipt.isObject()) return "0x1".equals(receipt.path("status").asString());
            Thread.sleep(Duration.ofMillis(100));
        }
        return false;
    }

    private JsonNode call(String method, String... parameters) throws IOException, InterruptedException {
        var list = json.createArrayNode();
        for (var parameter : parameters) list.add(parameter);
        return ask(method, list);
    }

    private JsonNode ask(String method, ArrayNode parameters) throws IOException, InterruptedException {
        var request = json.createObjectNode();
        request.put("jsonrpc", "2.0").put("id", 1).put("method", method).set("params", parameters);
        var response = answers.ask(
                HttpRequest.newBuilder(endpoint)
                        .header("content-type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString(request.toString()))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
        try {
            var answer = json.readTree(response.body());
            if (answer.has("error"))
                throw new IOException("%s: %s"
                        .formatted(method, answer.path("error").path("message").asString()));
            return answer.path("result");
        } catch (JacksonException e) {
            throw new IOException(method + ": the node's answer is not json", e);
        }
    }

    private static BigInteger quantity(JsonNode value) throws IOException {
        var text = value.asString();
        if (!text.matches("0x[0-9a-f]{1,64}")) throw new IOException("the node's answer is not a quantity");
        return new BigInteger(text.substring(2), 16);
    }
}

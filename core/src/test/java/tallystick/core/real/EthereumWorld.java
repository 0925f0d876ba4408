package tallystick.core.real;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.math.BigInteger;
import java.net.BindException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import tallystick.core.chain.SignedTransaction;
import tallystick.core.chain.ethereum.abi.AbiCodec;
import tallystick.core.chain.ethereum.abi.AbiValue;
import tallystick.core.chain.ethereum.abi.FunctionSignature;
import tallystick.core.chain.ethereum.base.Address;
import tallystick.core.chain.json.Json;
import tallystick.crypto.codec.Bytes;

/// A real Ethereum node in a process beside: it takes signed transactions, and contracts from their published
/// artifacts.
final class EthereumWorld implements AutoCloseable {
    private static final long WAIT_NANOS_MAX = 180_000_000_000L;
    private static final int FIRST_PORT = 12_000;
    private static final int PORTS = 18_000;

    private final Process process;
    private final URI endpoint;
    private final HttpClient http = HttpClient.newHttpClient();

    private EthereumWorld(Process process, URI endpoint) {
        this.process = process;
        this.endpoint = endpoint;
    }

    /// Starts one.
    static EthereumWorld start() throws IOException, InterruptedException {
        var port = freePort();
        var process = new ProcessBuilder(
                        Brought.anvil().toString(),
                        "--host",
                        "127.0.0.1",
                        "--port",
                        Integer.toString(port),
                        "--hardfork",
                        "prague",
                        "--quiet")
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        var world = new EthereumWorld(process, URI.create("http://127.0.0.1:" + port));
        world.awaitAnswer();
        return world;
    }

    /// One that the system does not give to outgoing connections: what it gives may be another's a moment later.
    private static int freePort() throws IOException {
        var taken = new BindException("no port is free");
        for (var i = 0; i < PORTS; i++) {
            var port = FIRST_PORT + ThreadLocalRandom.current().nextInt(PORTS);
            try (var _ = new ServerSocket(port)) {
                return port;
            } catch (BindException e) {
                taken = e;
            }
        }
        throw taken;
    }

    private void awaitAnswer() throws IOException, InterruptedException {
        for (var begin = System.nanoTime(); System.nanoTime() - begin < WAIT_NANOS_MAX; ) {
            try {
                ask("eth_chainId", "");
                return;
            } catch (IOException notYet) {
                if (process.waitFor(100, TimeUnit.MILLISECONDS)) throw new IOException("the node stopped", notYet);
            }
        }
        throw new IOException("the node did not answer within three minutes");
    }

    Json ask(String method, String parameters) throws IOException, InterruptedException {
        var body = "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"%s\",\"params\":[%s]}".formatted(method, parameters);
        var request = HttpRequest.newBuilder(endpoint)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
        var answer = Json.parse(Bytes.ofUtf8(
                        http.send(request, HttpResponse.BodyHandlers.ofString()).body()))
                .orThrow();
        return answer.member("result").orElseThrow(() -> new AssertionError(method + ": " + answer));
    }

    private String text(String method, String parameters) throws IOException, InterruptedException {
        if (ask(method, parameters) instanceof Json.Text(var _, var value)) return value;
        throw new AssertionError(method + " gave no text");
    }

    /// An account the node itself signs for.
    Address funded() throws IOException, InterruptedException {
        if (ask("eth_accounts", "") instanceof Json.Sequence(var _, var accounts)
                && accounts.getFirst() instanceof Json.Text(var _, var first))
            return Address.parse(first).orElseThrow();
        throw new AssertionError("no funded accounts");
    }

    BigInteger balance(Address of) throws IOException, InterruptedException {
        return new BigInteger(
                text("eth_getBalance", "\"%s\",\"latest\"".formatted(of)).substring(2), 16);
    }

    Bytes code(Address of) throws IOException, InterruptedException {
        return Bytes.ofHex(
                text("eth_getCode", "\"%s\",\"latest\"".formatted(of)).substring(2));
    }

    Bytes view(Address to, Bytes data) throws IOException, InterruptedException {
        return Bytes.ofHex(text("eth_call", "{\"to\":\"%s\",\"data\":\"0x%s\"},\"latest\"".formatted(to, data))
                .substring(2));
    }

    void fund(Address account, BigInteger wei) throws IOException, InterruptedException {
        var _ = ask("anvil_setBalance", "\"%s\",\"0x%s\"".formatted(account, wei.toString(16)));
    }

    void mineByHand(boolean byHand) throws IOException, InterruptedException {
        var _ = ask("evm_setAutomine", Boolean.toString(!byHand));
    }

    void mine() throws IOException, InterruptedException {
        var _ = ask("evm_mine", "");
    }

    /// Sends from the funded account and gives the receipt, whatever became of it.
    private Json sent(String fields) throws IOException, InterruptedException {
        return receipt(
                text("eth_sendTransaction", "{\"from\":\"%s\",\"gas\":\"0x989680\"%s}".formatted(funded(), fields)));
    }

    /// Sends it; the name the chain gives it.
    String broadcast(SignedTransaction signed) throws IOException, InterruptedException {
        return text("eth_sendRawTransaction", "\"0x%s\"".formatted(signed.bytes()));
    }

    /// Its receipt, waited for.
    Json receipt(String id) throws IOException, InterruptedException {
        for (var begin = System.nanoTime(); System.nanoTime() - begin < WAIT_NANOS_MAX; ) {
            var receipt = ask("eth_getTransactionReceipt", "\"" + id + "\"");
            if (receipt instanceof Json.Members) return receipt;
            if (process.waitFor(50, TimeUnit.MILLISECONDS)) break;
        }
        throw new IOException("the node gave no receipt within three minutes");
    }

    /// Whether the chain has a receipt of it.
    boolean hasReceipt(String id) throws IOException, InterruptedException {
        return ask("eth_getTransactionReceipt", "\"" + id + "\"") instanceof Json.Members;
    }

    boolean send(Address to, BigInteger value, Bytes data) throws IOException, InterruptedException {
        return sent(",\"to\":\"%s\",\"value\":\"0x%s\",\"data\":\"0x%s\"".formatted(to, value.toString(16), data))
                .text("status")
                .orElseThrow()
                .equals("0x1");
    }

    /// Sends it, and holds the chain to the name it was promised under and to success.
    void mined(SignedTransaction signed) throws IOException, InterruptedException {
        assertThat(broadcast(signed)).isEqualTo(signed.id());
        assertThat(receipt(signed.id()).text("status")).contains("0x1");
    }

    Address deploy(Bytes code) throws IOException, InterruptedException {
        var receipt = sent(",\"data\":\"0x%s\"".formatted(code));
        assertThat(receipt.text("status")).contains("0x1");
        return receipt.text("contractAddress").flatMap(Address::parse).orElseThrow();
    }

    /// What the node itself signs for typed data, with a key it holds.
    Bytes signTyped(Address account, String json) throws IOException, InterruptedException {
        return Bytes.ofHex(text("eth_signTypedData_v4", "\"%s\",%s".formatted(account, json))
                .substring(2));
    }

    /// What the node itself signs for a message, with a key it holds.
    Bytes signMessage(Address account, Bytes message) throws IOException, InterruptedException {
        return Bytes.ofHex(text("personal_sign", "\"0x%s\",\"%s\"".formatted(message, account))
                .substring(2));
    }

    /// The code of a published artifact, with the arguments of its constructor behind it.
    static Bytes artifact(String file, String constructor, AbiValue... arguments) throws IOException {
        var json = Json.parse(Bytes.copyOf(Files.readAllBytes(Brought.folder().resolve("node_modules/" + file))))
                .orThrow();
        var types = FunctionSignature.parse(constructor).orThrow().inputs();
        return Bytes.concat(
                Bytes.ofHex(json.text("bytecode").orElseThrow().replaceFirst("^0x", "")),
                AbiCodec.encode(types, List.of(arguments)));
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(5, TimeUnit.SECONDS)) process.destroyForcibly();
        } catch (InterruptedException interrupted) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}

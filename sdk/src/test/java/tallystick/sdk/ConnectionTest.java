package tallystick.sdk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.hash.StandardHash;

/// Requests as a server sees them.
class ConnectionTest {
    private static final String NAME = "0191f4a2-7c3e-7d10-8a55-1b2c3d4e5f60";

    private record Seen(String method, String target, String body, String idempotencyKey, List<String> signature) {
        String text() {
            return String.join(
                    "\n",
                    "tallystick-request-1",
                    method,
                    target,
                    StandardHash.sha256(Bytes.ofUtf8(body)).toString(),
                    signature.get(1),
                    signature.get(2),
                    signature.get(0),
                    "");
        }
    }

    private final List<Seen> seen = new CopyOnWriteArrayList<>();
    private HttpServer server;
    private int lost;
    private String answer = "{\"items\":[]}";
    private int status = 200;

    @BeforeEach
    void listen() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    private void answer(HttpExchange exchange) throws IOException {
        var body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        var headers = exchange.getRequestHeaders();
        seen.add(new Seen(
                exchange.getRequestMethod(),
                exchange.getRequestURI().toString(),
                body,
                String.valueOf(headers.getFirst("Idempotency-Key")),
                List.of(
                        headers.getFirst("Tallystick-Key"),
                        headers.getFirst("Tallystick-Timestamp"),
                        headers.getFirst("Tallystick-Nonce"),
                        headers.getFirst("Tallystick-Signature"))));
        if (seen.size() <= lost) {
            // The connection ends without an answer.
            exchange.close();
            return;
        }
        var bytes = answer.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    private URI base() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    private static KeyPair pair(String algorithm) throws Exception {
        var generator = KeyPairGenerator.getInstance(algorithm);
        if (algorithm.equals("EC")) generator.initialize(new ECGenParameterSpec("secp256r1"));
        return generator.generateKeyPair();
    }

    private static boolean verifies(Seen request, KeyPair pair, String algorithm) throws Exception {
        var verifier = Signature.getInstance(algorithm);
        verifier.initVerify(pair.getPublic());
        verifier.update(request.text().getBytes(StandardCharsets.UTF_8));
        return verifier.verify(HexFormat.of().parseHex(request.signature().get(3)));
    }

    @Test
    void requests_areSignedByEitherAlgorithm_overWhatIsSent() throws Exception {
        var edwards = pair("Ed25519");
        var connection = new Connection(base(), ApiKey.ed25519(NAME, edwards.getPrivate()));
        assertThat(connection.get("/v1/vaults?limit=1").items("items")).isEmpty();
        var _ = connection.post("/v1/vaults", Fields.none().with("name", "a \"b\" \\ \n"), "a-key-of-mine");
        assertThat(seen).hasSize(2);
        assertThat(seen.get(0).target()).isEqualTo("/v1/vaults?limit=1");
        assertThat(seen.get(1).body()).isEqualTo("{\"name\":\"a \\\"b\\\" \\\\ \\u000a\"}");
        assertThat(seen.get(1).idempotencyKey()).isEqualTo("a-key-of-mine");
        for (var each : seen) assertThat(verifies(each, edwards, "Ed25519")).isTrue();

        var nist = pair("EC");
        var _ = new Connection(base(), ApiKey.p256(NAME, nist.getPrivate())).get("/v1/nodes");
        assertThat(verifies(seen.getLast(), nist, "SHA256withECDSAinP1363Format"))
                .isTrue();
    }

    @Test
    void requestWithoutAnAnswer_isSentAgain_underTheSameIdempotencyKeyAndAnotherNonce() throws Exception {
        lost = 1;
        var connection =
                new Connection(base(), ApiKey.ed25519(NAME, pair("Ed25519").getPrivate()));
        var _ = connection.post("/v1/withdrawals", Fields.none());
        assertThat(seen).hasSizeGreaterThanOrEqualTo(2);
        assertThat(seen.stream().map(Seen::idempotencyKey).distinct()).hasSize(1);
        assertThat(seen.getFirst().idempotencyKey()).matches("[0-9a-f]{32}");
        assertThat(seen.getLast().signature().get(2))
                .isNotEqualTo(seen.getFirst().signature().get(2));
    }

    @Test
    void problem_isToldByItsWord() throws Exception {
        status = 409;
        answer = "{\"type\":\"urn:tallystick:problem:conflict\",\"detail\":\"it is over\"}";
        var connection =
                new Connection(base(), ApiKey.ed25519(NAME, pair("Ed25519").getPrivate()));
        assertThatThrownBy(() -> connection.get("/v1/vaults")).isInstanceOfSatisfying(ControlRefused.class, refused -> {
            assertThat(refused.status()).isEqualTo(409);
            assertThat(refused.problem()).isEqualTo("conflict");
            assertThat(refused).hasMessageContaining("it is over");
            assertThat(refused.number()).isEmpty();
        });
    }

    /// By these a program acts, and its people find the request again.
    @Test
    void problem_hasItsNumber_itsField_whatHelps_andTheRequestsName() throws Exception {
        status = 429;
        answer = """
            {"type": "urn:tallystick:problem:full", "detail": "200 drafts", "field": "amount", "number": 5401,
             "remedy": "wait", "requestId": "r-1"}""";
        var connection =
                new Connection(base(), ApiKey.ed25519(NAME, pair("Ed25519").getPrivate()), Duration.ofSeconds(5));
        assertThatThrownBy(() -> connection.get("/v1/vaults")).isInstanceOfSatisfying(ControlRefused.class, refused -> {
            assertThat(refused.number()).hasValue(5401);
            assertThat(List.of(refused.field(), refused.remedy(), refused.requestId()))
                    .containsExactly("amount", "wait", "r-1");
        });
    }

    @Test
    void answerThatIsNoJson_isNotControls() throws Exception {
        answer = "<html>";
        var connection =
                new Connection(base(), ApiKey.ed25519(NAME, pair("Ed25519").getPrivate()));
        assertThatThrownBy(() -> connection.get("/v1/vaults")).isInstanceOf(ControlUnreachable.class);
    }

    /// Whether it was done is not known, and done twice it would be refused, or be another change.
    @Test
    void changeWithoutAnIdempotencyKey_isSentOnce() throws Exception {
        lost = 1;
        var connection =
                new Connection(base(), ApiKey.ed25519(NAME, pair("Ed25519").getPrivate()));
        var asked = new Connection.Asked("DELETE", "/v1/webhooks/1", Bytes.empty(), Map.of());
        assertThatThrownBy(() -> connection.ask(asked)).isInstanceOf(ControlUnreachable.class);
        assertThat(seen).hasSize(1);
        assertThat(connection.ask(asked).items("items")).isEmpty();
    }

    @Test
    void stream_isGivenAsItComes_andAProblemInItsPlaceIsToldByItsWord() throws Exception {
        var connection =
                new Connection(base(), ApiKey.ed25519(NAME, pair("Ed25519").getPrivate()));
        var asked = new Connection.Asked("GET", "/v1/events/stream", Bytes.empty(), Map.of("Last-Event-ID", "7"));
        answer = "id:8\n\n";
        try (var stream = connection.stream(asked)) {
            assertThat(new String(stream.readAllBytes(), StandardCharsets.UTF_8))
                    .isEqualTo(answer);
        }
        status = 403;
        answer = "{\"type\":\"urn:tallystick:problem:forbidden\",\"detail\":\"no\"}";
        assertThatThrownBy(() -> connection.stream(asked))
                .isInstanceOfSatisfying(
                        ControlRefused.class,
                        refused -> assertThat(refused.problem()).isEqualTo("forbidden"));
    }
}

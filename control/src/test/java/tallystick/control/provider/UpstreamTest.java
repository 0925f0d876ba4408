package tallystick.control.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tallystick.control.answer.Problem;
import tools.jackson.databind.json.JsonMapper;

/// Calls to a provider that says what it likes.
class UpstreamTest {
    private static final String DOCUMENT = "/.well-known/openid-configuration";

    @TempDir
    private Path directory;

    private HttpServer server;
    private final Map<String, Map.Entry<Integer, String>> answers = new LinkedHashMap<>();
    private final ConcurrentLinkedQueue<String> received = new ConcurrentLinkedQueue<>();

    @BeforeEach
    void begin() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            received.add("%s %s"
                    .formatted(
                            exchange.getRequestHeaders().getFirst("Authorization"),
                            new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8)));
            var answer = answers.getOrDefault(exchange.getRequestURI().getPath(), Map.entry(404, ""));
            var body = answer.getValue().getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().add("Location", issuer() + DOCUMENT + "2");
            exchange.sendResponseHeaders(answer.getKey(), body.length == 0 ? -1 : body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.start();
        Files.writeString(directory.resolve("secret"), "a+b c\n");
        says(document());
    }

    @AfterEach
    void end() {
        server.stop(0);
    }

    private String issuer() {
        return "http://127.0.0.1:%d".formatted(server.getAddress().getPort());
    }

    private Map<String, Object> document() {
        var all = new LinkedHashMap<String, Object>();
        all.put("issuer", issuer());
        all.put("authorization_endpoint", issuer() + "/auth?tenant=7");
        all.put("token_endpoint", issuer() + "/token");
        all.put("jwks_uri", issuer() + "/keys");
        return all;
    }

    private void says(Map<String, Object> document) {
        answers.put(DOCUMENT, Map.entry(200, new JsonMapper().writeValueAsString(document)));
    }

    private Upstream upstream() {
        return upstream(issuer(), "secret");
    }

    private Upstream upstream(String issuer, String secret) {
        return new Upstream(
                new Provider(
                        issuer,
                        "id",
                        "control of ours",
                        directory.resolve(secret),
                        false,
                        Optional.empty(),
                        Optional.empty()),
                InstantSource.system());
    }

    private static void refused(Trouble trouble, String as, ThrowingCallable work) {
        assertThatThrownBy(work)
                .as(as)
                .asInstanceOf(type(Problem.class))
                .extracting(problem -> problem.remedy().map(Problem.Remedy::number))
                .isEqualTo(Optional.of(trouble.number()));
    }

    @Test
    void document_isReadOnce_andBelievedForAWhile() {
        var upstream = upstream();
        assertThat(upstream.metadata()).isEqualTo(upstream.metadata());
        assertThat(upstream.metadata().takesHeader()).isTrue();
        assertThat(received).hasSize(1);
    }

    @Test
    void documentThatCannotBeUsed_isToldApart() {
        var bad = new LinkedHashMap<String, Object>();
        bad.put("issuer", issuer() + "/");
        bad.put("authorization_endpoint", "javascript:alert(1)");
        bad.put("token_endpoint", "file:///etc/passwd");
        bad.put("jwks_uri", issuer() + "/keys#part");
        bad.put("response_types_supported", List.of("id_token"));
        bad.put("code_challenge_methods_supported", List.of("plain"));
        bad.put("id_token_signing_alg_values_supported", List.of("HS256", "none"));
        bad.put("token_endpoint_auth_methods_supported", List.of("private_key_jwt"));
        bad.forEach((name, value) -> {
            var document = document();
            document.put(name, value);
            says(document);
            refused(Trouble.UNFIT, name, () -> upstream().metadata());
        });
        for (var name : List.of("issuer", "authorization_endpoint", "token_endpoint", "jwks_uri")) {
            var document = document();
            document.remove(name);
            says(document);
            refused(Trouble.UNFIT, name, () -> upstream().metadata());
        }
        answers.put(DOCUMENT, Map.entry(200, "<html>"));
        refused(Trouble.UNFIT, "html", () -> upstream().metadata());
    }

    @Test
    void providerThatFails_redirects_orHasNoEnd_isSilent() {
        for (var answer : List.of(
                Map.entry(500, "{}"), Map.entry(302, ""), Map.entry(200, "x".repeat(300_000)), Map.entry(404, ""))) {
            answers.put(DOCUMENT, answer);
            refused(Trouble.SILENT, answer.getKey().toString(), () -> upstream().metadata());
        }
        assertThat(received).hasSize(4);
        server.stop(0);
        refused(Trouble.SILENT, "nobody there", () -> upstream().metadata());
    }

    @Test
    void providerOnAPrivateNetwork_isBarred_unlessTheOperatorSaysSo() {
        for (var each :
                List.of("https://127.0.0.1:1", "https://10.0.0.1:1", "https://[::1]:1", "https://169.254.169.254"))
            refused(Trouble.BARRED, each, () -> upstream(each, "secret").metadata());
        var allowed =
                new Provider("https://127.0.0.1:1", "id", "c", directory, true, Optional.empty(), Optional.empty());
        refused(Trouble.SILENT, "allowed", () -> new Upstream(allowed, InstantSource.system()).metadata());
    }

    @Test
    void issuer_isReachedEncrypted_orOnThisMachine() {
        for (var each : List.of(
                "https://id.example.org", "https://id.example.org/realms/a", "http://localhost:1", "http://127.0.0.1"))
            assertThat(Provider.isGood(each)).as(each).isTrue();
        for (var each : List.of(
                "http://id.example.org",
                "https://id.example.org?a=b",
                "https://id.example.org#a",
                "https://a:b@id.example.org",
                "file:///etc/passwd",
                "id.example.org",
                "https:///",
                "no url")) assertThat(Provider.isGood(each)).as(each).isFalse();
    }

    @Test
    void code_isRedeemed_withTheSecretWhereTheProviderWantsIt() {
        answers.put("/token", Map.entry(200, "{\"id_token\":\"t\"}"));
        assertThat(upstream().redeem("c&d", "verifier", "https://here/")).isEqualTo("t");
        assertThat(received.stream().skip(1).findFirst())
                .hasValue("Basic Y29udHJvbCtvZitvdXJzOmElMkJiK2M= grant_type=authorization_code&code=c%26d"
                        + "&redirect_uri=https%3A%2F%2Fhere%2F&code_verifier=verifier");
        received.clear();
        var document = document();
        document.put("token_endpoint_auth_methods_supported", List.of("client_secret_post"));
        says(document);
        assertThat(upstream().redeem("c", "verifier", "https://here/")).isEqualTo("t");
        assertThat(received.stream().skip(1).findFirst().orElseThrow())
                .startsWith("null ")
                .endsWith("&client_id=control+of+ours&client_secret=a%2Bb+c");
    }

    @Test
    void codeThatIsNotTaken_isToldFromAClientThatIsNot() throws IOException {
        for (var each : List.of(
                Map.entry(Trouble.CODE_REFUSED, Map.entry(400, "{\"error\":\"invalid_grant\"}")),
                Map.entry(Trouble.CLIENT_REFUSED, Map.entry(400, "{\"error\":\"invalid_client\"}")),
                Map.entry(Trouble.CLIENT_REFUSED, Map.entry(401, "")),
                Map.entry(Trouble.SILENT, Map.entry(502, "")),
                Map.entry(Trouble.UNFIT, Map.entry(200, "{}")),
                Map.entry(Trouble.UNFIT, Map.entry(200, "<html>")))) {
            answers.put("/token", each.getValue());
            refused(each.getKey(), each.toString(), () -> upstream().redeem("c", "v", "r"));
        }
        refused(
                Trouble.CLIENT_REFUSED,
                "no file",
                () -> upstream(issuer(), "none").redeem("c", "v", "r"));
        Files.writeString(directory.resolve("empty"), "\n");
        refused(
                Trouble.CLIENT_REFUSED,
                "empty",
                () -> upstream(issuer(), "empty").redeem("c", "v", "r"));
    }
}

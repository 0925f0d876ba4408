package tallystick.control.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tallystick.control.access.Algorithm;
import tallystick.control.access.SignedRequest;
import tallystick.control.kit.Program;
import tallystick.control.kit.World;

/// Requests that are not what a program signed, or were signed by nobody who counts.
class SignedRequestsTest {
    private static final String VAULTS = "/v1/vaults";

    private static World world;
    private static Program auditor;

    @BeforeAll
    static void begin() throws Exception {
        world = World.get();
        auditor = world.program("AUDITOR");
    }

    private static void refused(Program.Answer answer, int status, String word) {
        assertThat(answer.status()).as(answer.json().toString()).isEqualTo(status);
        assertThat(answer.text("type")).isEqualTo("urn:tallystick:problem:" + word);
        assertThat(answer.text("requestId")).isNotBlank();
        assertThat(answer.response().headers().firstValue("content-type"))
                .hasValueSatisfying(type -> assertThat(type).startsWith("application/problem+json"));
    }

    @Test
    void signedRequest_ofEitherAlgorithm_isAnswered() throws Exception {
        assertThat(auditor.get(VAULTS).status()).isEqualTo(200);
        assertThat(auditor.get(VAULTS + "?limit=1").status()).isEqualTo(200);
        assertThat(world.program("AUDITOR", Algorithm.P256).get(VAULTS).status())
                .isEqualTo(200);
    }

    @Test
    void unsignedRequest_isRefused() throws Exception {
        var response = HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create(world.base() + VAULTS))
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
        assertThat(response.statusCode()).isEqualTo(401);
    }

    @Test
    void everyPartOfARequest_changedAfterSigning_isRefused() throws Exception {
        refused(auditor.send(auditor.request("GET", VAULTS, "").to(VAULTS + "?limit=7")), 401, "unsigned");
        refused(auditor.send(auditor.request("GET", VAULTS, "").to("/v1/nodes")), 401, "unsigned");
        refused(auditor.send(auditor.request("GET", VAULTS, "").with("{}")), 401, "unsigned");
        for (var header : List.of(SignedRequest.TIMESTAMP, SignedRequest.NONCE, SignedRequest.KEY)) {
            var request = auditor.request("GET", VAULTS, "");
            var other =
                    switch (header) {
                        case SignedRequest.TIMESTAMP ->
                            Long.toString(Instant.now().getEpochSecond() + 1);
                        case SignedRequest.KEY -> world.administrator().id();
                        default -> UUID.randomUUID().toString();
                    };
            request.headers().put(header, other);
            refused(auditor.send(request), 401, "unsigned");
        }
        var otherMethod = auditor.request("GET", VAULTS, "");
        refused(auditor.send(new Program.Signed("DELETE", VAULTS, "", otherMethod.headers())), 401, "unsigned");
    }

    @Test
    void headerThatIsMissing_isRefused() throws Exception {
        for (var header :
                List.of(SignedRequest.TIMESTAMP, SignedRequest.NONCE, SignedRequest.KEY, SignedRequest.SIGNATURE)) {
            var request = auditor.request("GET", VAULTS, "");
            request.headers().remove(header);
            refused(auditor.send(request), 401, "unsigned");
        }
    }

    @Test
    void requestThatWasHere_isRefused() throws Exception {
        var request = auditor.request("GET", VAULTS, "");
        assertThat(auditor.send(request).status()).isEqualTo(200);
        refused(auditor.send(request), 401, "replayed");
    }

    @Test
    void requestOfLongAgoOrOfTheFuture_isRefused() throws Exception {
        refused(auditor.send(auditor.request("GET", VAULTS, "", Instant.now().minusSeconds(3600))), 401, "stale");
        refused(auditor.send(auditor.request("GET", VAULTS, "", Instant.now().plusSeconds(3600))), 401, "stale");
    }

    @Test
    void keyThatWasRevoked_countsNoMore() throws Exception {
        var program = world.program("AUDITOR");
        assertThat(program.get(VAULTS).status()).isEqualTo(200);
        assertThat(world.administrator().delete("/v1/api-keys/" + program.id()).status())
                .isEqualTo(204);
        refused(program.get(VAULTS), 401, "unsigned");
    }

    @Test
    void keyOfAnotherPlace_isRefused() throws Exception {
        var program = Program.with(world.base(), Algorithm.ED25519);
        var made = world.administrator()
                .post(
                        "/v1/api-keys",
                        Map.of(
                                "name", "elsewhere",
                                "algorithm", "ED25519",
                                "publicKey", program.publicKey(),
                                "role", "AUDITOR",
                                "allowList", List.of("192.0.2.0/24")));
        refused(program.called(made.text("id")).get(VAULTS), 403, "elsewhere");
    }

    @Test
    void keyThatIsNone_isNotMade() throws Exception {
        for (var body : List.of(
                Map.of("name", "n", "algorithm", "P256", "publicKey", "00".repeat(64), "role", "AUDITOR"),
                Map.of("name", "n", "algorithm", "ED25519", "publicKey", "00", "role", "AUDITOR"),
                Map.of("name", "n", "algorithm", "RSA", "publicKey", "00".repeat(32), "role", "AUDITOR"),
                Map.of("name", "n", "algorithm", "ED25519", "publicKey", "zz".repeat(32), "role", "AUDITOR"),
                Map.of("algorithm", "ED25519", "publicKey", "11".repeat(32), "role", "AUDITOR"),
                Map.of("name", "n", "algorithm", "ED25519", "publicKey", "11".repeat(32), "role", "OWNER")))
            refused(world.administrator().post("/v1/api-keys", body), 422, "invalid");
    }

    @Test
    void scopeBeyondARole_isNotGiven() throws Exception {
        var program = Program.with(world.base(), Algorithm.ED25519);
        refused(
                world.administrator()
                        .post(
                                "/v1/api-keys",
                                Map.of(
                                        "name", "more",
                                        "algorithm", "ED25519",
                                        "publicKey", program.publicKey(),
                                        "role", "INITIATOR",
                                        "scopes", List.of("WITHDRAWALS_WRITE", "APPROVALS_WRITE"))),
                422,
                "invalid");
    }

    @Test
    void postAgain_doesNothingAgain_andIsAnsweredAsBefore() throws Exception {
        var administrator = world.administrator();
        var program = Program.with(world.base(), Algorithm.ED25519);
        var body = Map.of("name", "once", "algorithm", "ED25519", "publicKey", program.publicKey(), "role", "AUDITOR");
        var key = UUID.randomUUID().toString();
        var first = administrator.post("/v1/api-keys", body, key);
        var again = administrator.post("/v1/api-keys", body, key);
        assertThat(first.status()).isEqualTo(201);
        assertThat(again.status()).isEqualTo(201);
        assertThat(again.json()).isEqualTo(first.json());
        assertThat(again.response().headers().firstValue("Idempotency-Repeated"))
                .contains("true");
        refused(administrator.post("/v1/api-keys", Map.of("name", "other"), key), 422, "reused");
    }

    @Test
    void postThatFailed_mayBeSentAgain() throws Exception {
        var key = UUID.randomUUID().toString();
        refused(world.administrator().post("/v1/api-keys", Map.of("name", "n"), key), 422, "invalid");
        refused(world.administrator().post("/v1/api-keys", Map.of("name", "other"), key), 422, "invalid");
    }

    @Test
    void postWithoutIdempotencyKey_isRefused() throws Exception {
        refused(
                world.administrator().send(world.administrator().request("POST", "/v1/api-keys", "{}")),
                400,
                "malformed");
    }

    @Test
    void bodyWithAFieldNobodyKnows_isRefused() throws Exception {
        refused(world.administrator().post("/v1/api-keys", Map.of("nome", "n")), 400, "malformed");
    }

    @Test
    void requestId_ofTheProgram_comesBack_andIsInTheAudit() throws Exception {
        var id = "test-" + UUID.randomUUID();
        var request = auditor.request("POST", "/v1/vaults", "{}");
        request.headers().put("X-Request-Id", id);
        request.headers().put("Idempotency-Key", UUID.randomUUID().toString());
        var answer = auditor.send(request);
        assertThat(answer.response().headers().firstValue("X-Request-Id")).contains(id);
        var audit = auditor.get("/v1/audit?limit=200").json().path("items");
        assertThat(audit.valueStream().map(each -> each.path("requestId").asString()))
                .contains(id);
    }
}

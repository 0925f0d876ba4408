package tallystick.control.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tallystick.control.kit.Contract;
import tallystick.control.kit.Desk;
import tallystick.control.kit.World;
import tools.jackson.databind.json.JsonMapper;

/// What the server answers is what control/openapi.json says of it. Every program of the tests holds each answer
/// against the file; here each reading method is asked at least once, over rows that are there.
class ContractTest {
    private static final String TO = "0xd8dA6BF26964aF9D7eEd9e03E53415D37aA96045";

    private static World world;
    private static Desk desk;
    private static final Map<String, String> NAMES = new HashMap<>();

    @BeforeAll
    static void makeOneOfEach() throws Exception {
        world = World.get();
        desk = Desk.open(world);
        var address = desk.address(BigInteger.TEN.pow(18));
        var draft = desk.draft(address.path("id").asString(), TO, BigInteger.ONE, Map.of());
        NAMES.put("/v1/withdrawals/{id}", desk.submitted(draft));
        NAMES.put("/v1/vaults/{id}", desk.vault().path("id").asString());
        NAMES.put("/v1/wallets/{id}", desk.wallet());
        NAMES.put("/v1/wallets/{wallet}", desk.wallet());
        NAMES.put("balance", address.path("id").asString());
        var webhook = world.administrator()
                .post("/v1/webhooks", Map.of("url", "http://127.0.0.1:9/nobody", "kinds", List.of("node.restored")));
        NAMES.put("/v1/webhooks/{id}", webhook.text("id"));
    }

    private static String target(String template) {
        var target = template;
        for (var each : NAMES.entrySet())
            if (target.startsWith(each.getKey()))
                target = each.getKey().replaceFirst("\\{.*}", each.getValue())
                        + target.substring(each.getKey().length());
        return target.replace("{id}", NAMES.getOrDefault("balance", "")).replaceAll("\\{[a-zA-Z]+}", "1");
    }

    @Test
    void everyReadingMethod_answersAsTheFileSays() throws Exception {
        var asked = 0;
        for (var path : OpenApiTest.paths()) {
            // No program is signed in, and a stream has no end.
            if (!path.startsWith("/v1/") || path.startsWith("/v1/session") || path.endsWith("/stream")) continue;
            // What a program may not, or there is none of, is answered as a problem: that is held against the file too.
            var answer = world.administrator().get(target(path));
            assertThat(answer.status()).as(path + " " + answer.json()).isNotEqualTo(500);
            if (answer.status() != 200) continue;
            assertThat(Contract.seen()).contains("GET " + path);
            asked++;
        }
        assertThat(asked).isGreaterThanOrEqualTo(18);
    }

    @Test
    void answerThatBreaksTheContract_isFound() {
        var json = new JsonMapper();
        var good = json.readTree("{\"items\":[]}");
        assertThat(Contract.breaches("GET", "/v1/webhooks?limit=1", 200, good)).isEmpty();
        for (var bad : List.of(
                "{}",
                "[]",
                "{\"items\":[],\"more\":1}",
                "{\"items\":[{}]}",
                "{\"items\":{}}",
                "{\"items\":[{\"id\":\"x\",\"url\":\"u\",\"kinds\":[],\"createdAt\":\"now\"}]}"))
            assertThat(Contract.breaches("GET", "/v1/webhooks", 200, json.readTree(bad)))
                    .as(bad)
                    .isNotEmpty();
        assertThat(Contract.breaches("GET", "/v1/nothing", 200, good)).isNotEmpty();
        assertThat(Contract.breaches("GET", "/v1/webhooks", 202, good)).isNotEmpty();
    }
}

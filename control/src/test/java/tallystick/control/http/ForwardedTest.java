package tallystick.control.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tallystick.control.access.Algorithm;
import tallystick.control.kit.Program;
import tallystick.control.kit.World;

/// In a cluster Spring Boot would take from headers where a request comes from.
class ForwardedTest {
    private static final String PLATFORM = "spring.main.cloud-platform";

    @Test
    void addressThatAHeaderClaims_isNotBelieved_inAClusterEither() throws Exception {
        var world = World.get();
        var key = Program.with(world.base(), Algorithm.ED25519);
        var made = world.administrator()
                .post(
                        "/v1/api-keys",
                        Map.of(
                                "name", "forwarded",
                                "algorithm", "ED25519",
                                "publicKey", key.publicKey(),
                                "role", "AUDITOR",
                                "allowList", List.of("203.0.113.7/32")));
        assertThat(made.status()).as(made.json().toString()).isEqualTo(201);
        key.called(made.text("id"));
        System.setProperty(PLATFORM, "kubernetes");
        try (var beside = world.beside()) {
            var there = key.at(URI.create("http://127.0.0.1:" + beside.port()));
            for (var header : List.of("X-Forwarded-For", "Forwarded")) {
                var request = there.request("GET", "/v1/vaults", "");
                request.headers().put(header, header.equals("Forwarded") ? "for=203.0.113.7" : "203.0.113.7");
                var answer = there.send(request);
                assertThat(answer.status()).as(header).isEqualTo(403);
                assertThat(answer.text("type")).endsWith(":elsewhere");
            }
        } finally {
            System.clearProperty(PLATFORM);
        }
    }
}

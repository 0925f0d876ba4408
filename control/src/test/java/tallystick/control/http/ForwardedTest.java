package tallystick.control.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import tallystick.control.access.Algorithm;
import tallystick.control.access.TrustedProxies;
import tallystick.control.kit.Patience;
import tallystick.control.kit.Program;
import tallystick.control.kit.World;

/// In a cluster Spring Boot would take from headers where a request comes from.
class ForwardedTest {
    private static final String PLATFORM = "spring.main.cloud-platform";

    @Test
    void addressThatAHeaderClaims_isNotBelieved_inAClusterEither() throws Exception {
        var world = World.get();
        var key = bound(world);
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

    private static Program bound(World world) throws Exception {
        var key = Program.with(world.base(), Algorithm.ED25519);
        var made = world.administrator()
                .post(
                        "/v1/api-keys",
                        Map.of(
                                "name", "bound",
                                "algorithm", "ED25519",
                                "publicKey", key.publicKey(),
                                "role", "AUDITOR",
                                "allowList", List.of("203.0.113.7/32")));
        assertThat(made.status()).as(made.json().toString()).isEqualTo(201);
        return key.called(made.text("id"));
    }

    private static Program.Answer asked(Program program, String forwarded) throws Exception {
        var request = program.request("GET", "/v1/vaults", "");
        request.headers().put("X-Forwarded-For", forwarded);
        return program.send(request);
    }

    @Test
    void proxyOfTheOperators_isBelieved_andNobodyBeforeIt() throws Exception {
        var world = World.get();
        var key = bound(world);
        try (var beside = world.beside(new TrustedProxies(List.of("127.0.0.1/32", "10.0.0.0/8")))) {
            var there = key.at(URI.create("http://127.0.0.1:" + beside.port()));
            assertThat(asked(there, "203.0.113.7").status()).isEqualTo(200);
            assertThat(asked(there, "198.51.100.9, 203.0.113.7, 10.1.2.3").status())
                    .isEqualTo(200);
            for (var cheat : List.of("203.0.113.7, 198.51.100.9", "203.0.113.7, unknown", "10.0.0.1"))
                assertThat(asked(there, cheat).text("type")).as(cheat).endsWith(":elsewhere");
        }
    }

    @Test
    void strangersBehindAProxy_keepNobodyElseAway() throws Exception {
        var world = World.get();
        var good = world.program("AUDITOR");
        try (var beside = world.beside(new TrustedProxies(List.of("127.0.0.1/32")))) {
            var base = URI.create("http://127.0.0.1:" + beside.port());
            var forger = Program.with(base, Algorithm.ED25519).called(good.id());
            var nobody = Program.with(base, Algorithm.ED25519)
                    .called(UUID.randomUUID().toString());
            var paces = beside.part(Paces.class);
            var crowd = Thread.ofVirtual().start(() -> {
                while (!Thread.currentThread().isInterrupted()) {
                    paces.refused("198.51.100.50");
                    LockSupport.parkNanos(1_000_000);
                }
            });
            try {
                for (var stranger : List.of(forger, nobody))
                    Patience.until(
                            "strangers of that address are turned away",
                            () -> asked(stranger, "198.51.100.50").status() == 429);
                assertThat(asked(good.at(base), "198.51.100.50").status()).isEqualTo(200);
                for (var stranger : List.of(forger, nobody))
                    assertThat(asked(stranger, "198.51.100.51").status()).isEqualTo(401);
            } finally {
                crowd.interrupt();
                crowd.join();
            }
        }
    }
}

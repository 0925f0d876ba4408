package tallystick.control.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import tallystick.control.access.Algorithm;
import tallystick.control.events.Events;
import tallystick.control.kit.Patience;
import tallystick.control.kit.World;
import tallystick.control.store.Store;
import tallystick.crypto.codec.Bytes;
import tools.jackson.databind.json.JsonMapper;

/// Events brought to a real HTTP server of this machine.
class WebhooksTest {
    /// One that nothing else in these tests makes.
    private static final String HAPPENED = "node.restored";

    private record Received(Map<String, List<String>> headers, String body) {
        String header(String name) {
            return headers.entrySet().stream()
                    .filter(each -> each.getKey().equalsIgnoreCase(name))
                    .map(each -> each.getValue().getFirst())
                    .findFirst()
                    .orElse("");
        }
    }

    @Test
    void event_isBroughtSigned_againUntilItIsTaken_underOneName() throws Exception {
        var world = World.get();
        var received = new ConcurrentLinkedQueue<Received>();
        var calls = new AtomicInteger();
        var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/hook", exchange -> {
            var body = new String(exchange.getRequestBody().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
            received.add(new Received(Map.copyOf(exchange.getRequestHeaders()), body));
            exchange.sendResponseHeaders(calls.incrementAndGet() == 1 ? 503 : 204, -1);
            exchange.close();
        });
        server.start();
        try {
            var administrator = world.administrator();
            var made = administrator.post(
                    "/v1/webhooks",
                    Map.of(
                            "url",
                                    "http://127.0.0.1:%d/hook"
                                            .formatted(server.getAddress().getPort()),
                            "kinds", List.of(HAPPENED)));
            assertThat(made.status()).as(made.json().toString()).isEqualTo(201);
            happen(world);
            Patience.until("a second attempt", () -> received.size() >= 2);
            var first = received.remove();
            var second = received.remove();
            assertThat(second.header("Tallystick-Webhook-Event")).isEqualTo(first.header("Tallystick-Webhook-Event"));
            assertThat(second.body()).isEqualTo(first.body());
            assertThat(new JsonMapper().readTree(first.body()).path("kind").asString())
                    .isEqualTo(HAPPENED);
            for (var each : List.of(first, second)) verify(world, each);

            sendAgain(world, "/v1/webhooks/%s/deliveries".formatted(made.text("id")));
            Patience.until("the event again", () -> !received.isEmpty());
            assertThat(received.remove().header("Tallystick-Webhook-Event"))
                    .isEqualTo(first.header("Tallystick-Webhook-Event"));
            assertThat(administrator.delete("/v1/webhooks/" + made.text("id")).status())
                    .isEqualTo(204);
        } finally {
            server.stop(0);
        }
    }

    @Test
    void kindThatThereIsNot_isRefused() throws Exception {
        var made = World.get()
                .administrator()
                .post("/v1/webhooks", Map.of("url", "http://127.0.0.1:9/", "kinds", List.of("withdrawal.move")));
        assertThat(made.status()).isEqualTo(422);
        assertThat(made.text("field")).isEqualTo("kinds");
        assertThat(made.text("detail")).contains("withdrawal.moved");
    }

    /// One that accepts and never answers holds up nothing but what is brought to it.
    @Test
    void targetThatIsSilent_doesNotHoldUpAnother() throws Exception {
        var world = World.get();
        var arrived = new AtomicInteger();
        var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            exchange.sendResponseHeaders(204, -1);
            exchange.close();
            arrived.incrementAndGet();
        });
        server.start();
        try (var silent = new ServerSocket(0, 200, InetAddress.getLoopbackAddress())) {
            var hung = hooked(world, silent.getLocalPort());
            var events = 6;
            for (var i = 0; i < events; i++) happen(world);
            // Whoever waits for the silent one does so by now, and has more to bring it.
            try (var waiting = silent.accept()) {
                assertThat(waiting.isConnected()).isTrue();
                var before = System.nanoTime();
                var good = hooked(world, server.getAddress().getPort());
                for (var i = 0; i < events; i++) happen(world);
                Patience.until("every event at the other", () -> arrived.get() >= events);
                assertThat(System.nanoTime() - before).isLessThan(TimeUnit.SECONDS.toNanos(9));
                for (var each : List.of(hung, good))
                    assertThat(world.administrator()
                                    .delete("/v1/webhooks/" + each)
                                    .status())
                            .isEqualTo(204);
            }
        } finally {
            server.stop(0);
        }
    }

    private static String hooked(World world, int port) throws Exception {
        var made = world.administrator()
                .post(
                        "/v1/webhooks",
                        Map.of("url", "http://127.0.0.1:%d/".formatted(port), "kinds", List.of(HAPPENED)));
        assertThat(made.status()).as(made.json().toString()).isEqualTo(201);
        return made.text("id");
    }

    private static void sendAgain(World world, String deliveries) throws Exception {
        var administrator = world.administrator();
        Patience.until(
                "a delivery",
                () -> administrator
                        .get(deliveries)
                        .json()
                        .path("items")
                        .path(0)
                        .path("state")
                        .asString()
                        .equals("DELIVERED"));
        var event = administrator
                .get(deliveries)
                .json()
                .path("items")
                .path(0)
                .path("event")
                .asLong();
        assertThat(administrator
                        .post(deliveries + "/%d/resend".formatted(event), Map.of())
                        .status())
                .isEqualTo(202);
    }

    private static void happen(World world) {
        var store = world.control().part(Store.class);
        var events = world.control().part(Events.class);
        var workspace = store.sql("select id from workspaces")
                .query(java.util.UUID.class)
                .single();
        var _ = store.atomically(() -> {
            events.append(workspace, HAPPENED, Store.newId(), events.data().put("number", 1));
            return true;
        });
    }

    private static void verify(World world, Received received) throws Exception {
        var keys = new JsonMapper()
                .readTree(HttpClient.newHttpClient()
                        .send(
                                HttpRequest.newBuilder(
                                                URI.create(world.base() + "/.well-known/tallystick-webhook-keys.json"))
                                        .build(),
                                HttpResponse.BodyHandlers.ofString())
                        .body());
        var kid = received.header("Tallystick-Webhook-Key");
        var key = keys.path("keys")
                .valueStream()
                .filter(each -> each.path("kid").asString().equals(kid))
                .findFirst()
                .orElseThrow();
        var text = "%s.%s.%s.%s"
                .formatted(
                        kid,
                        received.header("Tallystick-Webhook-Timestamp"),
                        received.header("Tallystick-Webhook-Event"),
                        received.body());
        var signature = HexFormat.of().parseHex(received.header("Tallystick-Webhook-Signature"));
        var raw = Base64.getUrlDecoder().decode(key.path("x").asString());
        assertThat(Algorithm.ED25519.verifies(Bytes.copyOf(raw), Bytes.ofUtf8(text), Bytes.copyOf(signature)))
                .isTrue();
        assertThat(Algorithm.ED25519.verifies(Bytes.copyOf(raw), Bytes.ofUtf8(text + " "), Bytes.copyOf(signature)))
                .isFalse();
    }
}

package tallystick.control.kit;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// A program that follows the stream of events and knows which stages each withdrawal has been in.
///
/// **Threads** any.
public final class Follower implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final JsonMapper JSON = new JsonMapper();
    private static final String DATA = "data:";

    private final HttpClient http = HttpClient.newHttpClient();
    private final Map<String, Set<String>> stages = new HashMap<>();

    /// Follows what happens from now on.
    ///
    /// @param base of the replica whose stream it is
    public static Follower of(Program program, URI base) throws IOException, InterruptedException {
        var follower = new Follower();
        var request = HttpRequest.newBuilder(base.resolve("/v1/events/stream"));
        program.request("GET", "/v1/events/stream", "").headers().forEach(request::header);
        var response = follower.http.send(request.build(), HttpResponse.BodyHandlers.ofLines());
        if (response.statusCode() != 200) throw new AssertionError("the stream answered " + response.statusCode());
        var lines = response.body().iterator();
        // The first is said once the stream knows where it begins.
        lines.next();
        Thread.ofVirtual().name("follower").start(() -> follower.read(lines));
        return follower;
    }

    private void read(Iterator<String> lines) {
        while (lines.hasNext()) {
            var line = lines.next();
            if (line.startsWith(DATA)) note(JSON.readTree(line.substring(DATA.length())));
        }
    }

    private synchronized void note(JsonNode event) {
        var stage = event.path("data").path("to").asString("");
        if (stage.isEmpty()) return;
        stages.computeIfAbsent(event.path("subject").asString(), _ -> new TreeSet<>())
                .add(stage);
        notifyAll();
    }

    /// Waits until a withdrawal has been in this stage.
    public synchronized void until(String id, String stage) throws InterruptedException {
        var end = System.nanoTime() + PATIENCE.toNanos();
        while (!stages.getOrDefault(id, Set.of()).contains(stage)) {
            var left = Duration.ofNanos(end - System.nanoTime()).toMillis();
            if (left <= 0) throw new AssertionError("three minutes without %s: %s".formatted(stage, stages.get(id)));
            wait(left);
        }
    }

    @Override
    public void close() {
        http.shutdownNow();
    }
}

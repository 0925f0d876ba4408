package tallystick.control.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import tallystick.control.access.Algorithm;
import tallystick.control.events.Events;
import tallystick.control.kit.Patience;
import tallystick.control.kit.Program;
import tallystick.control.kit.World;
import tallystick.control.store.Store;
import tallystick.crypto.codec.Bytes;

/// Events as pages and as a stream.
class EventsTest {
    private static UUID happen(World world) {
        var store = world.control().part(Store.class);
        var events = world.control().part(Events.class);
        var workspace = store.sql("select id from workspaces").query(UUID.class).single();
        var subject = Store.newId();
        return store.atomically(() -> {
            events.append(workspace, "test.listened", subject, events.data());
            return subject;
        });
    }

    @Test
    void page_goesOnWhereTheOneBeforeEnded() throws Exception {
        var world = World.get();
        var subject = happen(world);
        happen(world);
        var auditor = world.program("AUDITOR");
        var seen = new ArrayList<Long>();
        var found = false;
        var next = "";
        do {
            var page = auditor.get("/v1/events?limit=1" + (next.isEmpty() ? "" : "&cursor=" + next));
            for (var each : page.json().path("items")) {
                seen.add(each.path("number").asLong());
                found |= each.path("subject").asString().equals(subject.toString());
            }
            next = page.text("next");
        } while (!next.isEmpty());
        assertThat(seen).isSorted().doesNotHaveDuplicates();
        assertThat(found).isTrue();
    }

    /// Whoever was at the end, or was brought an event by a webhook, has its number and no cursor.
    @Test
    void page_isOfWhatCameAfterTheNumberThatIsGiven_andAtItsEndOfNothing() throws Exception {
        var world = World.get();
        var last = world.control().part(Events.class).last();
        var subjects = List.of(happen(world), happen(world), happen(world));
        var auditor = world.program("AUDITOR");
        var first = auditor.get("/v1/events?limit=2&after=" + last);
        var rest = auditor.get("/v1/events?limit=2&after=%d&cursor=%s".formatted(last, first.text("next")));
        var seen = Stream.of(first, rest)
                .flatMap(page -> page.json().path("items").valueStream())
                .map(each -> each.path("subject").asString())
                .toList();
        assertThat(seen)
                .containsSubsequence(subjects.stream().map(UUID::toString).toList());
        var end = world.control().part(Events.class).last();
        assertThat(auditor.get("/v1/events?after=" + end).json().path("items"))
                .allMatch(each -> each.path("number").asLong() > end);
        assertThat(auditor.get("/v1/events?after=x").status()).isEqualTo(422);
    }

    @Test
    void stream_sendsWhatHappensAfterTheNamedEvent() throws Exception {
        var world = World.get();
        var last = world.control().part(Events.class).last();
        var auditor = world.program("AUDITOR");
        var subject = happen(world);
        try (var client = HttpClient.newHttpClient()) {
            var body = stream(client, world.base(), streaming(auditor), last);
            assertThat(body.anyMatch(line -> line.startsWith("data:") && line.contains(subject.toString())))
                    .isTrue();
            client.shutdownNow();
        }
    }

    @Test
    void stream_endsWhenItsPersonSignsOut() throws Exception {
        var world = World.get();
        var ina = world.visitor("ina").signIn();
        try (var client = HttpClient.newHttpClient()) {
            var last = world.control().part(Events.class).last();
            var lines = stream(client, world.base(), ina.headers(), last).iterator();
            assertThat(lines.next()).startsWith(":events after");
            var out = ina.send("DELETE", "/v1/session", "", ina.headers());
            assertThat(out.status()).isEqualTo(204);
            var subject = happen(world);
            assertThat(rest(lines)).noneMatch(line -> line.contains(subject.toString()));
        }
    }

    @Test
    void stream_endsWhenItsKeyIsRevoked() throws Exception {
        var world = World.get();
        var auditor = world.program("AUDITOR");
        try (var client = HttpClient.newHttpClient()) {
            var last = world.control().part(Events.class).last();
            var lines = stream(client, world.base(), streaming(auditor), last).iterator();
            assertThat(lines.next()).startsWith(":events after");
            var revoked = world.administrator().delete("/v1/api-keys/" + auditor.id());
            assertThat(revoked.status()).isEqualTo(204);
            var subject = happen(world);
            assertThat(rest(lines)).noneMatch(line -> line.contains(subject.toString()));
        }
    }

    /// Each would ask the database once a second for an hour.
    @Test
    void streams_ofOneKey_areThirtyTwo_andOneMoreOnceOneEnded() throws Exception {
        var world = World.get();
        var auditor = world.program("AUDITOR");
        var last = world.control().part(Events.class).last();
        try (var client = HttpClient.newHttpClient();
                var one = HttpClient.newHttpClient()) {
            var _ = stream(one, world.base(), streaming(auditor), last)
                    .iterator()
                    .next();
            for (var i = 1; i < 32; i++)
                assertThat(stream(client, world.base(), streaming(auditor), last)
                                .iterator()
                                .next())
                        .startsWith(":events after");
            assertThat(auditor.get("/v1/events/stream").status()).isEqualTo(429);
            assertThat(stream(client, world.base(), streaming(world.program("AUDITOR")), last)
                            .iterator()
                            .next())
                    .startsWith(":events after");
            one.shutdownNow();
            Patience.until("a place", () -> {
                happen(world);
                return streamed(client, world.base(), streaming(auditor), last).statusCode() == 200;
            });
            client.shutdownNow();
        }
    }

    @Test
    @Tag("slow")
    void stream_endsWhenTheDatabaseIsGone() throws Exception {
        var world = World.get();
        var directory = Files.createTempDirectory(world.directory(), "own");
        var program = Program.with(URI.create("http://127.0.0.1:1"), Algorithm.ED25519);
        try (var control = world.another(directory, Bytes.ofHex(program.publicKey()));
                var client = HttpClient.newHttpClient()) {
            var base = URI.create("http://127.0.0.1:" + control.port());
            var administrator =
                    program.at(base).called(control.firstKey().orElseThrow().toString());
            var lines = stream(client, base, streaming(administrator), 0).iterator();
            assertThat(lines.next()).startsWith(":events after");
            var postmaster =
                    Files.readAllLines(directory.resolve("data/postmaster.pid")).getFirst();
            ProcessHandle.of(Long.parseLong(postmaster.strip())).orElseThrow().destroyForcibly();
            assertThat(rest(lines)).noneMatch(line -> line.startsWith("data:"));
        }
    }

    private static Map<String, String> streaming(Program program) {
        return program.request("GET", "/v1/events/stream", "").headers();
    }

    private static Stream<String> stream(HttpClient client, URI base, Map<String, String> headers, long last)
            throws Exception {
        var response = streamed(client, base, headers, last);
        assertThat(response.statusCode()).isEqualTo(200);
        return response.body();
    }

    private static HttpResponse<Stream<String>> streamed(
            HttpClient client, URI base, Map<String, String> headers, long last) throws Exception {
        var request =
                HttpRequest.newBuilder(base.resolve("/v1/events/stream")).header("Last-Event-ID", Long.toString(last));
        headers.forEach(request::header);
        return client.send(request.build(), HttpResponse.BodyHandlers.ofLines());
    }

    /// What comes until the stream ends, which it has to.
    private static List<String> rest(Iterator<String> lines) throws Exception {
        var seen = new ArrayList<String>();
        var isOver = new AtomicBoolean();
        var _ = Thread.ofVirtual().start(() -> {
            lines.forEachRemaining(seen::add);
            isOver.set(true);
        });
        Patience.until("the end of a stream", isOver::get);
        return List.copyOf(seen);
    }
}

package tallystick.control.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import tallystick.control.events.Events;
import tallystick.control.kit.World;
import tallystick.control.store.Store;

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
        var seen = new java.util.ArrayList<Long>();
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

    @Test
    void stream_sendsWhatHappensAfterTheNamedEvent() throws Exception {
        var world = World.get();
        var last = world.control().part(Events.class).last();
        var auditor = world.program("AUDITOR");
        var subject = happen(world);
        var signed = auditor.request("GET", "/v1/events/stream", "");
        var request = HttpRequest.newBuilder(world.base().resolve("/v1/events/stream"))
                .header("Last-Event-ID", Long.toString(last));
        signed.headers().forEach(request::header);
        try (var client = HttpClient.newHttpClient()) {
            var response = client.send(request.build(), HttpResponse.BodyHandlers.ofLines());
            assertThat(response.statusCode()).isEqualTo(200);
            assertThat(response.body().anyMatch(line -> line.startsWith("data:") && line.contains(subject.toString())))
                    .isTrue();
            client.shutdownNow();
        }
    }
}

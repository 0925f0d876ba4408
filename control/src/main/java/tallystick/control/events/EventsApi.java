package tallystick.control.events;

import java.io.IOException;
import java.time.Duration;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestAttribute;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;
import tallystick.control.access.Caller;
import tallystick.control.access.Requires;
import tallystick.control.access.Scope;
import tallystick.control.answer.Page;
import tallystick.control.answer.Problem;

/// Events as pages and as a stream, over the API.
@RestController
final class EventsApi {
    private static final Duration STREAM_MAX = Duration.ofHours(1);
    private static final Duration PAUSE = Duration.ofMillis(300);
    private static final int BATCH = 100;
    private static final int QUIET_ROUNDS_MAX = 50;

    private final Events events;

    EventsApi(Events events) {
        this.events = events;
    }

    @GetMapping("/v1/events")
    @Requires(value = Scope.EVENTS_READ, says = "Lists events from the first on; a page's cursor is an event's number.")
    Page<Events.Event> listEvents(
            @RequestAttribute(Caller.ATTRIBUTE) Caller caller,
            @RequestParam(required = false) @Nullable String cursor,
            @RequestParam(required = false) @Nullable Integer limit) {
        var asked = Page.asked(cursor, limit);
        var after = asked.after().map(each -> number("cursor", each)).orElse(0L);
        return Page.of(
                events.after(caller.workspace(), after, asked.rows()), asked, each -> Long.toString(each.number()));
    }

    @GetMapping(value = "/v1/events/stream", produces = MediaType.TEXT_EVENT_STREAM_VALUE)
    @Requires(
            value = Scope.EVENTS_READ,
            says = "Sends events as they happen, after the one that the header Last-Event-ID names, else from now on.")
    SseEmitter streamEvents(
            @RequestAttribute(Caller.ATTRIBUTE) Caller caller,
            @RequestHeader(value = "Last-Event-ID", required = false) @Nullable String last) {
        var after = last == null ? events.last() : number("Last-Event-ID", last);
        var emitter = new SseEmitter(STREAM_MAX.toMillis());
        var sending = Thread.ofVirtual().name("events").unstarted(() -> send(emitter, caller.workspace(), after));
        emitter.onCompletion(sending::interrupt);
        emitter.onTimeout(emitter::complete);
        sending.start();
        return emitter;
    }

    private void send(SseEmitter emitter, UUID workspace, long after) {
        var next = after;
        var quiet = 0;
        try {
            emitter.send(SseEmitter.event().comment("events after " + after));
            while (true) {
                var some = events.after(workspace, next, BATCH);
                for (var event : some) {
                    emitter.send(SseEmitter.event()
                            .id(Long.toString(event.number()))
                            .name(event.kind())
                            .data(event, MediaType.APPLICATION_JSON));
                    next = event.number();
                }
                quiet = some.isEmpty() ? quiet + 1 : 0;
                if (quiet == QUIET_ROUNDS_MAX) {
                    emitter.send(SseEmitter.event().comment("nothing new"));
                    quiet = 0;
                }
                Thread.sleep(PAUSE);
            }
        } catch (IOException | IllegalStateException gone) {
            emitter.completeWithError(gone);
        } catch (InterruptedException stop) {
            emitter.complete();
        }
    }

    private static long number(String field, String text) {
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException e) {
            throw Problem.field(field, "the number of an event");
        }
    }
}

package tallystick.control.events;

import java.io.IOException;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationListener;
import org.springframework.context.event.ContextClosedEvent;
import org.springframework.dao.DataAccessException;
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
import tallystick.control.access.Standing;
import tallystick.control.answer.Page;
import tallystick.control.answer.Problem;
import tallystick.control.answer.Problem.Code;

/// Events as pages and as a stream, over the API.
@RestController
final class EventsApi implements ApplicationListener<ContextClosedEvent> {
    private static final Logger LOG = Logger.getLogger(EventsApi.class.getName());
    private static final Duration STREAM_MAX = Duration.ofHours(1);
    /// How long at most until it looks by itself.
    private static final Duration PAUSE = Duration.ofSeconds(1);
    /// What happens within it is sent together.
    private static final Duration BREATH = Duration.ofMillis(10);
    private static final Duration QUIET_MAX = Duration.ofSeconds(15);
    /// How long at most until it looks whether its caller may still ask.
    private static final Duration TRUST = Duration.ofSeconds(2);
    private static final int BATCH = 100;
    /// Each asks the database once a second, for an hour.
    private static final int STREAMS_OF_ONE_MAX = 32;

    private final Events events;
    private final Bell bell;
    private final ConcurrentMap<Thread, UUID> streams = new ConcurrentHashMap<>();

    EventsApi(Events events, Bell bell) {
        this.events = events;
        this.bell = bell;
    }

    @GetMapping("/v1/events")
    @Requires(
            value = Scope.EVENTS_READ,
            says = "Lists events from the first on, or after the number of the last that somebody has.")
    Page<Events.Event> listEvents(
            @RequestAttribute(Caller.ATTRIBUTE) Caller caller,
            @RequestParam(required = false) @Nullable Long after,
            @RequestParam(required = false) @Nullable String cursor,
            @RequestParam(required = false) @Nullable Integer limit) {
        var asked = Page.asked(cursor, limit);
        var from = asked.after().map(each -> number("cursor", each)).orElse(after == null ? 0L : after);
        return Page.of(
                events.after(caller.workspace(), from, asked.rows()), asked, each -> Long.toString(each.number()));
    }

    @GetMapping(value = "/v1/events/stream", produces = MediaType.TEXT_EVENT_STREAM_VALUE)
    @Requires(
            value = Scope.EVENTS_READ,
            says = "Sends events as they happen, after the one that the header Last-Event-ID names, else from now on.")
    SseEmitter streamEvents(
            @RequestAttribute(Caller.ATTRIBUTE) Caller caller,
            @RequestAttribute(Standing.ATTRIBUTE) Standing standing,
            @RequestHeader(value = "Last-Event-ID", required = false) @Nullable String last) {
        var after = last == null ? events.last() : number("Last-Event-ID", last);
        var emitter = new SseEmitter(STREAM_MAX.toMillis());
        var sending = Thread.ofVirtual()
                .name("events")
                .unstarted(() -> follow(new Stream(emitter, standing, caller.workspace()), after));
        enter(sending, caller.key());
        emitter.onCompletion(sending::interrupt);
        emitter.onTimeout(emitter::complete);
        sending.start();
        return emitter;
    }

    private synchronized void enter(Thread sending, UUID key) {
        if (Collections.frequency(streams.values(), key) >= STREAMS_OF_ONE_MAX)
            throw Problem.of(Code.CROWDED, "%d streams of this key already".formatted(STREAMS_OF_ONE_MAX));
        streams.put(sending, key);
    }

    private void follow(Stream stream, long after) {
        try {
            send(stream, after);
        } finally {
            streams.remove(Thread.currentThread());
        }
    }

    /// Control waits for requests under way when it stops, and a stream would have it wait.
    @Override
    public void onApplicationEvent(ContextClosedEvent closing) {
        streams.keySet().forEach(Thread::interrupt);
    }

    private record Stream(SseEmitter emitter, Standing standing, UUID workspace) {
        /// @return whether there was any
        boolean send(List<Events.Event> some) throws IOException {
            for (var event : some)
                emitter.send(SseEmitter.event()
                        .id(Long.toString(event.number()))
                        .name(event.kind())
                        .data(event, MediaType.APPLICATION_JSON));
            return !some.isEmpty();
        }

        void comment(String text) throws IOException {
            emitter.send(SseEmitter.event().comment(text));
        }
    }

    /// Until its caller is gone or may not ask any more, or the database is: whoever follows asks again after the last
    /// event that he has.
    private void send(Stream stream, long after) {
        var next = after;
        var trusted = System.nanoTime() - TRUST.toNanos();
        var spoken = System.nanoTime();
        try {
            stream.comment("events after " + after);
            while (true) {
                var heard = bell.rung();
                var some = events.after(stream.workspace(), next, BATCH);
                var now = System.nanoTime();
                if (!some.isEmpty() || now - trusted >= TRUST.toNanos()) {
                    if (!stream.standing().may(Scope.EVENTS_READ)) break;
                    trusted = now;
                }
                if (stream.send(some)) {
                    next = some.getLast().number();
                    spoken = now;
                    if (some.size() == BATCH) continue;
                } else if (now - spoken >= QUIET_MAX.toNanos()) {
                    stream.comment("nothing new");
                    spoken = now;
                }
                Thread.sleep(BREATH);
                bell.await(heard, PAUSE);
            }
            stream.emitter().complete();
        } catch (IOException | IllegalStateException gone) {
            stream.emitter().completeWithError(gone);
        } catch (DataAccessException | Problem unanswered) {
            LOG.log(Level.WARNING, "a stream of events ends: {0}", unanswered.getMessage());
            stream.emitter().complete();
        } catch (InterruptedException stop) {
            stream.emitter().complete();
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

package tallystick.control.webhooks;

import java.io.IOException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;
import tallystick.control.answer.Problem;
import tallystick.control.events.Events;
import tallystick.control.outside.Destinations;
import tallystick.control.store.Store;
import tallystick.crypto.codec.Bytes;
import tools.jackson.databind.json.JsonMapper;

/// Brings events to webhooks: each at least once, under one name however often, in order of their numbers as far as
/// they are taken.
///
/// **Why** each webhook has a thread of its own: a target that is silent, or answers a byte at a time, holds up what is
/// brought to it and nothing else. More may happen than such a target takes: what waited for days is given up.
@Component
class Webhooks {
    private static final int ATTEMPTS_MAX = 12;
    private static final int BATCH = 50;
    /// So that one round ends, however much happens meanwhile.
    private static final int BATCHES_MAX = 40;
    /// As many as a target that answers none in time has tried before another replica would try the last of them too.
    private static final int DELIVERIES_AT_ONCE_MAX = 4;
    private static final Logger LOG = Logger.getLogger(Webhooks.class.getName());
    private static final Duration LEASE = Duration.ofMinutes(1);
    private static final Duration FIRST_PAUSE = Duration.ofSeconds(2);
    private static final Duration PAUSE_MAX = Duration.ofHours(2);
    private static final Duration WHOLE = Duration.ofDays(3);

    private final Store store;
    private final Events events;
    private final WebhookKeys keys;
    private final Postman postman;
    private final JsonMapper json;
    private final InstantSource clock;
    private final Set<UUID> underWay = ConcurrentHashMap.newKeySet();

    Webhooks(Store store, Events events, WebhookKeys keys, Postman postman, JsonMapper json, InstantSource clock) {
        this.store = store;
        this.events = events;
        this.keys = keys;
        this.postman = postman;
        this.json = json;
        this.clock = clock;
    }

    /// A webhook.
    ///
    /// @param kinds which events; all if there are none
    /// @param after the number of the last event that was put into its list of deliveries
    record Webhook(
            UUID id, UUID workspace, String url, List<String> kinds, boolean enabled, long after, Instant createdAt) {}

    /// How far an event came with a webhook.
    record Delivery(
            UUID id,
            UUID webhook,
            long event,
            String state,
            int attempts,
            int status,
            String error,
            Instant dueAt,
            Instant updatedAt) {}

    Webhook add(UUID workspace, String url, List<String> kinds) {
        keys.begin();
        var id = Store.newId();
        store.sql("insert into webhooks (id, workspace_id, url, kinds, after_event) values (?, ?, ?, ?, ?)")
                .params(id, workspace, url, store.texts(kinds), events.last())
                .update();
        return one(workspace, id);
    }

    List<Webhook> list(UUID workspace) {
        return store.sql("select * from webhooks where workspace_id = ? and enabled order by id")
                .params(workspace)
                .query(Webhooks::webhook)
                .list();
    }

    Webhook one(UUID workspace, UUID id) {
        return store.sql("select * from webhooks where workspace_id = ? and id = ? and enabled")
                .params(workspace, id)
                .query(Webhooks::webhook)
                .optional()
                .orElseThrow(() -> Problem.absent("webhook"));
    }

    void remove(UUID workspace, UUID id) {
        var webhook = one(workspace, id);
        store.sql("update webhooks set enabled = false where id = ?")
                .params(webhook.id())
                .update();
        store.sql("update deliveries set state = 'GIVEN_UP', error = 'the webhook was removed' where webhook_id = ?"
                        + " and state = 'DUE'")
                .params(webhook.id())
                .update();
    }

    List<Delivery> deliveries(UUID webhook, long before, int rows) {
        return store.sql("select * from deliveries where webhook_id = ? and event < ? order by event desc limit ?")
                .params(webhook, before, rows)
                .query(Webhooks::delivery)
                .list();
    }

    /// Sends an event again, whatever became of it before.
    Delivery again(UUID webhook, long event) {
        return store.sql("""
            update deliveries set state = 'DUE', attempts = 0, begun_at = ?, due_at = ?, error = '', updated_at = ?
            where webhook_id = ? and event = ? returning *\
            """)
                .params(moment(), moment(), moment(), webhook, event)
                .query(Webhooks::delivery)
                .optional()
                .orElseThrow(() -> Problem.absent("delivery"));
    }

    private java.sql.Timestamp moment() {
        return Store.moment(clock.instant());
    }

    /// One round: puts new events into lists, gives up what waits for too long, and has tried what is due. Waits for no
    /// target.
    ///
    /// @spec docs/spec/api-request.md#AR-3 api-request
    void round() {
        var _ = store.sql("update deliveries set state = 'GIVEN_UP', error = ?, updated_at = ? where state = 'DUE'"
                        + " and begun_at < ?")
                .params(
                        "not taken for %d days".formatted(WHOLE.toDays()),
                        moment(),
                        Store.moment(clock.instant().minus(WHOLE)))
                .update();
        store.sql("select * from webhooks where enabled")
                .query(Webhooks::webhook)
                .list()
                .forEach(this::spreadAll);
        store.sql("select distinct webhook_id from deliveries where state = 'DUE' and due_at <= ?")
                .params(moment())
                .query(UUID.class)
                .list()
                .forEach(this::begin);
    }

    private void begin(UUID webhook) {
        if (!underWay.add(webhook)) return;
        var _ = Thread.ofVirtual().name("webhook " + webhook).start(() -> {
            try {
                for (var some = due(webhook); !some.isEmpty(); some = due(webhook)) some.forEach(this::bring);
            } catch (DataAccessException e) {
                LOG.log(Level.WARNING, "events are not brought for now: {0}", e.getMessage());
            } finally {
                underWay.remove(webhook);
            }
        });
    }

    private List<Delivery> due(UUID webhook) {
        return store
                .sql("""
            update deliveries set due_at = ?, attempts = attempts + 1 where id in (
              select d.id from deliveries d where d.webhook_id = ? and d.state = 'DUE' and d.due_at <= ?
              order by d.event limit ? for update skip locked) returning *\
            """)
                .params(Store.moment(clock.instant().plus(LEASE)), webhook, moment(), DELIVERIES_AT_ONCE_MAX)
                .query(Webhooks::delivery)
                .list()
                .stream()
                .sorted(Comparator.comparingLong(Delivery::event))
                .toList();
    }

    /// All that is new, of whatever kind.
    ///
    /// **Why** not a batch each round: where more happens in one than that, even who wants little of it would hear
    /// of that later and later.
    private void spreadAll(Webhook webhook) {
        for (var i = 0; i < BATCHES_MAX; i++) if (spread(webhook) < BATCH) return;
    }

    /// In one transaction with the number up to which it was done.
    ///
    /// @return how many events it looked at
    private int spread(Webhook webhook) {
        return store.atomically(() -> {
            var after = store.sql("select after_event from webhooks where id = ? for update")
                    .params(webhook.id())
                    .query(Long.class)
                    .single();
            var some = events.after(webhook.workspace(), after, BATCH);
            for (var event : some)
                if (webhook.kinds().isEmpty() || webhook.kinds().contains(event.kind()))
                    store.sql("insert into deliveries (id, webhook_id, event, state) values (?, ?, ?, 'DUE')"
                                    + " on conflict do nothing")
                            .params(Store.newId(), webhook.id(), event.number())
                            .update();
            if (!some.isEmpty())
                store.sql("update webhooks set after_event = ? where id = ?")
                        .params(some.getLast().number(), webhook.id())
                        .update();
            return some.size();
        });
    }

    private void bring(Delivery delivery) {
        var event = events.at(delivery.event());
        var url = store.sql("select url from webhooks where id = ?")
                .params(delivery.webhook())
                .query(String.class)
                .single();
        var body = Bytes.copyOf(json.writeValueAsBytes(event));
        var at = Long.toString(clock.instant().getEpochSecond());
        var signed = keys.sign(at, event.id().toString(), body);
        var headers = new LinkedHashMap<String, String>();
        headers.put("Tallystick-Webhook-Key", signed.kid());
        headers.put("Tallystick-Webhook-Timestamp", at);
        headers.put("Tallystick-Webhook-Event", event.id().toString());
        headers.put("Tallystick-Webhook-Signature", signed.signature().toHex());
        try {
            var status = postman.bring(url, headers, body);
            if (status >= 200 && status < 300) ended(delivery, "DELIVERED", status, "");
            else failed(delivery, status, "answered %d".formatted(status));
        } catch (Destinations.Barred e) {
            failed(delivery, 0, String.valueOf(e.getMessage()));
        } catch (IOException e) {
            failed(delivery, 0, "not reached: " + e.getClass().getSimpleName());
        }
    }

    private void failed(Delivery delivery, int status, String error) {
        if (delivery.attempts() >= ATTEMPTS_MAX) {
            ended(delivery, "GIVEN_UP", status, error);
            return;
        }
        var pause = FIRST_PAUSE.multipliedBy(1L << Math.min(delivery.attempts() - 1, 12));
        var due = clock.instant().plus(pause.compareTo(PAUSE_MAX) > 0 ? PAUSE_MAX : pause);
        store.sql("update deliveries set due_at = ?, status = ?, error = ?, updated_at = ? where id = ?"
                        + " and state = 'DUE'")
                .params(Store.moment(due), status, error, moment(), delivery.id())
                .update();
    }

    private void ended(Delivery delivery, String state, int status, String error) {
        store.sql("update deliveries set state = ?, status = ?, error = ?, updated_at = ? where id = ?")
                .params(state, status, error, moment(), delivery.id())
                .update();
    }

    private static Webhook webhook(ResultSet row, int number) throws SQLException {
        return new Webhook(
                row.getObject("id", UUID.class),
                row.getObject("workspace_id", UUID.class),
                row.getString("url"),
                Arrays.asList((String[]) row.getArray("kinds").getArray()),
                row.getBoolean("enabled"),
                row.getLong("after_event"),
                row.getTimestamp("created_at").toInstant());
    }

    private static Delivery delivery(ResultSet row, int number) throws SQLException {
        return new Delivery(
                row.getObject("id", UUID.class),
                row.getObject("webhook_id", UUID.class),
                row.getLong("event"),
                row.getString("state"),
                row.getInt("attempts"),
                row.getInt("status"),
                row.getString("error"),
                row.getTimestamp("due_at").toInstant(),
                row.getTimestamp("updated_at").toInstant());
    }
}

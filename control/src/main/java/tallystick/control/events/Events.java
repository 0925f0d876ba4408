package tallystick.control.events;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.springframework.stereotype.Component;
import tallystick.control.store.Store;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// What happened, in the order in which it was committed.
///
/// **Why** numbers are given under a lock that is held until the commit: whoever has read number n has missed none
/// below it.
@Component
public final class Events {
    private static final long LOCK = 0x7461_6c6c_7965_7674L;

    private final Store store;
    private final Bell bell;
    private final JsonMapper json;

    Events(Store store, Bell bell, JsonMapper json) {
        this.store = store;
        this.bell = bell;
        this.json = json;
    }

    /// One event, as programs get it.
    ///
    /// @param number rises by at least one from event to event
    /// @param id names it for ever, however often it is sent
    /// @param kind such as `withdrawal.moved`
    /// @param subject what it happened to
    /// @param data what happened
    public record Event(long number, UUID id, String kind, UUID subject, Instant at, JsonNode data) {}

    /// Appends one, in the transaction that runs and as the last of it: others wait for the numbers until it is
    /// committed, and are not to wait for what else it does.
    public void append(UUID workspace, String kind, UUID subject, JsonNode data) {
        var body = json.writeValueAsString(data);
        var id = Store.newId();
        store.last(() -> {
            store.sql("select pg_advisory_xact_lock(?), pg_notify(?, '')")
                    .params(LOCK, Bell.CHANNEL)
                    .query((_, _) -> true)
                    .single();
            store.sql("""
                insert into events (number, id, workspace_id, kind, subject, body)
                values (nextval('event_numbers'), ?, ?, ?, ?, ?::jsonb)\
                """).params(id, workspace, kind, subject, body).update();
        });
        store.afterCommit(bell::ring);
    }

    /// A new object for an event's data.
    public tools.jackson.databind.node.ObjectNode data() {
        return json.createObjectNode();
    }

    /// What came after `number`, at most so many.
    public List<Event> after(UUID workspace, long number, int rows) {
        return store.sql("select * from events where workspace_id = ? and number > ? order by number limit ?")
                .params(workspace, number, rows)
                .query(this::event)
                .list();
    }

    /// The last number there is.
    public long last() {
        return store.sql("select coalesce(max(number), 0) from events")
                .query(Long.class)
                .single();
    }

    /// One of them.
    public Event at(long number) {
        return store.sql("select * from events where number = ?")
                .params(number)
                .query(this::event)
                .single();
    }

    private Event event(ResultSet row, int ignored) throws SQLException {
        return new Event(
                row.getLong("number"),
                row.getObject("id", UUID.class),
                row.getString("kind"),
                row.getObject("subject", UUID.class),
                row.getTimestamp("at").toInstant(),
                json.readTree(row.getString("body")));
    }
}

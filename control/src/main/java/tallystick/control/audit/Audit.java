package tallystick.control.audit;

import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.stereotype.Component;
import tallystick.control.store.Store;

/// Who asked control for what, in order. What nodes did is in their own logs, which prove it; this is for operators.
@Component
public final class Audit {
    /// Of what nobody known asked for: enough to see who tries what, and no more than some 30 MB.
    static final int STRANGERS_MAX = 100_000;

    private final Store store;

    Audit(Store store) {
        this.store = store;
    }

    /// One request.
    ///
    /// @param key which API key or account; empty if nobody is known to have asked
    /// @param path with nothing in it that opens anything
    /// @param status what it was answered
    public record Entry(Optional<UUID> key, String method, String path, int status, String requestId, String remote) {}

    /// Writes one down.
    public void append(Entry entry) {
        store.sql("insert into audit (key_id, method, path, status, request_id, remote) values (?, ?, ?, ?, ?, ?)")
                .param(entry.key().orElse(null))
                .params(entry.method(), entry.path(), entry.status(), entry.requestId(), entry.remote())
                .update();
    }

    /// Forgets what nobody known asked for, but for the newest: whoever reaches control can write as much of it as he
    /// likes. What somebody known asked for is kept.
    public int forget() {
        return forget(STRANGERS_MAX);
    }

    int forget(int newest) {
        return store.sql("""
            delete from audit where key_id is null and number <=
              (select number from audit where key_id is null order by number desc offset ? limit 1)\
            """).params(newest).update();
    }

    /// Of one workspace. What nobody known asked for belongs to whose control it is, which is only known where there
    /// is one.
    List<AuditApi.AuditEntry> list(UUID workspace, long before, int rows) {
        return store.sql("""
            select a.*, p.person from audit a left join api_keys k on k.id = a.key_id
              left join accounts p on p.id = a.key_id
            where a.number < ? and (k.workspace_id = ? or p.workspace_id = ?
              or a.key_id is null and not exists (select 1 from workspaces w where w.id <> ?))
            order by a.number desc limit ?\
            """)
                .params(before, workspace, workspace, workspace, rows)
                .query((row, _) -> new AuditApi.AuditEntry(
                        row.getLong("number"),
                        row.getTimestamp("at").toInstant(),
                        row.getString("person") == null ? row.getObject("key_id", UUID.class) : null,
                        row.getString("person"),
                        row.getString("method"),
                        row.getString("path"),
                        row.getInt("status"),
                        row.getString("request_id"),
                        row.getString("remote")))
                .list();
    }
}

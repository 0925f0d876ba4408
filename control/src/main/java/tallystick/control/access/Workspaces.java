package tallystick.control.access;

import java.util.UUID;
import org.springframework.stereotype.Component;
import tallystick.control.store.Store;

/// Organisation and workspace that this control serves: one of each.
@Component
public final class Workspaces {
    private static final long LOCK = 0x7461_6c6c_7977_6f72L;

    private final Store store;

    Workspaces(Store store) {
        this.store = store;
    }

    /// The workspace, made where there is none yet.
    public UUID main() {
        return find().orElseGet(() -> store.atomically(this::make));
    }

    /// What the organisation is called.
    public String organisation() {
        return store.sql("select o.name from organisations o join workspaces w on w.organisation_id = o.id where w.id ="
                        + " ?")
                .params(main())
                .query(String.class)
                .single();
    }

    private java.util.Optional<UUID> find() {
        return store.sql("select id from workspaces order by created_at, id limit 1")
                .query(UUID.class)
                .optional();
    }

    /// Two replicas that begin at once make one.
    private UUID make() {
        store.sql("select pg_advisory_xact_lock(?)")
                .params(LOCK)
                .query((_, _) -> true)
                .single();
        var there = find();
        if (there.isPresent()) return there.get();
        var organisation = Store.newId();
        var workspace = Store.newId();
        store.sql("insert into organisations (id, name) values (?, 'default')")
                .params(organisation)
                .update();
        store.sql("insert into workspaces (id, organisation_id, name) values (?, ?, 'main')")
                .params(workspace, organisation)
                .update();
        return workspace;
    }
}

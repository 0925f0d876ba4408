package tallystick.control.webhooks;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import tallystick.control.access.Workspaces;
import tallystick.control.events.Events;
import tallystick.control.kit.World;
import tallystick.control.store.Store;

/// Much happens that a webhook does not want.
class BusyWorkspaceTest {
    private static final int MANY = 600;

    @Test
    void whatAWebhookWants_isFoundInOneRound_behindMuchThatItDoesNot() throws Exception {
        var control = World.get().control();
        var store = control.part(Store.class);
        var events = control.part(Events.class);
        var webhooks = control.part(Webhooks.class);
        var workspace = control.part(Workspaces.class).main();
        var hook = webhooks.add(workspace, "http://127.0.0.1:1/", List.of("test.wanted"));
        store.atomically(() -> {
            for (var i = 0; i < MANY; i++)
                store.sql("""
                    insert into events (number, id, workspace_id, kind, subject, body)
                    values (nextval('event_numbers'), ?, ?, 'test.unwanted', ?, '{}'::jsonb)\
                    """)
                        .params(Store.newId(), workspace, UUID.randomUUID())
                        .update();
            return MANY;
        });
        events.append(workspace, "test.wanted", UUID.randomUUID(), events.data());
        webhooks.round();
        assertThat(webhooks.deliveries(hook.id(), Long.MAX_VALUE, 2)).hasSize(1);
        webhooks.remove(workspace, hook.id());
    }
}

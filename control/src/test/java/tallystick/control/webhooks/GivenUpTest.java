package tallystick.control.webhooks;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import tallystick.control.access.Workspaces;
import tallystick.control.events.Events;
import tallystick.control.kit.World;
import tallystick.control.store.Store;

/// More happens than a target takes.
class GivenUpTest {
    @Test
    void whatATargetDidNotTakeForDays_isGivenUp_andTriedAgainWhereSomebodyAsks() throws Exception {
        var control = World.get().control();
        var store = control.part(Store.class);
        var events = control.part(Events.class);
        var webhooks = control.part(Webhooks.class);
        var workspace = control.part(Workspaces.class).main();
        var hook = webhooks.add(workspace, "http://127.0.0.1:1/", List.of("test.slow"));
        events.append(workspace, "test.slow", UUID.randomUUID(), events.data());
        webhooks.round();
        assertThat(delivery(webhooks, hook).state()).isEqualTo("DUE");
        store.sql("update deliveries set begun_at = now() - interval '73 hours' where webhook_id = ?")
                .params(hook.id())
                .update();
        webhooks.round();
        assertThat(delivery(webhooks, hook).state()).isEqualTo("GIVEN_UP");
        assertThat(delivery(webhooks, hook).error()).isEqualTo("not taken for 3 days");
        webhooks.again(hook.id(), delivery(webhooks, hook).event());
        webhooks.round();
        assertThat(delivery(webhooks, hook).state()).isEqualTo("DUE");
        webhooks.remove(workspace, hook.id());
    }

    private static Webhooks.Delivery delivery(Webhooks webhooks, Webhooks.Webhook hook) {
        return webhooks.deliveries(hook.id(), Long.MAX_VALUE, 2).getFirst();
    }
}

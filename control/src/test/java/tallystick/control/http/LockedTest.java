package tallystick.control.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import tallystick.control.kit.Program;
import tallystick.control.kit.World;
import tallystick.control.store.Store;

/// Requests that wait for one that does not end.
class LockedTest {
    private static final int MANY = 40;
    private static final String WEBHOOKS = "/v1/webhooks";
    private static final Map<String, String> BODY = Map.of("url", "http://127.0.0.1:9/locked");

    /// Writes under the same name as the requests, and neither keeps nor ends it.
    private static Future<Boolean> holding(
            ExecutorService threads,
            Store store,
            Program caller,
            String name,
            CountDownLatch held,
            CountDownLatch end) {
        return threads.submit(() -> store.atomically(() -> {
            store.sql("insert into idempotency_keys (key_id, value, request_hash, status, body)"
                            + " values (?, ?, '', 0, '')")
                    .params(UUID.fromString(caller.id()), name)
                    .update();
            held.countDown();
            try {
                end.await();
            } catch (InterruptedException stop) {
                Thread.currentThread().interrupt();
            }
            var _ = store.sql("delete from idempotency_keys where key_id = ? and value = ?")
                    .params(UUID.fromString(caller.id()), name)
                    .update();
            return true;
        }));
    }

    @Test
    void manyUnderOneName_whoseFirstDoesNotEnd_areTurnedAway_andHoldUpNobodyElse() throws Exception {
        var world = World.get();
        var store = world.control().part(Store.class);
        var caller = world.program("ADMINISTRATOR");
        var name = UUID.randomUUID().toString();
        var held = new CountDownLatch(1);
        var end = new CountDownLatch(1);
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var holder = holding(threads, store, caller, name, held, end);
            try {
                held.await();
                var waiting = new ArrayList<Future<Program.Answer>>();
                for (var i = 0; i < MANY; i++) waiting.add(threads.submit(() -> caller.post(WEBHOOKS, BODY, name)));
                var other = world.program("ADMINISTRATOR").post(WEBHOOKS, BODY);
                assertThat(other.status()).isEqualTo(201);
                assertThat(world.administrator()
                                .delete(WEBHOOKS + "/" + other.text("id"))
                                .status())
                        .isEqualTo(204);
                for (var each : waiting) assertThat(each.get().status()).isIn(429, 503);
            } finally {
                end.countDown();
            }
            assertThat(holder.get()).isTrue();
        }
        var made = caller.post(WEBHOOKS, BODY, name);
        assertThat(made.status()).isEqualTo(201);
        assertThat(caller.delete(WEBHOOKS + "/" + made.text("id")).status()).isEqualTo(204);
    }
}

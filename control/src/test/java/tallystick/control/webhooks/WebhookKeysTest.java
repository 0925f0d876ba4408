package tallystick.control.webhooks;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import tallystick.control.kit.World;
import tallystick.control.store.Store;
import tallystick.crypto.codec.Bytes;

/// Whoever has read the database, or a backup of it, signs what receivers believe until the key is changed.
class WebhookKeysTest {
    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.now());

    private void pass(Duration time) {
        now.set(now.get().plus(time));
    }

    @Test
    void keyThatIsChanged_signsNoMore_andIsPublishedForAnHour() throws Exception {
        var keys = new WebhookKeys(World.get().control().part(Store.class), now::get);
        keys.begin();
        var before = keys.sign("1790000000", "e", Bytes.empty()).kid();
        pass(Duration.ofSeconds(1));
        var made = keys.change();
        assertThat(keys.sign("1790000000", "e", Bytes.empty()).kid())
                .isEqualTo(made.kid())
                .isNotEqualTo(before);
        pass(Duration.ofMinutes(59));
        assertThat(keys.all())
                .extracting(WebhookKeys.Public::kid)
                .contains(before)
                .endsWith(made.kid());
        pass(Duration.ofMinutes(2));
        assertThat(keys.all()).extracting(WebhookKeys.Public::kid).containsExactly(made.kid());
    }
}

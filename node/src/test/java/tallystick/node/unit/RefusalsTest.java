package tallystick.node.unit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import tallystick.core.audit.AuditEvent;
import tallystick.node.log.Refusals;

class RefusalsTest {
    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.ofEpochSecond(1_800_000_000));
    private final List<AuditEvent> written = new ArrayList<>();
    private final Refusals refusals = new Refusals(
            event -> {
                written.add(event);
                return written.size() - 1L;
            },
            now::get,
            Runnable::run);

    @Test
    void strangerWhoKnocksAThousandTimes_isCountedAndWrittenOnceAMinute() {
        for (var i = 0; i < 1000; i++) refusals.refused("", "a key that is not pinned in the roster");
        assertEquals(1000, refusals.count());
        assertThat(written).containsExactly(new AuditEvent.PeerRefused("", "a key that is not pinned in the roster"));
        now.updateAndGet(at -> at.plusSeconds(60));
        refusals.refused("", "a key that is not pinned in the roster");
        assertEquals(2, written.size());
    }

    @Test
    void anotherNameOrReason_isWrittenAtOnce() {
        refusals.refused("a", "only nodes link");
        refusals.refused("b", "only nodes link");
        refusals.refused("a", "no role for this call");
        assertEquals(3, written.size());
    }

    @Test
    void manyDifferentRefusals_areBounded() {
        for (var i = 0; i < 10_000; i++) refusals.refused("peer-" + i, "no role for this call");
        assertEquals(256, written.size());
        assertEquals(10_000, refusals.count());
    }
}

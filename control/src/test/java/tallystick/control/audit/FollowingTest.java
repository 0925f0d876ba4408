package tallystick.control.audit;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tallystick.control.access.Workspaces;
import tallystick.control.events.Events;
import tallystick.control.kit.Patience;
import tallystick.control.kit.World;
import tallystick.control.relay.Governed;
import tallystick.control.store.Store;
import tallystick.core.audit.AuditEvent;
import tallystick.crypto.hash.Digest32;

/// Logs are followed each on its own.
class FollowingTest {
    private static final Instant AT = Instant.parse("1999-12-31T22:00:00Z");

    private World world;
    private Store store;
    private MadeUpLog quick;
    private MadeUpLog slow;
    private final CountDownLatch answers = new CountDownLatch(1);

    @BeforeEach
    void begin() throws Exception {
        world = World.get();
        store = world.control().part(Store.class);
        quick = new MadeUpLog(world.fleet().identity("treasurer").key());
        slow = new MadeUpLog(world.fleet().identity("treasurer").key());
    }

    /// Of two nodes, one of which says nothing until it is let.
    private final class Two implements Following.Source {
        @Override
        public List<String> nodes() {
            return List.of(slow.node(), quick.node());
        }

        @Override
        public List<Logs.Told> newest(String node, long before, int count) {
            if (node.equals(quick.node())) return quick.newest(node, before, count);
            try {
                answers.await();
            } catch (InterruptedException stop) {
                Thread.currentThread().interrupt();
                return List.of();
            }
            return slow.newest(node, before, count);
        }
    }

    private int events(Digest32 of) {
        return store.sql("select count(*) from events where body->>'of' = ?")
                .params(of.toString())
                .query(Integer.class)
                .single();
    }

    private boolean isFollowed(MadeUpLog log) {
        return store.sql("select count(*) from followed_logs where log = ?")
                        .params(log.origin())
                        .query(Integer.class)
                        .single()
                == 1;
    }

    @Test
    void nodeThatDoesNotAnswer_delaysNothingThatAnotherTells_andIsToldOfOnceItDoes() throws Exception {
        var ofQuick = MadeUpLog.digest();
        var ofSlow = MadeUpLog.digest();
        slow.payments(1);
        quick.payments(1);
        var control = world.control();
        var following = new Following(
                new Two(),
                new Ceremonies(store),
                control.part(Events.class),
                store,
                control.part(Workspaces.class),
                control.part(Governed.class));
        following.start();
        try {
            Patience.until("the quick log is followed", () -> isFollowed(quick));
            quick.write(AT, new AuditEvent.CeremonyPrepared(ofQuick, 1, MadeUpLog.digest()));
            Patience.until("what the quick node wrote is told", () -> events(ofQuick) == 1);
            assertThat(isFollowed(slow)).isFalse();
            answers.countDown();
            Patience.until("the slow log is followed", () -> isFollowed(slow));
            slow.write(AT, new AuditEvent.CeremonyPrepared(ofSlow, 1, MadeUpLog.digest()));
            Patience.until("what the slow node wrote is told", () -> events(ofSlow) == 1);
        } finally {
            answers.countDown();
            following.stop();
        }
        assertThat(events(ofQuick)).isEqualTo(1);
    }
}

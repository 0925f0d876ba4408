package tallystick.node.rounds;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tallystick.core.chain.SigningInput.Algorithm;
import tallystick.core.wire.KeyCard;
import tallystick.core.wire.PeerFrame;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.codec.Parsed;
import tallystick.crypto.hash.Digest32;
import tallystick.crypto.hash.Transcript;
import tallystick.mpc.key.Scheme;
import tallystick.node.kit.Patience;
import tallystick.node.kit.TrialFleet;
import tallystick.node.ledger.StoreUnavailable;

/// Pools whose news is lost on the way: two of three nodes sign.
class PoolLossTest {
    private static final List<String> THREE = List.of("alpha", "bravo", "charlie");
    private static final List<String> BOTH = List.of("alpha", "bravo");
    private static final Bytes MESSAGE = Bytes.copyOf(new byte[32]);

    @TempDir
    private Path directory;

    private TrialFleet fleet;

    @BeforeEach
    void start() throws IOException, StoreUnavailable {
        fleet = new TrialFleet(directory, THREE);
    }

    @AfterEach
    void close() {
        fleet.close();
    }

    private KeyCard key() {
        return fleet.generate(Scheme.ECDSA_SECP256K1.code(), "2 of (alpha, bravo, charlie)", THREE);
    }

    /// Loses the first `count` pieces of news of that kind that each node says.
    private AtomicInteger lose(Class<? extends PoolNews> kind, int count) {
        var lost = new AtomicInteger();
        Map<String, AtomicInteger> said = new ConcurrentHashMap<>();
        fleet.network().via((from, _, frame, deliver) -> {
            var counted = said.computeIfAbsent(from, _ -> new AtomicInteger());
            if (PoolNews.parse(frame.body()) instanceof Parsed.Ok<PoolNews>(var news)
                    && kind.isInstance(news)
                    && counted.getAndIncrement() < count) lost.incrementAndGet();
            else deliver.run();
        });
        return lost;
    }

    /// News is said again in its own time, which attempts that fail at once do not wait for.
    private void assertSigns(KeyCard key) {
        var replies = fleet.signAtLast(key.id(), Algorithm.ECDSA_SECP256K1, MESSAGE, BOTH);
        assertThat(replies.get("alpha")).isEqualTo(replies.get("bravo"));
    }

    private Digest32 channel(KeyCard key) {
        return Transcript.of("tallystick/node/v1/pool-news")
                .add("key", key.id())
                .add("epoch", key.epoch())
                .add("what", key.id())
                .digest();
    }

    /// Has `to` believe that `from` has no items any more, which is not so.
    private void emptyOnlyAt(String to, String from, KeyCard key) {
        fleet.network().send(from, to, new PeerFrame(channel(key), false, new PoolNews.Emptied().encode()));
    }

    @Test
    void lostHellos_areSaidAgain() {
        var lost = lose(PoolNews.Hello.class, 1);
        assertSigns(key());
        Patience.until("three are lost", () -> lost.get() == 3);
    }

    @Test
    void lostNonces_areSaidAgain() {
        var lost = lose(PoolNews.Nonces.class, 3);
        assertSigns(key());
        Patience.until("nine are lost", () -> lost.get() == 9);
    }

    @Test
    void itemsThatOnlyTheLowerHas_areBegunAnew() {
        var key = key();
        assertSigns(key);
        emptyOnlyAt("bravo", "alpha", key);
        assertSigns(key);
    }

    @Test
    void itemsThatOnlyTheHigherHas_areBegunAnew() {
        var key = key();
        assertSigns(key);
        emptyOnlyAt("alpha", "bravo", key);
        assertSigns(key);
        assertSigns(key);
    }

    @Test
    void lostWordThatItemsAreGone_isSaidAgain() {
        var key = key();
        assertSigns(key);
        var lost = lose(PoolNews.Emptied.class, 1);
        emptyOnlyAt("bravo", "alpha", key);
        emptyOnlyAt("bravo", "alpha", key);
        assertSigns(key);
        assertThat(lost.get()).isPositive();
    }

    @Test
    void lostInvitation_isSaidAgain() {
        var lost = ConcurrentHashMap.<PoolNews.Invitation>newKeySet();
        var heard = ConcurrentHashMap.<PoolNews.Invitation>newKeySet();
        fleet.network().via((_, _, frame, deliver) -> {
            if (PoolNews.parse(frame.body()) instanceof Parsed.Ok<PoolNews>(PoolNews.Invitation invitation)) {
                if (lost.size() < THREE.size() && lost.add(invitation)) return;
                heard.add(invitation);
            }
            deliver.run();
        });
        var key = key();
        Patience.until(() -> lost.size() == THREE.size() && heard.containsAll(lost));
        assertSigns(key);
    }
}

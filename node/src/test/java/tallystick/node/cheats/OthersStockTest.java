package tallystick.node.cheats;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tallystick.core.chain.SigningInput.Algorithm;
import tallystick.core.wire.KeyCard;
import tallystick.core.wire.PeerFrame;
import tallystick.core.wire.SignReply;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.codec.Writer;
import tallystick.crypto.hash.Digest32;
import tallystick.crypto.hash.Transcript;
import tallystick.mpc.key.Scheme;
import tallystick.node.kit.Patience;
import tallystick.node.kit.TrialFleet;
import tallystick.node.ledger.StoreUnavailable;
import tallystick.node.rounds.HeldKey;

@DisplayName("What a node has in stock with others does not go by what one peer says")
class OthersStockTest {
    private static final List<String> NAMES = List.of("alpha", "bravo", "charlie");
    private static final List<String> FOUR = List.of("alpha", "bravo", "charlie", "delta");
    private static final List<String> HONEST = List.of("alpha", "bravo");
    private static final Bytes EMPTIED = Bytes.copyOf((byte) 4);

    @TempDir
    Path directory;

    private TrialFleet fleet;

    @BeforeEach
    void start() throws IOException, StoreUnavailable {
        fleet = new TrialFleet(directory, FOUR);
    }

    @AfterEach
    void close() {
        fleet.close();
    }

    @Test
    void pairThatIsAskedForAgainAndAgain_isSetUpAnewSeldom() throws InterruptedException {
        var key = generate("2 of (alpha, bravo, charlie)", NAMES);
        assertSigns(key, HONEST);
        var channel = Transcript.of("tallystick/node/v1/pair-renewal")
                .add("key", key.id())
                .add("epoch", key.epoch())
                .digest();
        var opened = new HashSet<HeldKey>();
        var begin = System.nanoTime();
        var time = Duration.ofSeconds(3).toNanos();
        for (var i = 0; System.nanoTime() - begin < time || opened.size() < 2; i++) {
            assertThat(System.nanoTime() - begin)
                    .as("never set up anew")
                    .isLessThan(TimeUnit.SECONDS.toNanos(Patience.SECONDS_MAX));
            opened.add(fleet.node("alpha").keys().held(key.id()).orElseThrow());
            var holds = new Writer().u8(1).raw(number(i).bytes()).toBytes();
            for (var to : HONEST) fleet.network().send("charlie", to, new PeerFrame(channel, false, holds));
            Thread.sleep(50);
        }
        // At first, once at once, and if this has taken so long once more after five seconds: not each time.
        assertThat(opened).hasSizeBetween(2, 3);
        assertSigns(key, HONEST);
    }

    @Test
    void itemThatNobodyHas_costsOnlyThePairThatNamedIt() {
        var key = generate("3 of (alpha, bravo, charlie, delta)", FOUR);
        assertSigns(key, NAMES);
        var emptied = ConcurrentHashMap.<List<String>>newKeySet();
        fleet.network().meddle((from, to, frame) -> {
            if (frame.body().equals(EMPTIED) && NAMES.containsAll(List.of(from, to))) emptied.add(List.of(from, to));
            return frame;
        });
        // Charlie loses what it shares with alpha, and alpha does not hear of it.
        var channel = Transcript.of("tallystick/node/v1/pool-news")
                .add("key", key.id())
                .add("epoch", key.epoch())
                .add("what", key.id())
                .digest();
        fleet.network().send("alpha", "charlie", new PeerFrame(channel, false, EMPTIED));
        emptied.clear();
        assertThat(sign(key, NAMES)).noneMatch(SignReply.Signed.class::isInstance);
        assertThat(emptied).isEqualTo(Set.of(List.of("charlie", "alpha")));
        assertSigns(key, NAMES);
    }

    private void assertSigns(KeyCard key, List<String> signers) {
        fleet.signAtLast(key.id(), Algorithm.ECDSA_SECP256K1, Bytes.copyOf(new byte[32]), signers);
    }

    private KeyCard generate(String tree, List<String> owners) {
        return fleet.generate(Scheme.ECDSA_SECP256K1.code(), tree, owners);
    }

    private Collection<SignReply> sign(KeyCard key, List<String> signers) {
        var message = Bytes.copyOf(new byte[32]);
        return fleet.sign(fleet.request(key.id(), Algorithm.ECDSA_SECP256K1, message, signers))
                .values();
    }

    private static Digest32 number(int number) {
        return Transcript.of("tallystick/test/number").add("number", number).digest();
    }
}

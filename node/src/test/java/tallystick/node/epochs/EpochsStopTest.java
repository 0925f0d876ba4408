package tallystick.node.epochs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tallystick.core.wire.CeremonyTask;
import tallystick.core.wire.KeyCard;
import tallystick.core.wire.PeerFrame;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.codec.Parsed;
import tallystick.crypto.hash.Digest32;
import tallystick.crypto.hash.Transcript;
import tallystick.mpc.ceremony.EpochStatement;
import tallystick.mpc.ceremony.EpochStatement.Kind;
import tallystick.mpc.key.Scheme;
import tallystick.node.kit.Patience;
import tallystick.node.kit.TrialFleet;
import tallystick.node.ledger.StoreUnavailable;

/// A node that closes destroys its keys once its epochs are closed: whoever still reminds others would sign with them.
@DisplayName("Epochs that are closed use no key of the node any more")
class EpochsStopTest {
    private static final List<String> THREE = List.of("alpha", "bravo", "charlie");

    @TempDir
    Path directory;

    private TrialFleet fleet;
    private KeyCard card;
    private Digest32 channel;

    @BeforeEach
    void start() throws IOException, StoreUnavailable {
        fleet = new TrialFleet(directory, THREE);
        card = fleet.generate(Scheme.FROST_ED25519.code(), "2 of (alpha, bravo, charlie)", THREE);
        channel =
                Transcript.of("tallystick/node/v1/epochs").add("key", card.id()).digest();
    }

    @AfterEach
    void close() {
        fleet.close();
    }

    /// Charlie's ACTIVATED is lost, so that alpha has something to say again for ever.
    private KeyEpochs reminding() {
        fleet.network().via((from, _, frame, deliver) -> {
            if (!from.equals("charlie") || !isActivated(frame)) deliver.run();
        });
        fleet.holdInVain(fleet.order(new CeremonyTask.Refresh(fleet.shown("alpha", card.id())), 1), THREE);
        var epochs = fleet.node("alpha").epochs().of(card.id()).orElseThrow();
        Patience.until("alpha uses epoch 2", () -> epochs.activeEpoch() == 2);
        return epochs;
    }

    private boolean isActivated(PeerFrame frame) {
        var body = frame.body();
        return frame.channel().equals(channel)
                && body.at(0) == EpochVoice.STATEMENT
                && EpochStatement.parse(body.slice(1, body.length())) instanceof Parsed.Ok<EpochStatement>(var said)
                && said.kind() == Kind.ACTIVATED;
    }

    @Test
    void closing_waitsForWhoReminds_andNothingIsSaidAfterIt() throws Exception {
        var epochs = reminding();
        var began = new CountDownLatch(1);
        var goesOn = new CountDownLatch(1);
        var isClosed = new AtomicBoolean();
        var late = new AtomicInteger();
        fleet.network().via((from, _, frame, _) -> {
            if (!from.equals("alpha") || !frame.channel().equals(channel)) return;
            if (isClosed.get()) late.incrementAndGet();
            began.countDown();
            try {
                goesOn.await();
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        });
        var reminds = Thread.ofPlatform().start(epochs::remind);
        began.await();
        var closes = Thread.ofPlatform().start(() -> {
            fleet.node("alpha").epochs().close();
            isClosed.set(true);
        });
        Patience.until("closing waits", () -> closes.getState() == Thread.State.BLOCKED);
        assertThat(isClosed).isFalse();
        goesOn.countDown();
        closes.join();
        reminds.join();

        epochs.remind();
        fleet.network().send("charlie", "alpha", new PeerFrame(channel, false, Bytes.copyOf(EpochVoice.RECORD)));
        assertThat(late).hasValue(0);
        assertThat(epochs.activeEpoch()).isEqualTo(2);
    }
}

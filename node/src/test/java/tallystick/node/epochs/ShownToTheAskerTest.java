package tallystick.node.epochs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tallystick.core.wire.CeremonyTask;
import tallystick.core.wire.PeerFrame;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.hash.Transcript;
import tallystick.mpc.ceremony.Certificate;
import tallystick.mpc.ceremony.EpochStatement;
import tallystick.mpc.ceremony.EpochStatement.Kind;
import tallystick.mpc.key.Scheme;
import tallystick.mpc.session.PartyId;
import tallystick.node.kit.Patience;
import tallystick.node.kit.TrialFleet;
import tallystick.node.ledger.StoreUnavailable;

@DisplayName("Few bytes of one node make no other send many to all, docs/spec/ceremony.md CE-23")
class ShownToTheAskerTest {
    private static final List<String> THREE = List.of("alpha", "bravo", "charlie");

    @TempDir
    Path directory;

    private TrialFleet fleet;
    private final Queue<String> shownTo = new ConcurrentLinkedQueue<>();

    @BeforeEach
    void start() throws IOException, StoreUnavailable {
        fleet = new TrialFleet(directory, THREE);
    }

    @AfterEach
    void close() {
        fleet.close();
    }

    /// Charlie says again what nobody has signed: that it has prepared what all use.
    @Test
    void certificate_goesToWhoSeemsToLackIt_andToNobodyElse() throws IOException, StoreUnavailable {
        var card = fleet.generate(Scheme.FROST_ED25519.code(), "2 of (alpha, bravo, charlie)", THREE);
        TrialFleet.agreed(fleet.hold(fleet.order(new CeremonyTask.Refresh(fleet.shown("alpha", card.id())), 1), THREE));
        var epochs = fleet.node("bravo").epochs().of(card.id()).orElseThrow();
        Patience.until(
                "all use epoch 2",
                () -> THREE.stream()
                        .allMatch(name -> fleet.node(name)
                                .keys()
                                .earliestEpoch(card.id())
                                .filter(epoch -> epoch == 2)
                                .isPresent()));
        var channel =
                Transcript.of("tallystick/node/v1/epochs").add("key", card.id()).digest();
        fleet.network().via((from, to, frame, deliver) -> {
            if (from.equals("bravo")
                    && frame.channel().equals(channel)
                    && frame.body().at(0) == EpochVoice.CERTIFICATE) shownTo.add(to);
            deliver.run();
        });
        var about = epochs.active().map(Certificate::about).orElseThrow();
        var unsigned = new EpochStatement(Kind.PREPARED, about, new PartyId(3), Bytes.copyOf(new byte[64]));
        var said = Bytes.concat(Bytes.copyOf(EpochVoice.STATEMENT), unsigned.encode());
        fleet.network().send("charlie", "bravo", new PeerFrame(channel, false, said));
        fleet.network().send("charlie", "bravo", new PeerFrame(channel, false, said));
        Patience.until("charlie is answered twice", () -> shownTo.size() >= 2);
        assertThat(shownTo).containsOnly("charlie");
    }
}

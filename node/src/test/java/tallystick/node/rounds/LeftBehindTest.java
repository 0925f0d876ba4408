package tallystick.node.rounds;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
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
import tallystick.crypto.codec.Parsed;
import tallystick.crypto.hash.Transcript;
import tallystick.mpc.ecdsa.Allocation;
import tallystick.mpc.ecdsa.ItemRef;
import tallystick.mpc.key.Scheme;
import tallystick.mpc.session.ProtocolCode;
import tallystick.node.kit.Patience;
import tallystick.node.kit.TrialFleet;
import tallystick.node.kit.TrialNetwork;
import tallystick.node.ledger.StoreUnavailable;

@DisplayName("What was chosen for runs that stopped is left behind nowhere")
class LeftBehindTest {
    private static final List<String> BOTH = List.of("alpha", "bravo");
    private static final List<String> THREE = List.of("alpha", "bravo", "charlie");
    private static final Bytes MESSAGE = Bytes.copyOf(new byte[32]);
    /// More than a node holds with one peer.
    private static final int STOPS = 270;

    @TempDir
    private Path directory;

    private final List<PoolNews> said = new CopyOnWriteArrayList<>();
    private TrialFleet fleet;
    private KeyCard key;

    @BeforeEach
    void start() throws IOException, StoreUnavailable {
        fleet = new TrialFleet(directory, THREE);
        key = fleet.generate(Scheme.ECDSA_SECP256K1.code(), "2 of (alpha, bravo, charlie)", THREE);
        fleet.signAtLast(key.id(), Algorithm.ECDSA_SECP256K1, MESSAGE, BOTH);
    }

    @AfterEach
    void close() {
        fleet.close();
    }

    private int stock(String name) {
        return fleet.node(name)
                .keys()
                .held(key.id())
                .orElseThrow()
                .stock()
                .getFirst()
                .items();
    }

    private static Optional<PoolNews> news(PeerFrame frame) {
        return PoolNews.parse(frame.body()) instanceof Parsed.Ok<PoolNews>(var news)
                ? Optional.of(news)
                : Optional.empty();
    }

    private SignReply signAlone() {
        var request = fleet.request(key.id(), Algorithm.ECDSA_SECP256K1, MESSAGE, BOTH);
        return fleet.node("alpha").signings().sign(request);
    }

    /// Bravo never hears of a run of alpha's: it says at once that it takes no part.
    private void turnBravoAway() {
        fleet.network().via((from, to, frame, deliver) -> {
            if (BOTH.containsAll(List.of(from, to)))
                said.addAll(news(frame).stream().toList());
            if (from.equals("alpha") && TrialNetwork.isOf(ProtocolCode.ECDSA_SETUP, frame))
                fleet.network().send(to, from, new PeerFrame(frame.channel(), true, Bytes.empty()));
            else deliver.run();
        });
    }

    private void awaitSameStock() {
        Patience.until(() -> stock("alpha") == stock("bravo") && stock("alpha") > 0);
    }

    @Test
    void runsThatAPeerNeverHeardOf_leaveNoHalvesWithIt_soThatPoolsFillAndSign() {
        turnBravoAway();
        for (var i = 0; i < STOPS; i++) assertThat(signAlone()).isNotInstanceOf(SignReply.Signed.class);
        awaitSameStock();
        fleet.network().via((_, _, _, deliver) -> deliver.run());
        fleet.signAtLast(key.id(), Algorithm.ECDSA_SECP256K1, MESSAGE, BOTH);
        assertThat(said).filteredOn(PoolNews.Gone.class::isInstance).hasSize(STOPS);
        assertThat(said).as("pools begun anew").noneMatch(PoolNews.Emptied.class::isInstance);
    }

    @Test
    void itemsCalledGone_areDestroyedOnTheWordOfTheLowerPartyAlone() {
        turnBravoAway();
        awaitSameStock();
        assertThat(signAlone()).isNotInstanceOf(SignReply.Signed.class);
        awaitSameStock();
        var gone = said.stream()
                .filter(PoolNews.Gone.class::isInstance)
                .map(each -> ((PoolNews.Gone) each).items())
                .findFirst()
                .orElseThrow();
        var next = new Allocation(
                List.of(next(gone.lowerSends().getFirst())),
                List.of(next(gone.higherSends().getFirst())));
        say("bravo", "alpha", next);
        say("alpha", "bravo", gone);
        say("alpha", "bravo", next);
        // Whatever fills end meanwhile: one item less at bravo, and at bravo alone.
        Patience.until(() -> stock("alpha") == stock("bravo") + 1);
    }

    private static ItemRef next(ItemRef item) {
        return new ItemRef(item.pool(), item.index() + 1);
    }

    private void say(String from, String to, Allocation gone) {
        var channel = Transcript.of("tallystick/node/v1/pool-news")
                .add("key", key.id())
                .add("epoch", key.epoch())
                .add("what", key.id())
                .digest();
        fleet.network().send(from, to, new PeerFrame(channel, false, new PoolNews.Gone(gone).encode()));
    }
}

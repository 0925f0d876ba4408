package tallystick.node.epochs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tallystick.core.chain.SigningInput.Algorithm;
import tallystick.core.wire.CeremonyNews;
import tallystick.core.wire.CeremonyTask;
import tallystick.core.wire.QuarantineOrder;
import tallystick.core.wire.QuarantineReply;
import tallystick.core.wire.SignReply;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.hash.Digest32;
import tallystick.crypto.secret.SystemEntropy;
import tallystick.mpc.key.Scheme;
import tallystick.mpc.session.ProtocolCode;
import tallystick.node.kit.TrialFleet;
import tallystick.node.kit.TrialNetwork;
import tallystick.node.ledger.StoreUnavailable;

/// The order comes while something is under way in which the node has a part that was broken into.
@DisplayName("A quarantine stops what is under way, docs/spec/quarantine.md QU-5, QU-6, QU-9")
class MidwayQuarantineTest {
    private static final List<String> FOUR = List.of("alpha", "bravo", "charlie", "delta");
    private static final List<String> THREE = List.of("alpha", "bravo", "charlie");
    private static final List<String> HONEST = List.of("alpha", "bravo");
    private static final String TREE = "2 of (alpha, bravo, charlie)";

    @TempDir
    Path directory;

    private TrialFleet fleet;
    private final Map<String, QuarantineReply> replies = new ConcurrentHashMap<>();

    @BeforeEach
    void start() throws IOException, StoreUnavailable {
        fleet = new TrialFleet(directory, FOUR);
    }

    @AfterEach
    void close() {
        fleet.close();
    }

    private Digest32 generate(Scheme scheme) {
        return fleet.generate(scheme.code(), TREE, THREE).id();
    }

    private QuarantineReply quarantined(String node, String whom) {
        var order = new QuarantineOrder.Draft(
                        QuarantineOrder.Kind.QUARANTINE,
                        whom,
                        "broken into",
                        Instant.ofEpochSecond(Instant.now().getEpochSecond() + 300),
                        new SystemEntropy().bytes(32),
                        "operator")
                .sign(fleet.identity("operator").key());
        return fleet.node(node).follow("operator", order);
    }

    private static QuarantineReply followed(Digest32 key, int epoch) {
        return new QuarantineReply.Followed(true, List.of(new QuarantineReply.Share(key, epoch)));
    }

    /// Brings the order once bravo sends what all were told: by then the run has looked.
    private void orderDuringTheRun(String whom) {
        var isOver = new AtomicBoolean();
        fleet.network().via((from, _, frame, deliver) -> {
            if (from.equals("bravo")
                    && TrialNetwork.isOf(ProtocolCode.ECHO, frame)
                    && isOver.compareAndSet(false, true))
                for (var node : HONEST) replies.put(node, quarantined(node, whom));
            deliver.run();
        });
    }

    private void refuses(Digest32 key, String whom) {
        for (var node : HONEST) {
            var request = fleet.request(key, Algorithm.ED25519, Bytes.copyOf(new byte[32]), List.of(node, whom));
            var reply = fleet.node(node).signings().sign(request);
            assertThat(assertInstanceOf(SignReply.Refused.class, reply).why())
                    .contains("node %s is in quarantine".formatted(whom));
        }
    }

    /// It comes with the first that charlie sends: by then alpha has looked, and has all that it would spend.
    private SignReply signed(Scheme scheme, Algorithm algorithm, ProtocolCode first) {
        var key = generate(scheme);
        var isOver = new AtomicBoolean();
        fleet.network().via((from, _, frame, deliver) -> {
            if (from.equals("charlie") && TrialNetwork.isOf(first, frame) && isOver.compareAndSet(false, true))
                replies.put("alpha", quarantined("alpha", "charlie"));
            deliver.run();
        });
        var request = fleet.request(key, algorithm, Bytes.copyOf(new byte[32]), List.of("alpha", "charlie"));
        var reply = Optional.ofNullable(fleet.sign(request).get("alpha")).orElseThrow();
        assertThat(replies.get("alpha")).isEqualTo(followed(key, 1));
        assertThat(new EpochTalk(fleet, key).receipts("alpha")).isEmpty();
        return reply;
    }

    @Test
    void ecdsaSignatureUnderWay_isNotMade() {
        var reply = signed(Scheme.ECDSA_SECP256K1, Algorithm.ECDSA_SECP256K1, ProtocolCode.ECDSA_SETUP);
        assertThat(assertInstanceOf(SignReply.Refused.class, reply).why()).contains("node charlie is in quarantine");
    }

    @Test
    void frostSignatureUnderWay_isNotMade() {
        var reply = signed(Scheme.FROST_ED25519, Algorithm.ED25519, ProtocolCode.FROST);
        assertThat(assertInstanceOf(SignReply.Refused.class, reply).why()).contains("node charlie is in quarantine");
    }

    @Test
    void keyThatIsBeingMade_isNotPromised() {
        orderDuringTheRun("charlie");
        var task = new CeremonyTask.Generate(Scheme.FROST_ED25519.code(), TREE);
        var news = fleet.holdInVain(fleet.order(task, 1), THREE);
        assertThat(replies.keySet()).containsExactlyInAnyOrderElementsOf(HONEST);
        for (var node : HONEST)
            assertThat(assertInstanceOf(CeremonyNews.Failed.class, news.get(node))
                            .why())
                    .contains("node charlie is in quarantine");
        for (var node : THREE) assertThat(fleet.node(node).keys().all()).isEmpty();
    }

    @Test
    void nodeThatJoins_isHeldByTheShareThatItGets() {
        var key = generate(Scheme.FROST_ED25519);
        new EpochTalk(fleet, key).settled(THREE, 1);
        orderDuringTheRun("delta");
        var task = new CeremonyTask.Reshare(fleet.shown("alpha", key), "2 of (alpha, bravo, delta)", HONEST);
        TrialFleet.agreed(fleet.hold(fleet.order(task, 1), List.of("alpha", "bravo", "delta")));
        for (var node : HONEST) assertThat(replies.get(node)).isEqualTo(followed(key, 2));
        refuses(key, "delta");
    }

    /// Alpha has not heard of the second epoch, on which the order builds.
    @Test
    void runOnAnEpochThatIsNotKnownHere_isCoveredByWhatItBrings() {
        var key = leftBehind();
        var talk = new EpochTalk(fleet, key);
        var isOver = new AtomicBoolean();
        fleet.network().via((from, to, frame, deliver) -> {
            var isOfEpochs = frame.channel().equals(talk.channel()) && (from.equals("alpha") || to.equals("alpha"));
            if (isOfEpochs && !isOver.get()) return;
            if (from.equals("bravo")
                    && TrialNetwork.isOf(ProtocolCode.ECHO, frame)
                    && isOver.compareAndSet(false, true))
                for (var node : HONEST) replies.put(node, quarantined(node, "charlie"));
            deliver.run();
        });
        var back = new CeremonyTask.Reshare(fleet.shown("bravo", key), TREE, List.of("bravo", "delta"));
        fleet.hold(fleet.order(back, 1), FOUR);
        talk.settled(THREE, 3);
        for (var node : HONEST) assertThat(replies.get(node)).isEqualTo(followed(key, 3));
        for (var node : HONEST)
            fleet.node(node).quarantines().settle(fleet.node(node).epochs()::earliestEpoch);
        refuses(key, "charlie");
    }

    /// It is in the first epoch with charlie in quarantine; the order builds on the second, with charlie as a dealer.
    @Test
    void dealerInAnEpochThatIsNotKnownHere_countsAsWhatIsKnownOfIt() {
        var key = leftBehind();
        assertThat(quarantined("alpha", "charlie")).isEqualTo(followed(key, 1));
        var back = new CeremonyTask.Reshare(fleet.shown("bravo", key), TREE, List.of("bravo", "charlie"));
        var news = fleet.hold(fleet.order(back, 1), List.of("alpha"));
        assertThat(assertInstanceOf(CeremonyNews.Failed.class, news.get("alpha"))
                        .why())
                .contains("node charlie is in quarantine");
    }

    /// A key whose second epoch alpha has no part in, and has not heard of.
    private Digest32 leftBehind() {
        var key = generate(Scheme.FROST_ED25519);
        var talk = new EpochTalk(fleet, key);
        talk.settled(THREE, 1);
        fleet.network().via((from, to, _, deliver) -> {
            if (!from.equals("alpha") && !to.equals("alpha")) deliver.run();
        });
        var others = List.of("bravo", "charlie", "delta");
        var task = new CeremonyTask.Reshare(
                fleet.shown("bravo", key), "2 of (bravo, charlie, delta)", List.of("bravo", "charlie"));
        TrialFleet.agreed(fleet.hold(fleet.order(task, 1), others));
        talk.settled(others, 2);
        return key;
    }
}

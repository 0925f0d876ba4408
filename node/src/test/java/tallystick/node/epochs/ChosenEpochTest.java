package tallystick.node.epochs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tallystick.core.chain.SigningInput.Algorithm;
import tallystick.core.wire.CeremonyTask;
import tallystick.core.wire.RefusalCode;
import tallystick.core.wire.SignReply;
import tallystick.core.wire.SignRequest;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.hash.Digest32;
import tallystick.mpc.ceremony.EpochStatement.Kind;
import tallystick.mpc.key.Scheme;
import tallystick.mpc.session.ProtocolCode;
import tallystick.node.kit.Patience;
import tallystick.node.kit.TrialFleet;
import tallystick.node.kit.TrialNetwork;
import tallystick.node.kit.TrialPeople;
import tallystick.node.ledger.StoreUnavailable;

/// One that withholds its word keeps the epoch before in use, whose tree is another, and could have a node weigh the
/// signers by one and sign in the other.
@DisplayName("A request is judged, signed and recorded in one epoch, docs/spec/node-wire.md NW-52")
class ChosenEpochTest {
    private static final List<String> FOUR = List.of("alpha", "bravo", "charlie", "delta");
    private static final List<String> THREE = List.of("alpha", "bravo", "charlie");
    private static final List<String> HONEST = List.of("alpha", "bravo");
    private static final List<String> BOTH = List.of("alpha", "charlie");
    /// The code of the message with shares of signatures.
    private static final int SHARES = 2;

    private static final String WEIGHS_3 = """
        , {"id": "weighs", "effect": "REQUIRE", "activity": ["MESSAGE"], "signers": {"minWeight": 3}}\
        """;

    @TempDir
    Path directory;

    private TrialFleet fleet;
    private TrialPeople people;

    @BeforeEach
    void start() throws IOException, StoreUnavailable {
        fleet = new TrialFleet(directory, FOUR);
        people = new TrialPeople(fleet, FOUR);
    }

    @AfterEach
    void close() {
        people.close();
        fleet.close();
    }

    private Digest32 generate(String tree) {
        return fleet.generate(Scheme.FROST_ED25519.code(), tree, THREE).id();
    }

    private SignRequest request(Digest32 key, List<String> signers) {
        return fleet.request(key, Algorithm.ED25519, Bytes.copyOf(new byte[32]), signers);
    }

    /// The later epoch of a key, of which one withholds its word.
    private EpochTalk moved(Digest32 key, String tree, String silent, List<String> all) {
        var talk = new EpochTalk(fleet, key);
        talk.withhold(silent, Kind.ACTIVATED);
        var task = new CeremonyTask.Reshare(fleet.shown("alpha", key), tree, HONEST);
        fleet.holdInVain(fleet.order(task, 1), all);
        for (var node : HONEST) assertThat(talk.epoch(node)).isEqualTo(2);
        return talk;
    }

    private void refusedForItsSigners(SignReply reply) {
        assertThat(assertInstanceOf(SignReply.Refused.class, reply).code()).isEqualTo(RefusalCode.OTHER_SIGNERS);
    }

    /// Delta's word is withheld: charlie, who has no leaf in the later tree, signs in the epoch before.
    @Test
    void signatureInTheEpochBefore_hasReceiptsOfThatEpoch_atEverySigner() {
        var key = generate("2 of (alpha, bravo, charlie)");
        var talk = moved(key, "3 of (alpha*2, bravo*2, delta)", "delta", List.of("alpha", "bravo", "delta"));
        assertThat(fleet.sign(request(key, BOTH)).values()).hasSize(2).allMatch(SignReply.Signed.class::isInstance);
        for (var node : BOTH) assertThat(talk.receipts(node)).containsExactly(1);
    }

    /// By the later tree they would weigh three.
    @Test
    void signersInTheEpochBefore_weighAsMuchAsInItsTree() {
        var key = generate("2 of (alpha, bravo, charlie)");
        var talk = moved(key, "3 of (alpha*2, bravo*2, delta)", "delta", List.of("alpha", "bravo", "delta"));
        people.begin(TrialPeople.policy(1, WEIGHS_3));
        for (var node : BOTH) refusedForItsSigners(fleet.node(node).signings().sign(request(key, BOTH)));
        for (var node : BOTH) assertThat(talk.receipts(node)).isEmpty();
    }

    /// Charlie says its word while alpha judges, by the tree in which both weigh enough.
    @Test
    void epochThatChangesWhileARequestIsJudged_hasItJudgedAgain() {
        var key = generate("3 of (alpha*2, bravo*2, charlie)");
        var talk = moved(key, "2 of (alpha, bravo, charlie)", "charlie", THREE);
        people.begin(TrialPeople.policy(1, WEIGHS_3));
        var rulings = new AtomicInteger();
        fleet.node("alpha").whenRuled((_, _) -> {
            if (rulings.incrementAndGet() > 1) return;
            talk.open();
            talk.settled(THREE, 2);
        });
        refusedForItsSigners(fleet.node("alpha").signings().sign(request(key, BOTH)));
        assertThat(rulings).hasValue(2);
        assertThat(talk.receipts("alpha")).isEmpty();
    }

    /// Bravo keeps its share of the signature back until alpha has no part in the key any more.
    @Test
    void nodeThatLeavesTheKeyWhileItSigns_writesTheReceiptOfWhatItSigned() throws Exception {
        var key = generate("2 of (alpha, bravo, charlie)");
        var late = new ConcurrentLinkedQueue<Runnable>();
        var channel = new AtomicReference<>(Optional.<Digest32>empty());
        fleet.network().via((from, to, frame, deliver) -> {
            var isToAlpha = from.equals("bravo") && to.equals("alpha");
            if (isToAlpha
                    && TrialNetwork.isOf(ProtocolCode.FROST, frame)
                    && frame.body().at(2) == SHARES) channel.set(Optional.of(frame.channel()));
            if (isToAlpha && channel.get().equals(Optional.of(frame.channel()))) late.add(deliver);
            else deliver.run();
        });
        var request = request(key, HONEST);
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Callable<SignReply> alone = () -> fleet.node("alpha").signings().sign(request);
            var slow = threads.submit(alone);
            assertThat(fleet.node("bravo").signings().sign(request)).isInstanceOf(SignReply.Signed.class);
            leave(key, late);
            assertThat(Patience.result(slow)).isInstanceOf(SignReply.Signed.class);
        }
        for (var node : HONEST)
            assertThat(new EpochTalk(fleet, key).receipts(node)).containsExactly(1);
    }

    private void leave(Digest32 key, Queue<Runnable> late) {
        new EpochTalk(fleet, key).open();
        var task = new CeremonyTask.Reshare(fleet.shown("alpha", key), "2 of (bravo, charlie, delta)", HONEST);
        TrialFleet.agreed(fleet.hold(fleet.order(task, 1), FOUR));
        Patience.until(
                "alpha holds the key no more",
                () -> fleet.node("alpha").keys().held(key).isEmpty());
        assertThat(late).isNotEmpty();
        late.forEach(Runnable::run);
    }
}

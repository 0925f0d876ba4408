package tallystick.node.cheats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tallystick.core.chain.SigningInput.Algorithm;
import tallystick.core.wire.CeremonyNews;
import tallystick.core.wire.CeremonyTask;
import tallystick.core.wire.KeyCard;
import tallystick.core.wire.KeyRecord;
import tallystick.core.wire.PeerFrame;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.hash.Digest32;
import tallystick.crypto.hash.Transcript;
import tallystick.mpc.ceremony.Certificate;
import tallystick.mpc.key.GroupKey;
import tallystick.mpc.key.Scheme;
import tallystick.node.kit.Forger;
import tallystick.node.kit.LogBench;
import tallystick.node.kit.Patience;
import tallystick.node.kit.TrialFleet;
import tallystick.node.ledger.StoreUnavailable;

@DisplayName("One corrupt node shows epochs that nobody made, docs/spec/node-wire.md")
class ForgedEpochTest {
    private static final List<String> FOUR = List.of("alpha", "bravo", "charlie", "delta");
    private static final List<String> THREE = List.of("alpha", "bravo", "charlie");
    private static final List<String> HONEST = List.of("alpha", "bravo");
    private static final String TREE = "2 of (alpha, bravo, charlie)";
    private static final Bytes MESSAGE = Bytes.copyOf(new byte[32]);
    private static final int LAST = Integer.MAX_VALUE;

    @TempDir
    Path directory;

    private TrialFleet fleet;
    private KeyCard card;
    private KeyRecord first;
    private Forger forger;

    @BeforeEach
    void start() throws IOException, StoreUnavailable {
        fleet = new TrialFleet(directory, FOUR);
        card = fleet.generate(Scheme.FROST_ED25519.code(), TREE, THREE);
        first = fleet.shown("alpha", card.id());
        forger = new Forger(fleet, key(first));
    }

    @AfterEach
    void close() {
        fleet.close();
    }

    private static GroupKey key(KeyRecord shown) {
        return Certificate.parse(shown.certificate()).orThrow().key();
    }

    private Digest32 channel() {
        return Transcript.of("tallystick/node/v1/epochs").add("key", card.id()).digest();
    }

    private void show(String victim, KeyRecord record) {
        var frame = new PeerFrame(channel(), false, Bytes.concat(Bytes.copyOf((byte) 4), record.encode()));
        fleet.network().send("charlie", victim, frame);
    }

    /// Frames are heard in order: who answers the record of an epoch long gone has judged what was shown before.
    private void showAndAwait(String victim, List<KeyRecord> records) {
        var answers = new ConcurrentLinkedQueue<PeerFrame>();
        fleet.network().via((from, to, frame, deliver) -> {
            if (from.equals(victim)
                    && to.equals("charlie")
                    && frame.channel().equals(channel())
                    && frame.body().at(0) == 4) answers.add(frame);
            deliver.run();
        });
        records.forEach(each -> show(victim, each));
        show(victim, first);
        Patience.until("the older record is answered", () -> !answers.isEmpty());
        fleet.network().via((_, _, _, deliver) -> deliver.run());
    }

    private void refresh() {
        var task = new CeremonyTask.Refresh(fleet.shown("alpha", card.id()));
        TrialFleet.agreed(fleet.hold(fleet.order(task, 1), THREE));
    }

    private int epoch(String node) {
        return fleet.node(node)
                .keys()
                .held(card.id())
                .map(held -> held.key().epoch())
                .orElse(0);
    }

    private List<KeyRecord> forged() {
        var two = List.of("charlie", "charlie");
        var repeated = new ArrayList<>(two);
        repeated.addAll(HONEST);
        return List.of(
                forger.record(LAST, "all(x, y)", 2, two, repeated),
                forger.record(LAST, "all(x, y)", 4, List.of("charlie", "charlie", "charlie", "charlie"), repeated),
                forger.record(LAST, "all(alpha, bravo)", 2, two, two),
                forger.record(LAST, "all(alpha, bravo)", 2, two, HONEST),
                forger.record(LAST, "all(charlie, delta)", 2, List.of("charlie", "delta"), FOUR),
                forger.record(LAST, "all(charlie, delta)", 2, List.of("charlie", "delta"), List.of("alpha", "bravo")),
                forger.record(
                        LAST, "all(charlie, delta)", 2, List.of("charlie", "delta"), List.of("charlie", "delta")));
    }

    @Test
    void epochThatOneNodeSignedUnderAllNames_takesNobodysShare_alsoNotAfterARestart() throws Exception {
        refresh();
        for (var victim : HONEST) {
            showAndAwait(victim, forged());
            assertEquals(2, epoch(victim));
        }
        fleet.stop("alpha");
        fleet.start("alpha");
        assertEquals(2, epoch("alpha"));
        fleet.signAtLast(card.id(), Algorithm.ED25519, MESSAGE, HONEST);
        refresh();
        assertEquals(3, epoch("alpha"));
    }

    /// Bravo missed two refreshes and a reshare; charlie and delta are no signing set of any epoch it heard of.
    @Test
    void nodeSeveralEpochsBehind_givesItsShareUp_believesNoStrangersThen_andIsRepaired() throws Exception {
        LogBench.copy(fleet.disk("bravo"), directory.resolve("snapshot"));
        refresh();
        refresh();
        var wider =
                new CeremonyTask.Reshare(fleet.shown("alpha", card.id()), "3 of (alpha, bravo, charlie, delta)", THREE);
        TrialFleet.agreed(fleet.hold(fleet.order(wider, 1), FOUR));
        fleet.stop("bravo");
        LogBench.delete(fleet.disk("bravo"));
        LogBench.copy(directory.resolve("snapshot"), fleet.disk("bravo"));
        fleet.start("bravo");
        Patience.until(
                "bravo knows that it is behind",
                () -> epoch("bravo") == 0
                        && fleet.node("bravo").epochs().activeEpoch(card.id()).equals(Optional.of(4)));
        fleet.stop("bravo");
        fleet.start("bravo");
        for (var each : forged()) {
            show("bravo", each);
            var task = new CeremonyTask.Repair(each, "bravo", List.of("charlie", "delta"));
            assertThat(fleet.holdInVain(fleet.order(task, 1), List.of("bravo"))
                            .get("bravo")
                            .toString())
                    .containsAnyOf("proves no epoch", "no signing set of the epoch that was last known");
        }
        var task =
                new CeremonyTask.Repair(fleet.shown("alpha", card.id()), "bravo", List.of("alpha", "charlie", "delta"));
        var repaired = TrialFleet.agreed(fleet.hold(fleet.order(task, 1), FOUR));
        assertEquals(5, repaired.epoch());
        fleet.signAtLast(card.id(), Algorithm.ED25519, MESSAGE, THREE);
    }

    /// An operator with the identity keys of two nodes, and no share: delta knows nothing of the key, the others an
    /// epoch from which those two could have made the forged one.
    @Test
    @Tag("slow")
    void orderFromAnEpochThatNobodyHas_takesNoShare_andSetsNoEpoch() throws Exception {
        var two = List.of("bravo", "charlie");
        var record = forger.record(LAST, "all(bravo, charlie)", 2, two, two);
        var task = new CeremonyTask.Reshare(record, "2 of (bravo, charlie, delta)", two);
        var three = List.of("bravo", "charlie", "delta");
        assertThat(fleet.holdInVain(fleet.order(task, 1), List.of("delta")).values())
                .hasOnlyElementsOfType(CeremonyNews.Failed.class);
        assertThat(fleet.holdInVain(fleet.order(task, 2), three).values())
                .hasOnlyElementsOfType(CeremonyNews.Failed.class);
        assertThat(fleet.node("delta").epochs().activeEpoch(card.id())).isEmpty();
        fleet.stop("delta");
        fleet.start("delta");
        for (var name : THREE) assertEquals(1, epoch(name));
        var wider = new CeremonyTask.Reshare(first, "2 of (alpha, bravo, charlie, delta)", THREE);
        assertEquals(
                2, TrialFleet.agreed(fleet.hold(fleet.order(wider, 1), FOUR)).epoch());
        fleet.signAtLast(card.id(), Algorithm.ED25519, MESSAGE, List.of("alpha", "delta"));
    }
}

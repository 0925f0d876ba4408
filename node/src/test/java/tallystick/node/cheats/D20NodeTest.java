package tallystick.node.cheats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tallystick.core.audit.AuditEntry;
import tallystick.core.audit.AuditEvent;
import tallystick.core.chain.SigningInput.Algorithm;
import tallystick.core.wire.CeremonyTask;
import tallystick.core.wire.KeyCard;
import tallystick.core.wire.PeerFrame;
import tallystick.core.wire.SignReply;
import tallystick.core.wire.SignRequest;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.hash.Digest32;
import tallystick.mpc.key.Scheme;
import tallystick.mpc.key.SetName;
import tallystick.mpc.session.PartyId;
import tallystick.mpc.session.ProtocolCode;
import tallystick.node.gate.Verdict;
import tallystick.node.kit.Patience;
import tallystick.node.kit.TrialFleet;
import tallystick.node.kit.TrialNetwork;
import tallystick.node.ledger.StoreUnavailable;
import tallystick.node.rounds.HeldKey;

@DisplayName("D20 a node whose peer spoilt a signature signs no more with that set in that epoch")
class D20NodeTest {
    private static final List<String> NAMES = List.of("alpha", "bravo", "charlie");
    private static final List<String> BURNT = List.of("alpha", "bravo");
    private static final List<String> OTHERS = List.of("alpha", "charlie");
    private static final Bytes MESSAGE = Bytes.copyOf(new byte[32]);
    private static final int SHARES_LENGTH_BYTES = 133;

    @TempDir
    Path directory;

    private TrialFleet fleet;
    private KeyCard key;

    @BeforeEach
    void start() throws IOException, StoreUnavailable {
        fleet = new TrialFleet(directory, NAMES);
        key = fleet.generate(Scheme.ECDSA_SECP256K1.code(), "2 of (alpha, bravo, charlie)", NAMES);
    }

    @AfterEach
    void close() {
        fleet.close();
    }

    @Test
    void spoiltShare_cutsTheSetOff_untilTheKeyIsRefreshed() throws IOException, StoreUnavailable {
        burn();
        assertThat(held().quarantined()).containsExactly(BURNT);
        assertThat(events()).contains(new AuditEvent.SetQuarantined(key.id(), 1, BURNT));

        assertRefused();
        assertThat(events())
                .anyMatch(event -> event instanceof AuditEvent.NodeVerdict verdict
                        && verdict.ruling() == AuditEvent.Ruling.REFUSE
                        && verdict.why().equals("quarantined_set"));
        assertSigns(OTHERS);

        fleet.stop("alpha");
        fleet.start("alpha");
        assertRefused();
        assertSigns(OTHERS);

        var task = new CeremonyTask.Refresh(fleet.shown("alpha", key.id()));
        assertEquals(
                2, TrialFleet.agreed(fleet.hold(fleet.order(task, 1), NAMES)).epoch());
        assertThat(held().quarantined()).isEmpty();
        assertSigns(BURNT);
    }

    @Test
    void quarantine_isOnDisk_beforeAnotherWordLeaves() {
        var set = new SetName(key.id(), 1, List.of(new PartyId(1), new PartyId(2)));
        var heldWhenLeft = new CopyOnWriteArrayList<Boolean>();
        var runs = ConcurrentHashMap.<Digest32>newKeySet();
        fleet.network().meddle((from, to, frame) -> {
            var carried = spoilt(from, to, frame);
            if (!carried.equals(frame)) runs.add(frame.channel());
            else if (from.equals("alpha")
                    && runs.contains(frame.channel())
                    && frame.body().length() == 0)
                heldWhenLeft.add(fleet.node("alpha").sets().holds(set));
            return carried;
        });
        Patience.until("a run that is spoilt", () -> {
            fleet.sign(request(BURNT));
            return !runs.isEmpty();
        });
        assertThat(heldWhenLeft).as("when it leaves the run").containsExactly(true);
    }

    private void burn() {
        fleet.network().meddle(D20NodeTest::spoilt);
        var replies = new AtomicReference<Map<String, SignReply>>(Map.of());
        Patience.until("what is not to be tried again", () -> {
            replies.set(fleet.sign(request(BURNT)));
            return !(replies.get().get("alpha") instanceof SignReply.Aborted(var _, var retry) && retry);
        });
        fleet.network().meddle((_, _, frame) -> frame);
        var aborted = assertInstanceOf(SignReply.Aborted.class, replies.get().get("alpha"), replies.toString());
        assertThat(aborted.why())
                .startsWith("final verification by node bravo: ")
                .endsWith(Verdict.Why.QUARANTINED_SET.text());
        assertThat(aborted.retry()).isFalse();
    }

    /// The signature share of bravo with the last bit of w turned.
    private static PeerFrame spoilt(String from, String to, PeerFrame frame) {
        var body = frame.body();
        if (!from.equals("bravo") || body.length() != SHARES_LENGTH_BYTES || body.at(1) != 5 || body.at(2) != 2)
            return frame;
        var bytes = body.toArray();
        bytes[SHARES_LENGTH_BYTES - 1] ^= 1;
        return new PeerFrame(frame.channel(), frame.broadcast(), Bytes.copyOf(bytes));
    }

    private HeldKey held() {
        return fleet.node("alpha").keys().held(key.id()).orElseThrow();
    }

    private SignRequest request(List<String> signers) {
        return fleet.request(key.id(), Algorithm.ECDSA_SECP256K1, MESSAGE, signers);
    }

    /// Without a word to the other.
    private void assertRefused() {
        var said = new CopyOnWriteArrayList<PeerFrame>();
        fleet.network().via((_, _, frame, deliver) -> {
            if (TrialNetwork.isOf(ProtocolCode.ECDSA_SETUP, frame)) said.add(frame);
            deliver.run();
        });
        assertEquals(
                new Verdict.Refuse(Verdict.Why.QUARANTINED_SET).reply(),
                fleet.node("alpha").signings().sign(request(BURNT)));
        assertThat(said).isEmpty();
    }

    private void assertSigns(List<String> signers) {
        var replies = fleet.signAtLast(key.id(), Algorithm.ECDSA_SECP256K1, MESSAGE, signers);
        assertThat(new HashSet<>(replies.values())).hasSize(1);
    }

    private List<AuditEvent> events() {
        var tiles = Patience.published(fleet.node("alpha").log());
        var events = new ArrayList<AuditEvent>();
        for (var i = 0L; i < tiles.size(); i++)
            events.add(AuditEntry.parse(tiles.entry(i)).orThrow().event());
        return events;
    }
}

package tallystick.node.cheats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tallystick.core.chain.SigningInput.Algorithm;
import tallystick.core.wire.CeremonyNews;
import tallystick.core.wire.CeremonyTask;
import tallystick.core.wire.KeyCard;
import tallystick.core.wire.PeerFrame;
import tallystick.core.wire.SignReply;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.codec.Writer;
import tallystick.crypto.hash.Digest32;
import tallystick.crypto.hash.StandardHash;
import tallystick.crypto.hash.Transcript;
import tallystick.mpc.ceremony.Certificate;
import tallystick.mpc.ceremony.EpochAttempt;
import tallystick.mpc.ceremony.EpochStatement;
import tallystick.mpc.ecdsa.AttemptLedger;
import tallystick.mpc.ecdsa.PairName;
import tallystick.mpc.key.Scheme;
import tallystick.mpc.session.PartyId;
import tallystick.mpc.session.PartyIdentity;
import tallystick.mpc.session.SessionId;
import tallystick.node.kit.LogBench;
import tallystick.node.kit.Patience;
import tallystick.node.kit.TrialFleet;
import tallystick.node.ledger.StoreUnavailable;

@DisplayName("crypto.md §2.4, epochs that survive crashes and cuts")
class EpochFaultsTest {
    private static final List<String> THREE = List.of("alpha", "bravo", "charlie");
    private static final String TREE = "2 of (alpha, bravo, charlie)";
    private static final Bytes MESSAGE = Bytes.copyOf(new byte[32]);
    private static final Digest32 MESSAGE_HASH = StandardHash.sha256(MESSAGE);

    @TempDir
    Path directory;

    private TrialFleet fleet;

    @BeforeEach
    void start() throws IOException, StoreUnavailable {
        fleet = new TrialFleet(directory, THREE);
    }

    @AfterEach
    void close() {
        fleet.close();
    }

    /// The node dies here: what it has not on disk is gone.
    private static final class Killed extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    private KeyCard edwardsKey() {
        return fleet.generate(Scheme.FROST_ED25519.code(), TREE, THREE);
    }

    private CeremonyTask refresh(KeyCard key) {
        return new CeremonyTask.Refresh(fleet.shown("alpha", key.id()));
    }

    private int epoch(String node, Digest32 key) {
        return fleet.node(node).keys().held(key).map(held -> held.key().epoch()).orElse(0);
    }

    private void assertSigns(KeyCard key, List<String> signers) {
        fleet.signAtLast(key.id(), Algorithm.ED25519, MESSAGE, signers);
    }

    @Test
    void nodeCutOffWhileCertifying_isActiveOnceItIsBack() {
        var key = edwardsKey();
        var news = fleet.holdInVain(fleet.order(refresh(key), 1), THREE, (name, each) -> {
            if (name.equals("bravo") && each instanceof CeremonyNews.Stage(var stage, var _, var _) && stage == 4)
                fleet.network().cut("bravo");
        });
        assertThat(news.values()).allMatch(CeremonyNews.Failed.class::isInstance);
        for (var name : THREE) assertEquals(1, epoch(name, key.id()));
        fleet.network().mend("bravo");
        Patience.until(() -> THREE.stream().allMatch(name -> epoch(name, key.id()) == 2));
        assertSigns(key, List.of("alpha", "bravo"));
    }

    @Test
    void preparedNodeKilled_isActiveAfterItsRestart() throws IOException, StoreUnavailable {
        var key = edwardsKey();
        fleet.holdInVain(fleet.order(refresh(key), 1), THREE, (name, each) -> {
            if (name.equals("bravo") && each instanceof CeremonyNews.Stage(var stage, var _, var _) && stage == 4)
                fleet.network().cut("bravo");
        });
        fleet.stop("bravo");
        fleet.network().mend("bravo");
        fleet.start("bravo");
        Patience.until(() -> THREE.stream().allMatch(name -> epoch(name, key.id()) == 2));
        assertSigns(key, List.of("bravo", "charlie"));
    }

    private void killBeforePreparing(String victim, CeremonyTask task, int attempt)
            throws IOException, StoreUnavailable {
        var news = fleet.holdInVain(fleet.order(task, attempt), THREE, (name, each) -> {
            if (name.equals(victim) && each instanceof CeremonyNews.Stage(var stage, var _, var _) && stage == 4)
                throw new Killed();
        });
        assertThat(news.values()).noneMatch(CeremonyNews.Generated.class::isInstance);
        fleet.stop(victim);
        fleet.start(victim);
    }

    @Test
    void nodeKilledBeforePreparing_leavesTheOldEpochInUse() throws IOException, StoreUnavailable {
        var key = edwardsKey();
        killBeforePreparing("bravo", refresh(key), 1);
        for (var name : THREE) assertEquals(1, epoch(name, key.id()));
        assertSigns(key, List.of("alpha", "bravo"));
    }

    @Test
    void laterAttempt_succeedsOnceAllDenyTheEarlier() throws IOException, StoreUnavailable {
        var key = edwardsKey();
        killBeforePreparing("bravo", refresh(key), 1);
        var refreshed = TrialFleet.agreed(fleet.hold(fleet.order(refresh(key), 2), THREE));
        assertEquals(2, refreshed.epoch());
        assertEquals(key.point(), refreshed.point());
        assertSigns(key, List.of("alpha", "bravo"));
        assertSigns(key, List.of("bravo", "charlie"));
    }

    @Test
    void nodeThatMissedARefresh_givesItsShareUpAndIsRepaired() throws IOException, StoreUnavailable {
        var key = edwardsKey();
        LogBench.copy(fleet.disk("bravo"), directory.resolve("snapshot"));
        TrialFleet.agreed(fleet.hold(fleet.order(refresh(key), 1), THREE));
        fleet.stop("bravo");
        LogBench.delete(fleet.disk("bravo"));
        LogBench.copy(directory.resolve("snapshot"), fleet.disk("bravo"));
        fleet.start("bravo");
        Patience.until(() -> epoch("bravo", key.id()) == 0);
        var request = fleet.request(key.id(), Algorithm.ED25519, MESSAGE, List.of("alpha", "bravo"));
        assertInstanceOf(SignReply.Refused.class, fleet.node("bravo").signings().sign(request));
        var task = new CeremonyTask.Repair(fleet.shown("alpha", key.id()), "bravo", List.of("alpha", "charlie"));
        assertEquals(
                3, TrialFleet.agreed(fleet.hold(fleet.order(task, 1), THREE)).epoch());
        assertSigns(key, List.of("alpha", "bravo"));
    }

    @Test
    void pairWithAnInterruptedCheck_isSetUpAnewAndSigns() throws IOException, StoreUnavailable {
        var key = fleet.generate(Scheme.ECDSA_SECP256K1.code(), TREE, THREE);
        var pair = new PairName(key.id(), 1, new PartyId(1), new PartyId(2));
        fleet.stop("alpha");
        fleet.start("alpha");
        var begun = fleet.node("alpha").attempts().begin(pair);
        assertThat(begun).isInstanceOfAny(AttemptLedger.Begun.Granted.class, AttemptLedger.Begun.Busy.class);
        fleet.stop("alpha");
        fleet.start("alpha");
        fleet.signAtLast(key.id(), Algorithm.ECDSA_SECP256K1, MESSAGE, List.of("alpha", "bravo"));
    }

    /// C1: asked over the channel of one key about another's attempt, whose certificate it holds, a node says nothing;
    /// nor if the asker has not signed. Whom it answers it writes nothing down of.
    @Test
    void attemptOfAnotherKey_isDeniedByNobodysState() throws IOException {
        var key = edwardsKey();
        var other = edwardsKey();
        TrialFleet.agreed(fleet.hold(fleet.order(refresh(key), 1), THREE));
        fleet.holdInVain(fleet.order(refresh(other), 5), List.of("alpha"));
        var held =
                Certificate.parse(fleet.shown("alpha", key.id()).certificate()).orThrow();
        var own = new EpochAttempt(other.id(), 1, 1, new SessionId(MESSAGE_HASH), 3, MESSAGE_HASH);
        var said = new ConcurrentLinkedQueue<Bytes>();
        var channel = Transcript.of("tallystick/node/v1/epochs")
                .add("key", other.id())
                .digest();
        fleet.network().via((from, to, frame, deliver) -> {
            if (from.equals("alpha") && frame.channel().equals(channel)) said.add(frame.body());
            deliver.run();
        });
        var unsigned = new EpochAttempt(other.id(), 1, 2, new SessionId(channel), 3, MESSAGE_HASH);
        fleet.network().send("bravo", "alpha", new PeerFrame(channel, false, asking("charlie", unsigned)));
        for (var about : List.of(held.about(), own))
            fleet.network().send("bravo", "alpha", new PeerFrame(channel, false, asking("bravo", about)));
        Patience.until(() -> said.stream().anyMatch(body -> names(body, own)));
        for (var about : List.of(held.about(), unsigned)) assertThat(said).noneMatch(body -> names(body, about));
        for (var about : List.of(own, unsigned))
            assertThat(epochsOf("alpha")).isNotEmpty().noneMatch(file -> names(file, about));
    }

    /// A denial as bravo, signed with the key of `signer`, that asks for others'.
    private Bytes asking(String signer, EpochAttempt about) {
        var bravo = new PartyId(2);
        var kind = EpochStatement.Kind.NO_CERTIFICATE;
        var signature = PartyIdentity.of(fleet.identity(signer).key()).sign(EpochStatement.digest(kind, about, bravo));
        return new Writer()
                .u8(3)
                .list(THREE, (each, name) -> each.variable(Bytes.ofUtf8(name)))
                .variable(new EpochStatement(kind, about, bravo, signature).encode())
                .toBytes();
    }

    private static boolean names(Bytes bytes, EpochAttempt about) {
        return bytes.toHex().contains(about.session().value().bytes().toHex());
    }

    /// What a node keeps of where its keys stand.
    private List<Bytes> epochsOf(String node) throws IOException {
        var found = new ArrayList<Bytes>();
        try (var files = Files.walk(fleet.disk(node))) {
            for (var file : files.filter(each -> each.endsWith("epochs")).toList())
                found.add(Bytes.copyOf(Files.readAllBytes(file)));
        }
        return found;
    }
}

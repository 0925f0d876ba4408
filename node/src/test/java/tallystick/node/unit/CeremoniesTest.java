package tallystick.node.unit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tallystick.core.chain.SigningInput.Algorithm;
import tallystick.core.wire.CeremonyNews;
import tallystick.core.wire.CeremonyTask;
import tallystick.core.wire.KeyCard;
import tallystick.core.wire.SignReply;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.curve.Curve;
import tallystick.crypto.curve.Ed25519Verify;
import tallystick.crypto.secret.SecretMemory;
import tallystick.mpc.ceremony.Certificate;
import tallystick.mpc.ceremony.KeptShare;
import tallystick.mpc.key.Scheme;
import tallystick.mpc.session.PartyId;
import tallystick.node.kit.Forger;
import tallystick.node.kit.TrialFleet;
import tallystick.node.ledger.StoreUnavailable;
import tallystick.wire.ShareBackup;

@DisplayName("Ceremonies between nodes, docs/spec/ceremony.md")
class CeremoniesTest {
    private static final List<String> THREE = List.of("alpha", "bravo", "charlie");
    private static final List<String> FOUR = List.of("alpha", "bravo", "charlie", "delta");
    private static final Bytes MESSAGE = Bytes.copyOf(new byte[32]);
    private static final int ED25519 = Scheme.FROST_ED25519.code();

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

    private KeyCard edwardsKey() {
        return fleet.generate(ED25519, "2 of (alpha, bravo, charlie)", THREE);
    }

    private void assertSigns(KeyCard key, List<String> signers) {
        var replies = fleet.sign(fleet.request(key.id(), Algorithm.ED25519, MESSAGE, signers));
        var signed = assertInstanceOf(SignReply.Signed.class, replies.get(signers.getFirst()), replies.toString());
        for (var signer : signers) assertEquals(signed, replies.get(signer));
        var plain = assertInstanceOf(
                tallystick.core.chain.ChainSignature.Plain.class,
                signed.signatures().getFirst());
        var point = Curve.ED25519.group().parsePoint(key.point()).orThrow();
        assertTrue(Ed25519Verify.verify(point, MESSAGE, plain.value()));
    }

    @Test
    void generatedKey_signsWithEveryTwo() {
        var key = edwardsKey();
        assertEquals(1, key.epoch());
        assertSigns(key, List.of("alpha", "bravo"));
        assertSigns(key, List.of("alpha", "charlie"));
        assertSigns(key, List.of("bravo", "charlie"));
    }

    @Test
    void ecdsaKey_signs() {
        var key = fleet.generate(Scheme.ECDSA_SECP256K1.code(), "2 of (alpha, bravo, charlie)", THREE);
        var signers = List.of("alpha", "charlie");
        var replies = fleet.sign(fleet.request(key.id(), Algorithm.ECDSA_SECP256K1, MESSAGE, signers));
        var signed = assertInstanceOf(SignReply.Signed.class, replies.get("alpha"), replies.toString());
        assertEquals(signed, replies.get("charlie"));
    }

    @Test
    void restartedNode_signsFromItsDisk() throws IOException, StoreUnavailable {
        var key = edwardsKey();
        fleet.stop("bravo");
        fleet.start("bravo");
        assertSigns(key, List.of("alpha", "bravo"));
    }

    @Test
    void refreshedKey_staysTheSameAndSigns() {
        var key = edwardsKey();
        var task = new CeremonyTask.Refresh(fleet.shown("alpha", key.id()));
        var refreshed = TrialFleet.agreed(fleet.hold(fleet.order(task, 1), THREE));
        assertEquals(2, refreshed.epoch());
        assertEquals(key.point(), refreshed.point());
        assertSigns(refreshed, List.of("bravo", "charlie"));
    }

    @Test
    void refreshedKey_leavesNoOldShareOnAnyDisk() throws IOException {
        var key = edwardsKey();
        var task = new CeremonyTask.Refresh(fleet.shown("alpha", key.id()));
        TrialFleet.agreed(fleet.hold(fleet.order(task, 1), THREE));
        for (var name : THREE)
            try (var files =
                    Files.list(fleet.disk(name).resolve("keys").resolve(key.id().toString()))) {
                assertThat(files.map(file -> file.getFileName().toString()))
                        .noneMatch(file -> file.startsWith("1-"))
                        .anyMatch(file -> file.startsWith("2-"));
            }
    }

    @Test
    void resharedKey_isSignedByNewMembersAndNotByOld() {
        var key = edwardsKey();
        var task = new CeremonyTask.Reshare(
                fleet.shown("alpha", key.id()), "2 of (alpha, bravo, delta)", List.of("alpha", "charlie"));
        var reshared = TrialFleet.agreed(fleet.hold(fleet.order(task, 1), FOUR));
        assertEquals(key.point(), reshared.point());
        assertSigns(reshared, List.of("bravo", "delta"));
        assertThat(fleet.node("charlie").keys().held(key.id())).isEmpty();
    }

    @Test
    void reshare_thatLeavesOutWhoCouldSignAlone_isRefusedByEveryNode_andNamesWhomToBring() {
        var key = fleet.generate(ED25519, "2 of (alpha, bravo, charlie, delta)", FOUR);
        var two = List.of("alpha", "bravo");
        var without = new CeremonyTask.Reshare(fleet.shown("alpha", key.id()), "2 of (alpha, bravo)", two);
        assertThat(fleet.holdInVain(fleet.order(without, 1), two).values())
                .hasSize(2)
                .allSatisfy(each -> assertThat(assertInstanceOf(CeremonyNews.Failed.class, each)
                                .why())
                        .contains("charlie and delta could sign", "have delta take part"));
        var with = new CeremonyTask.Reshare(fleet.shown("alpha", key.id()), "2 of (alpha, bravo, delta)", two);
        var three = List.of("alpha", "bravo", "delta");
        assertEquals(
                2, TrialFleet.agreed(fleet.hold(fleet.order(with, 1), three)).epoch());
    }

    /// Bravo owns a leaf, delta none: together they certify a later epoch of the key, of a tree of theirs. An operator
    /// with them orders a reshare from there.
    @Test
    void epochThatNoSigningSetMade_isNotBuiltOn_andNobodyGivesItsShareUp() {
        var card = edwardsKey();
        var key = Certificate.parse(fleet.shown("alpha", card.id()).certificate())
                .orThrow()
                .key();
        var forger = new Forger(fleet, key);
        var foreign = "which no signing set of the epoch that is active here";
        for (var others : Map.of(
                        List.of("bravo", "delta"), foreign, List.of("bravo", "bravo"), "a name that stands twice")
                .entrySet()) {
            var forged = forger.record(9, "all(bravo, delta)", 2, others.getKey(), others.getKey());
            var task = new CeremonyTask.Reshare(forged, "2 of (alpha, bravo, delta)", List.of("bravo", "delta"));
            var news = fleet.holdInVain(fleet.order(task, 1), List.of("alpha"));
            assertThat(news.get("alpha").toString()).contains(others.getValue());
            var held = fleet.node("alpha").keys().held(card.id()).orElseThrow();
            assertEquals(1, held.key().epoch());
        }
        assertSigns(card, List.of("alpha", "charlie"));
    }

    @Test
    void lostShare_isGivenBackByTheOthers() throws IOException, StoreUnavailable {
        var key = edwardsKey();
        fleet.stop("bravo");
        try (var files = Files.walk(fleet.disk("bravo").resolve("keys"))) {
            for (var file : files.sorted(java.util.Comparator.reverseOrder()).toList()) Files.delete(file);
        }
        fleet.start("bravo");
        var task = new CeremonyTask.Repair(fleet.shown("alpha", key.id()), "bravo", List.of("alpha", "charlie"));
        var repaired = TrialFleet.agreed(fleet.hold(fleet.order(task, 1), THREE));
        assertEquals(2, repaired.epoch());
        assertSigns(repaired, List.of("alpha", "bravo"));
    }

    @Test
    void treeWithAMandatoryMember_needsItsBackup() {
        var news = fleet.holdInVain(
                fleet.order(new CeremonyTask.Generate(ED25519, "all(alpha, 1 of (bravo, charlie))"), 1), THREE);
        assertThat(news.values())
                .allSatisfy(each -> assertThat(assertInstanceOf(CeremonyNews.Failed.class, each)
                                .why())
                        .contains("backup"));
    }

    @Test
    void treeWithAMandatoryMember_isUsedOnceThatIsBackedUp() throws IOException, StoreUnavailable {
        fleet.stop("alpha");
        fleet.backUp("alpha");
        fleet.start("alpha");
        var key = fleet.generate(ED25519, "all(alpha, 1 of (bravo, charlie))", THREE);
        assertSigns(key, List.of("alpha", "charlie"));
        try (var files = Files.list(fleet.backupDirectory("alpha"));
                var home = SecretMemory.open()) {
            var file = files.toList().getFirst();
            var backup =
                    ShareBackup.parse(Bytes.copyOf(Files.readAllBytes(file))).orThrow();
            var held = fleet.node("alpha").keys().held(key.id()).orElseThrow().key();
            assertEquals(held.encode(), backup.groupKey());
            try (var plain = backup.open(fleet.backupKey(), home).orThrow();
                    var share =
                            KeptShare.parse(plain, held, new PartyId(1), home).orThrow()) {
                assertEquals(held, share.key());
            }
        }
    }

    private static Map<String, CeremonyNews> assertAllFailed(Map<String, CeremonyNews> news) {
        assertThat(news.values()).allMatch(CeremonyNews.Failed.class::isInstance);
        return news;
    }

    @Test
    void sameAttemptOrderedTwice_isRefused() {
        var key = edwardsKey();
        var task = new CeremonyTask.Refresh(fleet.shown("alpha", key.id()));
        TrialFleet.agreed(fleet.hold(fleet.order(task, 1), THREE));
        var again = fleet.hold(fleet.order(task, 1), THREE);
        assertThat(assertAllFailed(again).toString()).contains("epoch 2 is active");
    }

    /// A7: an order that somebody kept, brought again to nodes that have seen it, one of them restarted in between.
    @Test
    void orderBroughtAgain_isSpokenOnByNobody_andNobodyIsNamed() throws IOException, StoreUnavailable {
        var order = fleet.order(new CeremonyTask.Generate(ED25519, "2 of (alpha, bravo, charlie)"), 1);
        assertAllFailed(fleet.holdInVain(order, List.of("alpha", "bravo")));
        fleet.stop("bravo");
        fleet.start("bravo");
        var again = fleet.holdInVain(order, THREE);
        assertThat(assertAllFailed(again).get("alpha").toString()).contains("nobody can be named", "order it anew");
        assertThat(again.get("bravo").toString()).contains("nobody can be named", "order it anew");
        assertThat(again.get("charlie").toString()).contains("absent");
        var anew = fleet.order(new CeremonyTask.Generate(ED25519, "2 of (alpha, bravo, charlie)"), 1);
        TrialFleet.agreed(fleet.hold(anew, THREE));
    }
}

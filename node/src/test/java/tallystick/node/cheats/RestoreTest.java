package tallystick.node.cheats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tallystick.core.audit.AuditEntry;
import tallystick.core.audit.AuditEvent;
import tallystick.core.chain.SigningInput.Algorithm;
import tallystick.core.wire.CeremonyOrder;
import tallystick.core.wire.CeremonyTask;
import tallystick.core.wire.KeyCard;
import tallystick.core.wire.KeyRecord;
import tallystick.core.wire.SignReply;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.hash.StandardHash;
import tallystick.crypto.seal.AgreementKey;
import tallystick.crypto.secret.SecretMemory;
import tallystick.crypto.secret.SystemEntropy;
import tallystick.mpc.key.Scheme;
import tallystick.node.kit.LogBench;
import tallystick.node.kit.Patience;
import tallystick.node.kit.TrialFleet;
import tallystick.node.ledger.StoreUnavailable;
import tallystick.node.restore.RestoreRefused;
import tallystick.node.restore.RestoreRefused.Why;
import tallystick.wire.ShareBackup;

@DisplayName("A share comes back from its backup, docs/spec/share-backup.md")
class RestoreTest {
    private static final List<String> ALL = List.of("risk", "client", "backup");
    private static final String TREE = "all(risk, 1 of (client, backup))";
    private static final Bytes MESSAGE = Bytes.copyOf(new byte[32]);

    @TempDir
    Path directory;

    private TrialFleet fleet;

    @BeforeEach
    void start() throws IOException, StoreUnavailable {
        fleet = new TrialFleet(directory, ALL);
        fleet.stop("risk");
        fleet.backUp("risk");
        fleet.start("risk");
    }

    @AfterEach
    void close() {
        fleet.close();
    }

    private Bytes backup(int epoch) throws IOException {
        try (var files = Files.list(fleet.backupDirectory("risk"))) {
            var found = files.filter(file -> file.getFileName().toString().contains("-%d-risk-".formatted(epoch)))
                    .toList();
            assertThat(found).hasSize(1);
            return Bytes.copyOf(Files.readAllBytes(found.getFirst()));
        }
    }

    private void loseRisksDisk() throws IOException {
        fleet.stop("risk");
        LogBench.delete(fleet.disk("risk"));
    }

    private Map<String, SignReply> sign(KeyCard key, Algorithm algorithm) {
        return fleet.sign(fleet.request(key.id(), algorithm, MESSAGE, List.of("risk", "client")));
    }

    /// What two nodes share for ECDSA is set up anew meanwhile.
    private void awaitSigns(KeyCard key, Algorithm algorithm) {
        Patience.until(() -> sign(key, algorithm).values().stream().allMatch(SignReply.Signed.class::isInstance));
    }

    private List<AuditEvent> events() {
        var tiles = Patience.published(fleet.node("risk").log());
        var events = new ArrayList<AuditEvent>();
        for (var i = 0L; i < tiles.size(); i++)
            events.add(AuditEntry.parse(tiles.entry(i)).orThrow().event());
        return events;
    }

    @Test
    void nodeWhoseDiskIsLost_signsAgain_withWhatIsSetUpAnew() throws Exception {
        var key = fleet.generate(Scheme.ECDSA_SECP256K1.code(), TREE, ALL);
        loseRisksDisk();
        var backup = backup(1);
        var restored = fleet.restore("risk", backup, fleet.backupKey(), fleet.shown("client", key.id()));
        assertEquals(key.id(), restored.id());
        assertEquals(1, restored.epoch());
        fleet.start("risk");
        assertEquals(fleet.shown("client", key.id()), fleet.shown("risk", key.id()));
        awaitSigns(key, Algorithm.ECDSA_SECP256K1);
        var events = events();
        assertEquals(
                new AuditEvent.ShareRestored(key.id(), 1, restored.hash(), StandardHash.sha256(backup)),
                events.getFirst());
        assertInstanceOf(AuditEvent.CeremonyActivated.class, events.get(1));
    }

    @Test
    void restoredNode_goesOnFromItsDisk_andPreparesNoAttemptThatMayHaveBeenItsOwn() throws Exception {
        var key = fleet.generate(Scheme.FROST_ED25519.code(), TREE, ALL);
        var shown = fleet.shown("client", key.id());
        loseRisksDisk();
        fleet.restore("risk", backup(1), fleet.backupKey(), new KeyRecord(shown.certificate(), shown.names(), 500_000));
        fleet.start("risk");
        fleet.stop("risk");
        fleet.start("risk");
        awaitSigns(key, Algorithm.ED25519);
        var task = new CeremonyTask.Refresh(fleet.shown("risk", key.id()));
        var again = fleet.hold(fleet.order(task, 1), ALL);
        assertThat(again.get("risk").toString()).contains("attempt 1 was ordered before");
        var refreshed = TrialFleet.agreed(fleet.hold(fleet.order(task, 500_001), ALL));
        assertEquals(2, refreshed.epoch());
        awaitSigns(refreshed, Algorithm.ED25519);
    }

    /// Client lies by as much as the operator's program believes, and then takes no part in what is ordered from there.
    @Test
    void lieAboutAttempts_thatOthersNotedAsAnOrder_leavesTheBackupGood() throws Exception {
        var key = fleet.generate(Scheme.FROST_ED25519.code(), TREE, ALL);
        var lie = CeremonyOrder.OPERATOR_STEP_MAX / 10;
        fleet.network().cut("client");
        var task = new CeremonyTask.Refresh(fleet.shown("backup", key.id()));
        fleet.holdInVain(fleet.order(task, lie + 1), ALL);
        assertEquals(lie + 1, fleet.shown("backup", key.id()).attempt());
        loseRisksDisk();
        fleet.restore("risk", backup(1), fleet.backupKey(), fleet.shown("backup", key.id()));
        fleet.network().mend("client");
        fleet.start("risk");
        awaitSigns(key, Algorithm.ED25519);
        var next = new CeremonyTask.Refresh(fleet.shown("risk", key.id()));
        assertEquals(
                2,
                TrialFleet.agreed(fleet.hold(fleet.order(next, lie + 2), ALL)).epoch());
    }

    private void refused(Why why, Bytes backup, AgreementKey key, KeyRecord shown) throws IOException {
        var refused = assertThrows(RestoreRefused.class, () -> fleet.restore("risk", backup, key, shown));
        assertEquals(why, refused.why(), refused.getMessage());
        assertThat(fleet.disk("risk").resolve("keys")).isEmptyDirectory();
    }

    private static Bytes flipped(Bytes bytes) {
        var copy = bytes.toArray();
        copy[copy.length - 1] ^= 1;
        return Bytes.copyOf(copy);
    }

    @Test
    void whatDoesNotFitTogether_isRefused_andLeavesTheStoreAsItWas() throws Exception {
        var key = fleet.generate(Scheme.FROST_ED25519.code(), TREE, ALL);
        var other = fleet.generate(Scheme.FROST_ED25519.code(), "2 of (risk, client, backup)", ALL);
        var first = backup(1);
        var old = fleet.shown("client", key.id());
        TrialFleet.agreed(fleet.hold(fleet.order(new CeremonyTask.Refresh(old), 1), ALL));
        var good = backup(2);
        var shown = fleet.shown("client", key.id());
        var parsed = ShareBackup.parse(good).orThrow();
        loseRisksDisk();
        var mine = fleet.backupKey();
        try (var home = SecretMemory.open();
                var another = AgreementKey.generate(new SystemEntropy(), home)) {
            refused(Why.NOT_OPENED, good, another, shown);
            try (var plain = ShareBackup.parse(first).orThrow().open(mine, home).orThrow()) {
                var late = ShareBackup.seal(mine.point(), parsed.groupKey(), "risk", plain, new SystemEntropy());
                refused(Why.OTHER_SHARE, late.encode(), mine, shown);
            }
        }
        refused(Why.NOT_OPENED, flipped(good), mine, shown);
        refused(Why.NOT_OPENED, good.slice(0, 40), mine, shown);
        refused(Why.OTHER_NODE, with(parsed, "client").encode(), mine, shown);
        refused(Why.OTHER_EPOCH, first, mine, shown);
        refused(Why.OTHER_EPOCH, good, mine, fleet.shown("client", other.id()));
        refused(Why.BAD_RECORD, good, mine, new KeyRecord(flipped(shown.certificate()), shown.names(), 0));
        refused(Why.BAD_RECORD, good, mine, new KeyRecord(shown.certificate(), List.of("client", "backup", "risk"), 0));
        refused(Why.BAD_RECORD, good, mine, new KeyRecord(Bytes.ofUtf8("x"), shown.names(), 0));
        var surplus = new ArrayList<>(shown.names());
        surplus.add("risk");
        refused(Why.BAD_RECORD, good, mine, new KeyRecord(shown.certificate(), surplus, 0));
        var most = CeremonyOrder.ATTEMPT_MAX - CeremonyOrder.OPERATOR_STEP_MAX;
        for (var attempt : List.of(most + 1, CeremonyOrder.ATTEMPT_MAX, Integer.MAX_VALUE))
            refused(Why.BAD_RECORD, good, mine, new KeyRecord(shown.certificate(), shown.names(), attempt));
        fleet.restore("risk", good, mine, shown);
        var twice = assertThrows(RestoreRefused.class, () -> fleet.restore("risk", good, mine, shown));
        assertEquals(Why.KEY_PRESENT, twice.why());
    }

    private static ShareBackup with(ShareBackup backup, String node) {
        return new ShareBackup(backup.groupKey(), node, backup.sealed());
    }
}

package tallystick.node.cheats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tallystick.core.audit.AuditEntry;
import tallystick.core.audit.AuditEvent;
import tallystick.core.governance.SignedRoster;
import tallystick.core.pack.CountersignOrder;
import tallystick.core.pack.Countersignatures;
import tallystick.core.pack.PackManifest;
import tallystick.core.tlog.MerkleTree;
import tallystick.core.tlog.TreeHead;
import tallystick.core.wire.CountersignReply;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.hash.Digest32;
import tallystick.crypto.hash.StandardHash;
import tallystick.node.evidence.CountersignTray;
import tallystick.node.evidence.Countersigning;
import tallystick.node.kit.LogBench;
import tallystick.node.kit.Patience;
import tallystick.node.ledger.StoreUnavailable;
import tallystick.node.log.FileLog;

@DisplayName("A node signs no manifest that its own log contradicts, docs/spec/evidence-pack.md EP-21")
class CountersigningTest {
    private static final TreeHead BRAVO = new TreeHead(40, LogBench.digest("bravo at 40"));

    @TempDir
    Path directory;

    private LogBench bench;
    private FileLog log;
    private SignedRoster roster;
    private Countersigning countersigning;
    private Instant begun = Instant.EPOCH;

    /// Six entries a minute apart, of which the fourth says that 40 entries of bravo were cosigned.
    @BeforeEach
    void open() throws IOException, StoreUnavailable {
        bench = new LogBench("alpha", "bravo");
        begun = bench.now();
        log = bench.open(directory.resolve("log"), "alpha");
        for (var i = 0; i < 6; i++) {
            log.append(i == 3 ? new AuditEvent.CheckpointCosigned("bravo", BRAVO) : LogBench.event(i));
            bench.pass(60);
        }
        Patience.published(log);
        roster = SignedRoster.of(bench.roster(), bench.operator().key());
        countersigning = new Countersigning(bench.node("alpha"), () -> roster, log::tiles, log, bench::now);
    }

    @AfterEach
    void close() throws IOException {
        log.close();
        bench.close();
    }

    private TreeHead head(long size) {
        return new TreeHead(size, MerkleTree.root(log.tiles(), size));
    }

    private PackManifest manifest(Instant to, List<PackManifest.Log> logs, Digest32 roster) {
        var files = List.of(new PackManifest.Packed(PackManifest.ROSTER, 1, roster));
        return new PackManifest("1", begun, begun.plusSeconds(60), to, "everything", logs, files);
    }

    private PackManifest manifest(PackManifest.Log... logs) {
        return manifest(begun.plusSeconds(360), List.of(logs), StandardHash.sha256(roster.encode()));
    }

    private PackManifest.Log own(TreeHead head, long first, long end) {
        return new PackManifest.Log("alpha", head, first, end);
    }

    private void refuses(PackManifest manifest, String why) {
        var size = log.size();
        var refused = assertInstanceOf(CountersignReply.Refused.class, countersigning.follow("op", manifest));
        assertThat(refused.why()).contains(why);
        assertThat(log.size()).isEqualTo(size);
    }

    @Test
    void honestManifest_isSigned_andThatIsInTheLogFirst() {
        var manifest = manifest(own(head(6), 1, 6), new PackManifest.Log("bravo", BRAVO, 0, 40));
        var reply = assertInstanceOf(CountersignReply.Countersigned.class, countersigning.follow("op", manifest));
        var hash = StandardHash.sha256(manifest.encode());
        assertThat(bench.node("alpha")
                        .key()
                        .verifyKey()
                        .verifies(Countersignatures.statement(hash, "alpha"), reply.signature()))
                .isTrue();
        Patience.published(log);
        assertThat(AuditEntry.parse(log.tiles().entry(6)).orThrow().event())
                .isEqualTo(new AuditEvent.PackCountersigned(
                        hash, "op", begun.plusSeconds(60), begun.plusSeconds(360), "everything"));
    }

    private CountersignReply answered(Bytes order) throws IOException {
        var tray = directory.resolve("countersign");
        Files.createDirectories(tray);
        Files.write(tray.resolve("q1.order"), order.toArray());
        new CountersignTray(tray, () -> roster, countersigning, Runnable::run).look();
        assertThat(tray.resolve("q1.order")).doesNotExist();
        return CountersignReply.parse(Bytes.copyOf(Files.readAllBytes(tray.resolve("q1.reply"))))
                .orThrow();
    }

    private void refusesOrder(Bytes order, String why) throws IOException {
        var size = log.size();
        assertThat(assertInstanceOf(CountersignReply.Refused.class, answered(order))
                        .why())
                .contains(why);
        assertThat(log.size()).isEqualTo(size);
    }

    /// For a node that nobody reaches over a network.
    @Test
    void orderOfAnOperatorInTheTray_isFollowedAsAtTheDoor() throws IOException {
        var manifest = manifest(own(head(6), 1, 6), new PackManifest.Log("bravo", BRAVO, 0, 40));
        var name = bench.operator().name();
        var order =
                new CountersignOrder.Draft(name, manifest).sign(bench.operator().key());
        var reply = assertInstanceOf(CountersignReply.Countersigned.class, answered(order.encode()));
        var statement = Countersignatures.statement(StandardHash.sha256(manifest.encode()), "alpha");
        assertThat(bench.node("alpha").key().verifyKey().verifies(statement, reply.signature()))
                .isTrue();
        assertThat(log.size()).isEqualTo(7);
        var other = manifest(own(new TreeHead(6, LogBench.digest("x")), 1, 6));
        var signed =
                new CountersignOrder.Draft(name, other).sign(bench.operator().key());
        assertThat(assertInstanceOf(CountersignReply.Refused.class, answered(signed.encode()))
                        .why())
                .contains("are others than the pack's");
    }

    @Test
    void orderOfNobodyWhoMay_isRefused() throws IOException {
        var manifest = manifest(own(head(6), 1, 6));
        var node = bench.node("alpha");
        var name = bench.operator().name();
        var byNode = new CountersignOrder.Draft(node.name(), manifest).sign(node.key());
        refusesOrder(byNode.encode(), "signed by no operator");
        var forged = new CountersignOrder.Draft(name, manifest).sign(node.key());
        refusesOrder(forged.encode(), "signed by no operator");
        var good =
                new CountersignOrder.Draft(name, manifest).sign(bench.operator().key());
        var other = manifest(own(head(5), 1, 5));
        var altered = new CountersignOrder(new CountersignOrder.Draft(name, other), good.signature());
        refusesOrder(altered.encode(), "signed by no operator");
        refusesOrder(Bytes.ofUtf8("no order"), "the order at byte 0");
    }

    @Test
    void logThatIsNotThisNodes_isRefused() {
        refuses(manifest(), "the pack does not have this node's log");
        refuses(manifest(own(new TreeHead(7, LogBench.digest("x")), 1, 6)), "has 7 entries of this node's log");
        refuses(
                manifest(own(new TreeHead(6, LogBench.digest("x")), 1, 6)),
                "the first 6 entries of this node's log are others");
    }

    @Test
    void rangeThatLeavesEntriesOut_isRefused() {
        refuses(manifest(own(head(6), 2, 6)), "the entries from 1 to 6 are of that time, and the pack says 2 to 6");
        refuses(manifest(own(head(6), 1, 5)), "the pack says 1 to 5");
        refuses(manifest(own(head(6), 0, 6)), "the pack says 0 to 6");
        refuses(manifest(own(head(3), 1, 3)), "ends before 2 entries of this node's log");
    }

    @Test
    void logOfAnotherNodeThatThisOneKnowsOtherwise_isRefused() {
        var forked = new TreeHead(40, LogBench.digest("another 40"));
        refuses(
                manifest(own(head(6), 1, 6), new PackManifest.Log("bravo", forked, 0, 40)),
                "cosigned another log of bravo");
        var early = new TreeHead(39, LogBench.digest("bravo at 39"));
        refuses(
                manifest(own(head(6), 1, 6), new PackManifest.Log("bravo", early, 0, 39)),
                "cosigned 40 entries of bravo within the time of the pack, which has 39");
    }

    @Test
    void logThatBeganAnewAndWasCleared_isNotHeldAgainstItsPast() throws StoreUnavailable {
        log.append(new AuditEvent.PeerCleared("bravo", "op", "disk replaced", new TreeHead(2, LogBench.digest("y"))));
        Patience.published(log);
        var anew = new TreeHead(5, LogBench.digest("anew"));
        assertThat(countersigning.follow("op", manifest(own(head(7), 1, 6), new PackManifest.Log("bravo", anew, 0, 5))))
                .isInstanceOf(CountersignReply.Countersigned.class);
    }

    @Test
    void otherRosterOrTimeToCome_isRefused() {
        var logs = List.of(own(head(6), 1, 6));
        refuses(manifest(begun.plusSeconds(360), logs, LogBench.digest("roster")), "does not go by roster version 1");
        refuses(
                manifest(begun.plusSeconds(3600), logs, StandardHash.sha256(roster.encode())),
                "of a time that has not come");
    }

    @Test
    void logThatCannotBeWritten_signsNothing() throws IOException {
        var manifest = manifest(own(head(6), 1, 6));
        log.close();
        var refused = assertInstanceOf(CountersignReply.Refused.class, countersigning.follow("op", manifest));
        assertThat(refused.why()).contains("its operator must look at it");
    }
}

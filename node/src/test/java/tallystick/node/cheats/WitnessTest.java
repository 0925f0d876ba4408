package tallystick.node.cheats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tallystick.core.audit.AuditEntry;
import tallystick.core.audit.AuditEvent;
import tallystick.core.audit.Clearance;
import tallystick.core.audit.LogNames;
import tallystick.core.tlog.AddCheckpoint;
import tallystick.core.tlog.ConsistencyProof;
import tallystick.core.tlog.MerkleTree;
import tallystick.core.tlog.SignedCheckpoint;
import tallystick.core.tlog.TreeHead;
import tallystick.core.wire.WitnessMessage;
import tallystick.crypto.codec.Bytes;
import tallystick.node.kit.LogBench;
import tallystick.node.kit.Patience;
import tallystick.node.log.Alarms;
import tallystick.node.log.FileLog;
import tallystick.node.witness.WitnessStore;
import tallystick.node.witness.Witnessing;

@DisplayName("Nodes as each other's witnesses, docs/spec/audit-log.md §5")
class WitnessTest {
    private final LogBench bench = new LogBench("a", "b", "c");
    private final Map<String, Node> nodes = new TreeMap<>();
    private final ArrayDeque<Sent> wire = new ArrayDeque<>();
    private final List<Sent> heard = new ArrayList<>();

    @TempDir
    Path folder;

    private record Sent(String from, String to, Bytes message) {}

    private record Node(FileLog log, Witnessing witnessing) {}

    @AfterEach
    void close() {
        nodes.values().forEach(node -> node.log().close());
        bench.close();
    }

    private Path directory(String name) {
        return folder.resolve(name);
    }

    private Node start(String name) throws Exception {
        return start(name, directory(name));
    }

    private Node start(String name, Path own) throws Exception {
        var roster = bench.roster();
        var log = bench.open(own.resolve("log"), name);
        log.append(new AuditEvent.NodeStarted("test", LogBench.digest("build"), LogBench.digest("boot")));
        var store = WitnessStore.open(own.resolve("witness"), roster.nodes());
        var witnessing = new Witnessing(
                bench.node(name),
                () -> roster,
                new Witnessing.Logs(log, log),
                store,
                (to, message) -> wire.add(new Sent(name, to, message)),
                bench.entropy(),
                new Alarms(log, bench::now, Runnable::run),
                bench::now);
        var node = new Node(log, witnessing);
        nodes.put(name, node);
        return node;
    }

    private void stop(String name) {
        nodes.remove(name).log().close();
    }

    /// Waits until what was appended is published, ticks every node, and delivers until nothing more is said.
    private void settle() {
        bench.pass(6);
        for (var node : nodes.values()) {
            awaitPublished(node.log());
            node.witnessing().tick();
        }
        deliver();
    }

    private static void awaitPublished(FileLog log) {
        var _ = Patience.published(log);
    }

    private void deliver() {
        while (!wire.isEmpty()) {
            var sent = wire.remove();
            heard.add(sent);
            var to = nodes.get(sent.to());
            if (to != null) to.witnessing().receive(sent.from(), sent.message());
        }
    }

    private void startAll() throws Exception {
        for (var name : List.of("a", "b", "c")) start(name);
        settle();
    }

    private Path snapshot(String name) throws IOException {
        var copy = folder.resolve("snapshot-" + name);
        if (nodes.containsKey(name)) awaitPublished(nodes.get(name).log());
        LogBench.copy(directory(name), copy);
        return copy;
    }

    private void restore(String name, Path copy) throws IOException {
        LogBench.delete(directory(name));
        LogBench.copy(copy, directory(name));
    }

    private List<AuditEvent> events(String name) {
        var log = nodes.get(name).log();
        awaitPublished(log);
        var events = new ArrayList<AuditEvent>();
        var tiles = log.tiles();
        for (var i = 0L; i < tiles.size(); i++)
            events.add(AuditEntry.parse(tiles.entry(i)).orThrow().event());
        return events;
    }

    @Test
    void everyNode_cosignsEveryOthersCheckpoint() throws Exception {
        startAll();
        for (var name : nodes.keySet())
            for (var peer : nodes.keySet()) {
                if (name.equals(peer)) continue;
                var file = directory(name).resolve("log/cosigned").resolve(peer);
                var checkpoint = SignedCheckpoint.parse(Bytes.copyOf(Files.readAllBytes(file)))
                        .orThrow();
                var witness = LogNames.witness(bench.roster().named(peer).orElseThrow());
                assertThat(checkpoint.note().cosignedAt(witness)).contains(bench.now());
                assertTrue(nodes.get(name).witnessing().isTrusted(peer));
            }
        assertThat(events("a"))
                .filteredOn(AuditEvent.CheckpointCosigned.class::isInstance)
                .hasSize(2);
    }

    @Test
    void witnessing_endsWhenNothingNewHappens() throws Exception {
        startAll();
        settle();
        var said = heard.size();
        settle();
        settle();
        assertEquals(said, heard.size());
        nodes.get("a").log().append(LogBench.event(1));
        settle();
        assertEquals(said + 4, heard.size(), "two questions and two answers");
    }

    @Test
    void logThatIsShownLongerWithoutEnd_fillsNoOthersLog() throws Exception {
        startAll();
        for (var i = 0; i < 15; i++) {
            stop("a");
            var again = start("a");
            awaitPublished(again.log());
            again.witnessing().tick();
            deliver();
        }
        assertThat(events("b"))
                .filteredOn(
                        event -> event instanceof AuditEvent.CheckpointCosigned(var peer, var _) && peer.equals("a"))
                .hasSize(12);
        assertTrue(nodes.get("b").witnessing().isTrusted("a"));
    }

    @Test
    void nodeRestoredFromAnOldSnapshot_isRefusedByItsPeersAndKnowsIt() throws Exception {
        startAll();
        stop("a");
        var old = snapshot("a");
        start("a");
        for (var i = 0; i < 5; i++) nodes.get("a").log().append(LogBench.event(i));
        settle();
        stop("a");
        restore("a", old);
        start("a");
        settle();
        for (var peer : List.of("b", "c")) {
            assertFalse(nodes.get(peer).witnessing().isTrusted("a"));
            assertThat(nodes.get(peer).witnessing().whyNot("a").orElse("")).contains("lost entries");
            settle();
            assertThat(events(peer))
                    .anySatisfy(event -> assertThat(event)
                            .isInstanceOfSatisfying(AuditEvent.PeerQuarantined.class, quarantined -> {
                                assertEquals("a", quarantined.peer());
                                assertThat(quarantined.shown().size())
                                        .isLessThan(quarantined.remembered().size());
                            }));
        }
        assertFalse(nodes.get("a").witnessing().isTrusted("b"), "the node itself stops too");
        assertTrue(nodes.get("b").witnessing().isTrusted("c"));
    }

    @Test
    void refusal_outlivesARestartAndAGrownLog() throws Exception {
        nodeRestoredFromAnOldSnapshot_isRefusedByItsPeersAndKnowsIt();
        stop("b");
        start("b");
        for (var i = 0; i < 20; i++) nodes.get("a").log().append(LogBench.event(i));
        settle();
        assertFalse(nodes.get("b").witnessing().isTrusted("a"), "a longer log with another past is no way back");
    }

    @Test
    void forkedLog_isRefusedAtOnce() throws Exception {
        startAll();
        stop("a");
        var old = snapshot("a");
        start("a");
        nodes.get("a").log().append(LogBench.event(1));
        settle();
        stop("a");
        restore("a", old);
        start("a");
        for (var i = 10; i < 20; i++) nodes.get("a").log().append(LogBench.event(i));
        settle();
        assertThat(nodes.get("b").witnessing().whyNot("a").orElse("")).contains("another past");
        assertThat(nodes.get("c").witnessing().whyNot("a").orElse("")).contains("another past");
    }

    @Test
    void oldCheckpointThatArrivesLate_isDoubtedUntilTheNodeAnswers() throws Exception {
        startAll();
        var late = heard.stream()
                .filter(sent -> sent.from().equals("a") && sent.to().equals("b"))
                .findFirst()
                .orElseThrow();
        nodes.get("a").log().append(LogBench.event(1));
        settle();
        nodes.get("b").witnessing().receive("a", late.message());
        assertFalse(nodes.get("b").witnessing().isTrusted("a"), "in doubt");
        deliver();
        assertTrue(nodes.get("b").witnessing().isTrusted("a"), "answered");
    }

    @Test
    void lostCosignature_isMadeGoodByAConflict() throws Exception {
        startAll();
        nodes.get("a").log().append(LogBench.event(1));
        bench.pass(6);
        awaitPublished(nodes.get("a").log());
        nodes.get("a").witnessing().tick();
        var question =
                wire.stream().filter(sent -> sent.to().equals("b")).findFirst().orElseThrow();
        wire.clear();
        nodes.get("b").witnessing().receive("a", question.message());
        wire.clear();
        nodes.get("a").log().append(LogBench.event(2));
        settle();
        settle();
        assertTrue(nodes.get("b").witnessing().isTrusted("a"));
        assertEquals(
                nodes.get("a").log().worthWitnessing(), nodes.get("a").log().cosignedSize("b"));
    }

    @Test
    void checkpointSignedByAnother_isNotCosigned() throws Exception {
        startAll();
        var forged = SignedCheckpoint.of(
                LogNames.origin("a", bench.node("a").key().verifyKey()),
                new TreeHead(1000, LogBench.digest("root")),
                bench.node("c").key());
        submit("a", "b", forged);
        assertThat(wire).isEmpty();
        var another = SignedCheckpoint.of(
                LogNames.origin("c", bench.node("c").key().verifyKey()),
                new TreeHead(1000, LogBench.digest("root")),
                bench.node("c").key());
        submit("a", "b", another);
        assertThat(wire).as("another node's own checkpoint").isEmpty();
        assertTrue(nodes.get("b").witnessing().isTrusted("a"));
    }

    private void submit(String from, String to, SignedCheckpoint checkpoint) {
        var asked = new AddCheckpoint(new ConsistencyProof(0, checkpoint.head().size(), List.of()), checkpoint);
        var message = new WitnessMessage.Submit(Bytes.copyOf(new byte[16]), asked);
        nodes.get(to).witnessing().receive(from, message.encode());
    }

    @Test
    void cosignatureOfAnotherNode_isNotKept() throws Exception {
        startAll();
        var a = nodes.get("a").log();
        a.append(LogBench.event(1));
        awaitPublished(a);
        bench.pass(6);
        nodes.get("a").witnessing().tick();
        wire.clear();
        var before = a.cosignedSize("b");
        var line = a.checkpoint()
                .note()
                .cosign(
                        LogNames.origin("b", bench.node("b").key().verifyKey()),
                        bench.node("c").key(),
                        bench.now());
        nodes.get("a").witnessing().receive("b", new WitnessMessage.Cosigned(line).encode());
        assertEquals(before, a.cosignedSize("b"));
    }

    @Test
    void strangersWordsAndNonsense_changeNothing() throws Exception {
        startAll();
        nodes.get("a").witnessing().receive("nobody", Bytes.ofUtf8("x"));
        nodes.get("a").witnessing().receive("b", Bytes.ofUtf8("x"));
        var foreign = SignedCheckpoint.of(
                LogNames.origin("a", bench.node("a").key().verifyKey()),
                new TreeHead(1000, LogBench.digest("root")),
                bench.node("b").key());
        nodes.get("a").witnessing().receive("b", new WitnessMessage.Refused("because", foreign).encode());
        assertTrue(nodes.get("a").witnessing().isTrusted("b"), "a refusal without this node's own signature");
    }

    private void clear(String witness, Clearance clearance) throws IOException {
        Files.write(
                directory(witness).resolve("witness/a.clearance"),
                clearance.encode().toArray());
    }

    private Clearance.Draft draft(SignedCheckpoint from) {
        var remembered = nodes.get("b").log();
        var quarantined = events("b").stream()
                .filter(AuditEvent.PeerQuarantined.class::isInstance)
                .map(AuditEvent.PeerQuarantined.class::cast)
                .findFirst()
                .orElseThrow();
        assertThat(remembered.checkpoint().head().size()).isPositive();
        return new Clearance.Draft("a", "operator", "disk replaced", quarantined.remembered(), from);
    }

    @Test
    void operatorsClearance_endsTheRefusal() throws Exception {
        nodeRestoredFromAnOldSnapshot_isRefusedByItsPeersAndKnowsIt();
        settle();
        var log = nodes.get("a").log();
        clear("b", draft(log.checkpoint()).sign(bench.operator().key()));
        settle();
        assertTrue(nodes.get("b").witnessing().isTrusted("a"));
        assertFalse(nodes.get("c").witnessing().isTrusted("a"), "each peer is cleared by itself");
        log.append(LogBench.event(77));
        stop("a");
        start("a");
        settle();
        settle();
        assertTrue(nodes.get("b").witnessing().isTrusted("a"));
        assertEquals(
                nodes.get("a").log().worthWitnessing(), nodes.get("a").log().cosignedSize("b"));
        assertThat(events("b")).anyMatch(AuditEvent.PeerCleared.class::isInstance);
    }

    /// While a link is down a node asks again: then two submissions arrive one after the other.
    @Test
    void nodeThatAskedTwice_isRefusedOnce_andNotAskedWithoutEnd() throws Exception {
        startAll();
        for (var i = 0; i < 5; i++) nodes.get("a").log().append(LogBench.event(i));
        settle();
        stop("a");
        LogBench.delete(directory("a"));
        start("a");
        awaitPublished(nodes.get("a").log());
        nodes.get("a").witnessing().tick();
        bench.pass(6);
        nodes.get("a").witnessing().tick();
        heard.clear();
        deliver();
        assertThat(heard).hasSizeLessThan(20);
        for (var peer : List.of("b", "c"))
            assertThat(nodes.get(peer).witnessing().refused()).containsOnlyKeys("a");
        assertThat(nodes.get("a").witnessing().refused()).containsOnlyKeys("a");
    }

    @Test
    void twoReplicasOfOneNode_areFound_andRefused() throws Exception {
        startAll();
        var first = nodes.get("a");
        var copy = snapshot("a");
        LogBench.copy(copy, directory("second"));
        first.log().append(LogBench.event(1));
        settle();
        assertThat(nodes.get("b").witnessing().refused()).isEmpty();
        var second = start("a", directory("second"));
        bench.pass(6);
        for (var replica : List.of(first, second)) {
            awaitPublished(replica.log());
            replica.witnessing().tick();
        }
        deliver();
        for (var peer : List.of("b", "c")) {
            assertThat(nodes.get(peer).witnessing().refused()).containsOnlyKeys("a");
            assertFalse(nodes.get(peer).witnessing().isTrusted("a"));
            assertThat(events(peer)).anyMatch(AuditEvent.PeerQuarantined.class::isInstance);
        }
        first.log().close();
    }

    private Clearance clearance(String witness, String why) {
        var refused = events(witness).stream()
                .filter(AuditEvent.PeerQuarantined.class::isInstance)
                .map(AuditEvent.PeerQuarantined.class::cast)
                .findFirst()
                .orElseThrow();
        var from = nodes.get("a").log().checkpoint();
        return new Clearance.Draft("a", "operator", why, refused.remembered(), from)
                .sign(bench.operator().key());
    }

    @Test
    void nodeWhoseLogBeganAnew_isRefused_andTakesPartAgain_onceEveryOtherIsCleared() throws Exception {
        startAll();
        for (var i = 0; i < 5; i++) nodes.get("a").log().append(LogBench.event(i));
        settle();
        stop("a");
        LogBench.delete(directory("a"));
        start("a");
        settle();
        for (var peer : List.of("b", "c")) {
            assertFalse(nodes.get(peer).witnessing().isTrusted("a"), peer);
            assertFalse(nodes.get("a").witnessing().isTrusted(peer), "it knows that it is set back");
            assertThat(events(peer)).anyMatch(AuditEvent.PeerQuarantined.class::isInstance);
        }
        clear("b", clearance("b", "disk lost"));
        settle();
        settle();
        assertTrue(nodes.get("b").witnessing().isTrusted("a"));
        assertFalse(nodes.get("a").witnessing().isTrusted("b"), "another still remembers more");
        clear("c", clearance("c", "disk lost"));
        settle();
        settle();
        for (var peer : List.of("b", "c")) {
            assertTrue(nodes.get(peer).witnessing().isTrusted("a"), peer);
            assertTrue(nodes.get("a").witnessing().isTrusted(peer), peer);
        }
    }

    @Test
    void clearanceOfAnybodyElse_isThrownAway() throws Exception {
        nodeRestoredFromAnOldSnapshot_isRefusedByItsPeersAndKnowsIt();
        settle();
        var from = nodes.get("a").log().checkpoint();
        var good = draft(from);
        var wrong = List.of(
                good.sign(bench.node("a").key()),
                new Clearance.Draft("a", "c", "x", good.remembered(), from)
                        .sign(bench.node("c").key()),
                new Clearance.Draft("c", "operator", "x", good.remembered(), from)
                        .sign(bench.operator().key()),
                new Clearance.Draft("a", "operator", "x", from.head(), from)
                        .sign(bench.operator().key()),
                new Clearance.Draft(
                                "a",
                                "operator",
                                "x",
                                good.remembered(),
                                nodes.get("c").log().checkpoint())
                        .sign(bench.operator().key()));
        var refused = 0;
        for (var clearance : wrong) {
            clear("b", clearance);
            settle();
            assertFalse(nodes.get("b").witnessing().isTrusted("a"));
            assertThat(directory("b").resolve("witness/a.clearance")).doesNotExist();
            refused++;
        }
        assertEquals(5, refused);
    }

    @Test
    void proof_comesFromThePublishedTiles() throws Exception {
        startAll();
        var log = nodes.get("a").log();
        for (var i = 0; i < 300; i++) log.append(LogBench.event(i));
        settle();
        assertEquals(log.worthWitnessing(), log.cosignedSize("b"));
        var size = log.checkpoint().head().size();
        assertTrue(MerkleTree.extend(log.tiles(), 3, size)
                .proves(
                        new TreeHead(3, MerkleTree.root(log.tiles(), 3)),
                        log.checkpoint().head()));
    }
}

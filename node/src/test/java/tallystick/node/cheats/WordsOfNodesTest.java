package tallystick.node.cheats;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Consumer;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tallystick.core.approval.Answer;
import tallystick.core.approval.Subject;
import tallystick.core.governance.Covenant;
import tallystick.core.governance.Document;
import tallystick.core.governance.DocumentKind;
import tallystick.core.governance.DocumentVersion;
import tallystick.core.governance.Member;
import tallystick.core.governance.Pledge;
import tallystick.core.governance.Proposal;
import tallystick.core.governance.Roster;
import tallystick.core.wire.GovernanceNews;
import tallystick.core.wire.GovernanceOrder;
import tallystick.core.wire.GovernanceStanding;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.hash.Digest32;
import tallystick.crypto.hash.StandardHash;
import tallystick.crypto.seal.IdentityKey;
import tallystick.node.documents.AcceptedGenesis;
import tallystick.node.documents.Documents;
import tallystick.node.kit.Patience;
import tallystick.node.kit.TrialFleet;
import tallystick.node.kit.TrialPeople;
import tallystick.node.ledger.Kept;
import tallystick.node.ledger.Ledger;
import tallystick.node.ledger.StoreUnavailable;
import tallystick.node.log.FileLog;

@DisplayName("What nodes say of versions, docs/spec/governance.md GO-16 to GO-21")
class WordsOfNodesTest {
    private static final List<String> THREE = List.of("alpha", "bravo", "charlie");
    private static final List<String> STAYING = List.of("alpha", "charlie");
    private static final Duration TWO_DAYS = Duration.ofDays(2);
    private static final int PLEDGES = 8;
    private static final String MORE = ", {\"id\": \"more\", \"effect\": \"ALLOW\", \"activity\": [\"TRANSFER\"]}";

    @TempDir
    Path directory;

    private TrialFleet fleet;
    private TrialPeople people;

    @BeforeEach
    void start() throws IOException, StoreUnavailable {
        fleet = new TrialFleet(directory, THREE);
        people = new TrialPeople(fleet, THREE);
        people.begin(TrialPeople.policy(1, ""));
        fleet.network().cut("charlie");
    }

    @AfterEach
    void close() {
        people.close();
        fleet.close();
    }

    private GovernanceStanding shown(String node) {
        return fleet.node(node).documents().shown();
    }

    private Pledge pledge(String node, String signer, DocumentVersion version, boolean isKept, Digest32 workspace) {
        return Pledge.of(
                workspace, version, node, isKept, fleet.identity(signer).key());
    }

    private void heard(String by, Pledge... words) {
        fleet.node(by).documents().hear("bravo", new GovernanceNews.Pledged(new Covenant(List.of(words))).encode());
    }

    /// A tightening to which alpha and bravo have pledged, and charlie knows nothing of.
    private Document pledged() {
        var next = people.next(TrialPeople.policy(2, TrialPeople.TWO_EYES), fleet.now());
        people.follow("alpha", new GovernanceOrder.Propose(people.change("ann", new Proposal.NewDocument(next), "bo")));
        Patience.until(() ->
                !shown("alpha").awaited().isEmpty() && !shown("bravo").awaited().isEmpty());
        return next;
    }

    @Test
    void wordThatIsNotANodesOwn_bindsNobody() {
        var version = DocumentVersion.of(pledged());
        var other = new DocumentVersion(
                DocumentKind.POLICY, 2, StandardHash.sha256(Bytes.ofUtf8("other")), version.effectiveFrom());
        heard("alpha", pledge("charlie", "bravo", version, true, people.workspace()));
        heard("alpha", pledge("operator", "operator", version, true, people.workspace()));
        heard("alpha", pledge("charlie", "charlie", version, true, StandardHash.sha256(Bytes.ofUtf8("elsewhere"))));
        heard("alpha", pledge("charlie", "charlie", other, true, people.workspace()));
        fleet.node("alpha").documents().tick();
        assertThat(shown("alpha").awaited()).containsExactly(version);
        heard("alpha", pledge("charlie", "charlie", version, true, people.workspace()));
        Patience.until(() -> shown("alpha").awaited().isEmpty() && isSecond("alpha"));
        Patience.until(() -> isSecond("bravo"));
    }

    private boolean isSecond(String node) {
        fleet.node(node).documents().tick();
        return shown(node).inForce().stream()
                .anyMatch(each -> each.kind() == DocumentKind.POLICY && each.number() == 2);
    }

    /// What alarms say while something is done.
    private static List<String> alarms(Runnable done) {
        var said = Collections.synchronizedList(new ArrayList<String>());
        var listener = new Handler() {
            @Override
            public void publish(LogRecord record) {
                said.add(new SimpleFormatter().formatMessage(record));
            }

            @Override
            public void flush() {}

            @Override
            public void close() {}
        };
        var logger = Logger.getLogger("tallystick.node.log.Alarms");
        logger.addHandler(listener);
        try {
            done.run();
        } finally {
            logger.removeHandler(listener);
        }
        return said;
    }

    /// What a node has on its disk: its ledger tells it at a start.
    private List<Kept> kept(String node) {
        try {
            fleet.stop(node);
            fleet.start(node);
        } catch (IOException | StoreUnavailable e) {
            throw new AssertionError(e);
        }
        return fleet.node(node).ledger().kept().stream()
                .filter(row -> row.kind() == PLEDGES)
                .toList();
    }

    /// As many words as a message has room for, all made up: of nodes there are, by another key, and of none.
    @Test
    void wordsThatNoNodeSaid_areKeptOfNobody_andTheAlarmNamesWhoBroughtThem() {
        var version = DocumentVersion.of(pledged());
        var signature =
                pledge("bravo", "bravo", version, false, people.workspace()).signature();
        var words = new ArrayList<Pledge>();
        for (var name : THREE)
            for (var isKept : List.of(true, false))
                words.add(new Pledge(people.workspace(), version, name, isKept, signature));
        words.removeIf(word -> word.node().equals("bravo") && !word.isKept());
        for (var i = words.size(); i < 512; i++)
            words.add(new Pledge(people.workspace(), version, "node-" + i, true, signature));
        var before = kept("alpha");
        var said = alarms(() -> {
            for (var i = 0; i < 3; i++) heard("alpha", words.toArray(Pledge[]::new));
        });
        assertThat(said)
                .filteredOn(text -> text.contains("bravo brought a word of alpha about policy version 2"))
                .hasSize(3);
        assertThat(kept("alpha")).isEqualTo(before);
        // A true one among them counts.
        words.removeIf(word -> word.node().equals("charlie"));
        words.add(pledge("charlie", "charlie", version, true, people.workspace()));
        heard("alpha", words.toArray(Pledge[]::new));
        Patience.until(() -> isSecond("alpha"));
    }

    @Test
    void wordsOfANodeTwice_areNotHeard() {
        var version = DocumentVersion.of(pledged());
        var word = pledge("charlie", "charlie", version, true, people.workspace());
        heard("alpha", word, word);
        fleet.node("alpha").documents().tick();
        assertThat(shown("alpha").awaited()).containsExactly(version);
        heard("alpha", word);
        Patience.until(() -> isSecond("alpha"));
    }

    @Test
    void nodeThatSaysBoth_isNamedByTheAlarm_andFreesNobody() {
        var version = DocumentVersion.of(pledged());
        var said = alarms(() -> heard(
                "alpha",
                pledge("bravo", "bravo", version, true, people.workspace()),
                pledge("charlie", "charlie", version, false, people.workspace()),
                pledge("charlie", "charlie", version, true, people.workspace())));
        assertThat(said)
                .anyMatch(
                        text -> text.contains("both kept and declined policy version 2") && text.endsWith(": charlie"));
        // The kept words come first: all have pledged, so alpha goes on, and so does bravo.
        Patience.until(() -> isSecond("alpha") && isSecond("bravo"));
    }

    @Test
    void forgedAnswer_endsNothingThatThisNodePledgedTo() {
        var next = people.next(TrialPeople.policy(2, TrialPeople.TWO_EYES), fleet.now());
        var change = people.change("ann", new Proposal.NewDocument(next), "bo");
        people.follow("alpha", new GovernanceOrder.Propose(change));
        var subject = change.change().subject();
        var forged = people.answer("cy", new Subject(subject.id(), List.of(subject.id())), Answer.APPROVE);
        people.follow("alpha", new GovernanceOrder.Propose(change.with(List.of(forged))));
        assertThat(shown("alpha").freezes()).isEmpty();
        assertThat(shown("alpha").prepared()).containsExactly(DocumentVersion.of(next));
        fleet.network().mend("charlie");
        Patience.until(() -> THREE.stream().allMatch(name -> {
            THREE.forEach(each -> fleet.node(each).documents().tick());
            return isSecond(name);
        }));
    }

    @Test
    void wordsAboutVersionsNobodyHas_areKeptUpToABound() {
        var from = people.next(TrialPeople.policy(2, ""), fleet.now()).effectiveFrom();
        for (var i = 0; i < 80; i++) {
            var version = new DocumentVersion(
                    DocumentKind.POLICY, 2 + i % 16, StandardHash.sha256(Bytes.ofUtf8("version " + i)), from);
            heard("alpha", pledge("charlie", "charlie", version, true, people.workspace()));
        }
        assertThat(kept("alpha")).hasSize(64);
    }

    /// Bravo's identity becomes another: honest nodes still tell what it said by the one before, or say already what
    /// it says by the next.
    @Test
    void wordByAKeyThatANodeHadOrWillHave_ringsNoAlarm_andLeavesRoomForItsNew() {
        fleet.network().mend("charlie");
        var other = people.key("cy");
        changesBravosKey(other);
        var versions = List.of(strange(1), strange(2), strange(3));
        heard("alpha", pledge("bravo", "bravo", versions.getFirst(), true, people.workspace()));
        var early = alarms(() -> heard("alpha", Pledge.of(people.workspace(), versions.get(1), "bravo", true, other)));
        assertThat(early).noneMatch(text -> text.contains("brought a word"));
        fleet.pass(TWO_DAYS.plusSeconds(700));
        Patience.until(() -> STAYING.stream().allMatch(this::hasSecondRoster));
        var late = alarms(() -> {
            heard("alpha", pledge("bravo", "bravo", versions.get(2), true, people.workspace()));
            heard("alpha", pledge("bravo", "charlie", versions.get(2), true, people.workspace()));
        });
        assertThat(late).filteredOn(text -> text.contains("brought a word")).hasSize(1);
        var anew = Pledge.of(people.workspace(), versions.getFirst(), "bravo", true, other);
        heard("alpha", anew);
        heard("alpha", pledge("bravo", "bravo", versions.getFirst(), true, people.workspace()));
        assertThat(words("alpha", versions.getFirst())).containsExactly(anew);
    }

    /// A roster in which bravo has another identity key, from two days and ten minutes on.
    private DocumentVersion changesBravosKey(IdentityKey other) {
        var members = people.genesis().roster().members().stream()
                .map(each -> each.name().equals("bravo")
                        ? new Member(
                                each.name(), each.role(), other.verifyKey(), each.tlsPins(), each.host(), each.port())
                        : each)
                .toList();
        var roster = people.next(
                DocumentKind.ROSTER,
                new Roster(2, members).encode(),
                fleet.now().plus(TWO_DAYS).plusSeconds(600));
        var change = people.change("ann", new Proposal.NewDocument(roster), "ann", "bo", "cy");
        people.follow("alpha", new GovernanceOrder.Propose(change));
        Patience.until(
                () -> STAYING.stream().noneMatch(name -> shown(name).prepared().isEmpty()));
        return DocumentVersion.of(roster);
    }

    /// Alpha and bravo pledge to a policy, then bravo's identity becomes another, and only then charlie hears of it.
    @Test
    void nodeThatHasAnotherKey_saysItsWordAgain_andNobodyWaitsForItForEver() throws Exception {
        fleet.network().mend("charlie");
        var other = people.key("cy");
        var roster = changesBravosKey(other);
        Patience.until(() -> {
            THREE.forEach(name -> fleet.node(name).documents().tick());
            return THREE.stream().allMatch(name -> isByAll(words(name, roster)));
        });
        fleet.network().cut("charlie");
        fleet.pass(TWO_DAYS);
        var moment = fleet.now().plus(Duration.ofHours(25));
        var next = people.next(TrialPeople.policy(2, MORE), moment);
        var change = people.change("ann", new Proposal.NewDocument(next), "ann", "bo", "cy");
        people.follow("alpha", new GovernanceOrder.Propose(change));
        Patience.until(() -> isPrepared("alpha", next) && isPrepared("bravo", next));
        fleet.pass(Duration.ofSeconds(700));
        Patience.until(() -> THREE.stream().allMatch(this::hasSecondRoster));
        fleet.stop("bravo");
        fleet.network().mend("charlie");
        Patience.until(() -> {
            STAYING.forEach(name -> fleet.node(name).documents().tick());
            return isPrepared("charlie", next);
        });
        fleet.pass(Duration.ofHours(25));
        STAYING.forEach(name -> fleet.node(name).documents().tick());
        assertThat(shown("alpha").awaited()).containsExactly(DocumentVersion.of(next));
        asBravo(other, Documents::tick);
        Patience.until(() -> STAYING.stream().allMatch(this::isSecond));
    }

    private static boolean isByAll(List<Pledge> words) {
        return words.stream().map(Pledge::node).toList().containsAll(STAYING);
    }

    private boolean isPrepared(String node, Document next) {
        return shown(node).prepared().contains(DocumentVersion.of(next));
    }

    /// With what bravo has on its disk, by another key; the others hear what it says.
    private void asBravo(IdentityKey key, Consumer<Documents> use) throws Exception {
        var network = new Documents.Network() {
            @Override
            public List<String> up() {
                return STAYING;
            }

            @Override
            public void send(String to, Bytes message) {
                fleet.node(to).documents().hear("bravo", message);
            }
        };
        var disk = fleet.disk("bravo");
        var own = new Documents.Own("bravo", key, fleet::roster, () -> AcceptedGenesis.read(disk));
        try (var ledger = Ledger.open(disk.resolve("ledger.db"));
                var log = FileLog.open(disk.resolve("log"), fleet.identity("bravo"), fleet::now)) {
            use.accept(Documents.open(own, ledger, log, log::tiles, network, fleet::now));
        }
    }

    private DocumentVersion strange(int number) {
        var hash = StandardHash.sha256(Bytes.ofUtf8("strange " + number));
        return new DocumentVersion(
                DocumentKind.POLICY,
                2,
                hash,
                people.next(TrialPeople.policy(2, ""), fleet.now()).effectiveFrom());
    }

    private boolean hasSecondRoster(String node) {
        fleet.node(node).documents().tick();
        return shown(node).inForce().stream()
                .anyMatch(each -> each.kind() == DocumentKind.ROSTER && each.number() == 2);
    }

    private List<Pledge> words(String node, DocumentVersion version) {
        return kept(node).stream()
                .map(row -> Covenant.parse(row.body()).orThrow())
                .filter(covenant -> covenant.version().equals(version))
                .flatMap(covenant -> covenant.pledges().stream())
                .toList();
    }
}

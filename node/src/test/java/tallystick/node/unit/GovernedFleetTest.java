package tallystick.node.unit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tallystick.core.approval.Answer;
import tallystick.core.audit.AuditEntry;
import tallystick.core.audit.AuditEvent;
import tallystick.core.chain.Knowledge;
import tallystick.core.chain.SigningInput.Algorithm;
import tallystick.core.chain.registry.Chains;
import tallystick.core.docket.Docket;
import tallystick.core.docket.Heard;
import tallystick.core.docket.Retrial;
import tallystick.core.governance.DocumentKind;
import tallystick.core.governance.FreezeScope;
import tallystick.core.governance.Proposal;
import tallystick.core.wire.GovernanceOrder;
import tallystick.core.wire.GovernanceReply;
import tallystick.core.wire.GovernanceStanding;
import tallystick.core.wire.KeyCard;
import tallystick.core.wire.SignReply;
import tallystick.core.wire.SignRequest;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.curve.Curve;
import tallystick.crypto.secret.SystemEntropy;
import tallystick.mpc.key.Scheme;
import tallystick.node.kit.Patience;
import tallystick.node.kit.TrialChain;
import tallystick.node.kit.TrialFleet;
import tallystick.node.kit.TrialPeople;
import tallystick.node.ledger.StoreUnavailable;

@DisplayName("Nodes that judge by governed documents, docs/spec/governance.md")
class GovernedFleetTest {
    private static final List<String> THREE = List.of("alpha", "bravo", "charlie");
    private static final List<String> TWO = List.of("alpha", "bravo");
    private static final Bytes MESSAGE = Bytes.copyOf(new byte[32]);

    private static final String NO_CODE = """
        , {"id": "no-code", "effect": "DENY", "activity": ["CONTRACT_DEPLOY"]}\
        """;
    private static final String MORE_EYES = """
        , {"id": "more-eyes", "effect": "REQUIRE", "activity": ["MESSAGE"],
           "approvals": [{"group": "ops", "min": 2, "authStrength": "API_KEY"}]}\
        """;

    @TempDir
    Path directory;

    private TrialFleet fleet;
    private TrialPeople people;
    private KeyCard key;

    @BeforeEach
    void start() throws IOException, StoreUnavailable {
        fleet = new TrialFleet(directory, THREE);
        people = new TrialPeople(fleet, THREE);
        key = fleet.generate(Scheme.FROST_ED25519.code(), "2 of (alpha, bravo, charlie)", THREE);
    }

    @AfterEach
    void close() {
        people.close();
        fleet.close();
    }

    private SignRequest request() {
        return fleet.request(key.id(), Algorithm.ED25519, MESSAGE, TWO);
    }

    private SignRequest approved(SignRequest request, String... approvers) {
        var evidence = request.evidence();
        var approvals = List.of(approvers).stream()
                .map(name -> people.answer(name, evidence.subject(), Answer.APPROVE))
                .toList();
        return new SignRequest(
                evidence.with(approvals, List.of()), request.completed(), request.signers(), request.attempt());
    }

    private void signed(SignRequest request) {
        assertThat(fleet.sign(request).values()).hasSize(2).allMatch(SignReply.Signed.class::isInstance);
    }

    private void refused(SignRequest request, String why) {
        assertThat(fleet.sign(request).values())
                .hasSize(2)
                .allSatisfy(reply -> assertThat(
                                assertInstanceOf(SignReply.Refused.class, reply).why())
                        .contains(why));
    }

    private GovernanceStanding shown(String node) {
        return assertInstanceOf(
                        GovernanceReply.Shown.class,
                        fleet.node(node).documents().follow("an operator", new GovernanceOrder.Show()))
                .standing();
    }

    private int policyVersion(String node) {
        return shown(node).inForce().stream()
                .filter(version -> version.kind() == DocumentKind.POLICY)
                .mapToInt(version -> version.number())
                .findFirst()
                .orElse(0);
    }

    private void ticks(List<String> names) {
        names.forEach(name -> fleet.node(name).documents().tick());
    }

    @Test
    void nodeWithoutGenesis_signsForItsRosterAndSaysSo() {
        signed(request());
        assertThat(shown("alpha").workspace()).isEmpty();
    }

    @Test
    void genesis_bindsEveryNodeForEver() throws IOException, StoreUnavailable {
        var workspace = people.begin(TrialPeople.policy(1, TrialPeople.TWO_EYES));
        for (var name : THREE) assertThat(shown(name).workspace()).contains(workspace);
        refused(request(), "the policy in force asks for more");
        fleet.stop("alpha");
        fleet.start("alpha");
        refused(request(), "one of ops has to approve, and nobody did");
        var other = new TrialPeople(fleet, THREE);
        assertThat(fleet.node("alpha")
                        .documents()
                        .follow("an operator", new GovernanceOrder.SignGenesis(other.genesis())))
                .isInstanceOf(GovernanceReply.Refused.class);
        other.close();
    }

    @Test
    void approval_letsAnIntentBeSignedAndStandsInTheReceipt() {
        people.begin(TrialPeople.policy(1, TrialPeople.TWO_EYES));
        var request = request();
        refused(request, "to approve");
        signed(approved(request, "ann"));
        assertThat(events("alpha"))
                .anyMatch(event -> event instanceof AuditEvent.Signed(var receipt)
                        && receipt.policy().equals(people.policyHash()))
                .anyMatch(event -> event instanceof AuditEvent.PolicyDecided decided
                        && decided.decision() == AuditEvent.Said.PENDING)
                .anyMatch(event -> event instanceof AuditEvent.PolicyDecided decided
                        && decided.decision() == AuditEvent.Said.ALLOWED
                        && decided.policy().equals(people.policyHash()));
    }

    @Test
    void rulings_areMadeAgainFromTheDocket() throws IOException {
        people.begin(TrialPeople.policy(1, TrialPeople.TWO_EYES));
        var request = request();
        refused(request, "to approve");
        signed(approved(request, "ann"));
        var events = events("alpha");
        fleet.stop("alpha");
        var folder = directory.resolve("alpha").resolve("docket");
        assertThat(folder.resolve("kept").resolve("01-" + people.genesis().hash()))
                .exists();
        var docket = Docket.parse(Bytes.copyOf(Files.readAllBytes(folder.resolve("rulings/00000001"))))
                .orThrow();
        var said = events.stream()
                .filter(AuditEvent.PolicyDecided.class::isInstance)
                .map(event -> ((AuditEvent.PolicyDecided) event).basis())
                .toList();
        assertThat(docket.heard().stream().map(Heard::basis))
                .containsExactlyElementsOf(said)
                .hasSize(2);
        var activated = (AuditEvent.CeremonyActivated) events.stream()
                .filter(AuditEvent.CeremonyActivated.class::isInstance)
                .findFirst()
                .orElseThrow();
        var point = Curve.ED25519.group().parsePoint(activated.point()).orThrow();
        var trial = new Retrial.Key(point, activated.chainCode(), Algorithm.ED25519);
        for (var heard : docket.heard())
            assertThat(Retrial.of(
                            Docket.whole(heard, docket.pieces()).orElseThrow(),
                            trial,
                            Chains.of(List.of(new TrialChain())),
                            Knowledge.none()))
                    .isInstanceOf(Retrial.Outcome.Same.class);
    }

    @Test
    void nodeWhoseDocketCannotBeWritten_agreesToNothing_andSignsOnceItCan() throws IOException {
        people.begin(TrialPeople.policy(1, TrialPeople.TWO_EYES));
        for (var node : TWO) Files.delete(directory.resolve(node).resolve("docket/rulings"));
        var request = approved(request(), "ann");
        refused(request, "this node's disk cannot be written");
        for (var node : TWO) {
            assertThat(events(node))
                    .anyMatch(AuditEvent.PolicyDecided.class::isInstance)
                    .noneMatch(AuditEvent.NodeVerdict.class::isInstance);
            Files.createDirectory(directory.resolve(node).resolve("docket/rulings"));
        }
        signed(request);
    }

    private List<AuditEvent> events(String node) {
        var tiles = Patience.published(fleet.node(node).log());
        var events = new ArrayList<AuditEvent>();
        for (var i = 0L; i < tiles.size(); i++)
            events.add(AuditEntry.parse(tiles.entry(i)).orThrow().event());
        return events;
    }

    @Test
    void limit_isCountedOnceAndHeldOverARestart() throws IOException, StoreUnavailable {
        people.begin(TrialPeople.policy(1, """
            , {"id": "few", "effect": "LIMIT", "activity": ["MESSAGE"],
               "limit": {"measure": "COUNT", "max": "2", "window": {"type": "ROLLING", "length": "PT24H"}}}\
            """));
        var first = request();
        signed(first);
        signed(first.again(new SystemEntropy()));
        signed(request());
        refused(request(), "denies");
        for (var name : TWO) {
            fleet.stop(name);
            fleet.start(name);
        }
        refused(request(), "denies");
        signed(first.again(new SystemEntropy()));
        fleet.pass(Duration.ofHours(25));
        signed(request());
    }

    @Test
    void policyThatTightens_isInForceOnAllNodesAtOnce() {
        people.begin(TrialPeople.policy(1, ""));
        signed(request());
        var next = TrialPeople.policy(2, TrialPeople.TWO_EYES);
        var change = people.change("ann", new Proposal.NewDocument(people.next(next, fleet.now())), "bo");
        people.follow("alpha", new GovernanceOrder.Propose(change));
        Patience.until(() -> THREE.stream().allMatch(name -> tickedTo(name, 2)));
        people.knows(next);
        var request = request();
        refused(request, "to approve");
        signed(approved(request, "cy"));
    }

    /// The court judges by both versions (CO-13).
    @Test
    void answersUnderTheVersionBefore_count_whereTheNextAsksForNoMore() {
        people.begin(TrialPeople.policy(1, TrialPeople.TWO_EYES));
        var before = approved(request(), "ann");
        governed(TrialPeople.TWO_EYES + NO_CODE);
        signed(before);
    }

    @Test
    void answersUnderTheVersionBefore_areAskedForAgain_whereTheNextAsksForMore() {
        people.begin(TrialPeople.policy(1, TrialPeople.TWO_EYES));
        var request = request();
        var before = approved(request, "ann");
        governed(TrialPeople.TWO_EYES + MORE_EYES);
        refused(before, "2 of ops have to approve, and nobody did");
        signed(approved(request, "ann", "bo"));
    }

    private void governed(String rules) {
        var next = TrialPeople.policy(2, rules);
        var change = people.change("ann", new Proposal.NewDocument(people.next(next, fleet.now())), "bo");
        people.follow("alpha", new GovernanceOrder.Propose(change));
        Patience.until(() -> THREE.stream().allMatch(name -> tickedTo(name, 2)));
        people.knows(next);
    }

    @Test
    void intentThatSomebodyRejected_isDeniedEachTime_andTheLogSaysWhy() {
        people.begin(TrialPeople.policy(1, TrialPeople.TWO_EYES));
        var request = request();
        var evidence = request.evidence();
        var no = evidence.with(List.of(people.answer("ann", evidence.subject(), Answer.REJECT)), List.of());
        fleet.sign(new SignRequest(no, request.completed(), request.signers(), request.attempt()));
        refused(approved(request, "bo"), "given up before");
        refused(request, "given up before");
        assertThat(events("alpha"))
                .filteredOn(event -> event instanceof AuditEvent.PolicyDecided decided && decided.isEnded())
                .hasSize(2);
    }

    private boolean tickedTo(String name, int version) {
        ticks(THREE);
        return policyVersion(name) == version;
    }

    @Test
    void policyThatLoosens_waitsForTwoPeopleAndADay() {
        people.begin(TrialPeople.policy(1, TrialPeople.TWO_EYES));
        var next = TrialPeople.policy(2, "");
        var at = fleet.now().plus(Duration.ofHours(24)).plusSeconds(60);
        var change = people.change("ann", new Proposal.NewDocument(people.next(next, at)), "ann");
        people.follow("alpha", new GovernanceOrder.Propose(change));
        ticks(THREE);
        assertThat(shown("alpha").prepared()).isEmpty();
        people.follow(
                "bravo",
                new GovernanceOrder.Propose(change.with(List.of(
                        change.approvals().getFirst(),
                        people.answer("bo", change.change().subject(), Answer.APPROVE)))));
        Patience.until(() -> THREE.stream().allMatch(name -> tickedPrepared(name)));
        refused(request(), "to approve");
        fleet.pass(Duration.ofHours(25));
        Patience.until(() -> THREE.stream().allMatch(name -> tickedTo(name, 2)));
        signed(request());
    }

    private boolean tickedPrepared(String name) {
        ticks(THREE);
        return !shown(name).prepared().isEmpty();
    }

    @Test
    void nodeCutOffBeforeTheCovenant_signsNothingFromTheMomentOn() {
        people.begin(TrialPeople.policy(1, ""));
        fleet.network().cut("charlie");
        var next = TrialPeople.policy(2, TrialPeople.TWO_EYES);
        var change = people.change("ann", new Proposal.NewDocument(people.next(next, fleet.now())), "bo");
        people.follow("alpha", new GovernanceOrder.Propose(change));
        Patience.until(() -> !shown("bravo").awaited().isEmpty());
        refused(request(), "lacks a version of a document");
        fleet.network().mend("charlie");
        Patience.until(() -> THREE.stream().allMatch(name -> tickedTo(name, 2)));
    }

    @Test
    void freezeByOnePerson_stopsEveryNodeAndEndsByTwoAfterAnHour() throws IOException, StoreUnavailable {
        people.begin(TrialPeople.policy(1, ""));
        var freeze = people.freeze("cy", new FreezeScope.Workspace());
        people.follow("charlie", new GovernanceOrder.Freeze(freeze));
        Patience.until(
                () -> THREE.stream().allMatch(name -> !shown(name).freezes().isEmpty()));
        refused(request(), "frozen");
        fleet.stop("alpha");
        fleet.start("alpha");
        refused(request(), "frozen");
        var end = people.change("ann", new Proposal.Unfreeze(freeze.order().id()), "ann", "bo");
        for (var name : THREE) people.follow(name, new GovernanceOrder.Propose(end));
        ticks(THREE);
        refused(request(), "frozen");
        fleet.pass(Duration.ofMinutes(61));
        ticks(THREE);
        signed(request());
        people.follow("alpha", new GovernanceOrder.Freeze(freeze));
        signed(request());
    }

    @Test
    void endThatWasProposedBeforeItsFreeze_waitsFromTheFreezeOn() {
        people.begin(TrialPeople.policy(1, ""));
        var freeze = people.freeze("cy", new FreezeScope.Workspace());
        var end = people.change("ann", new Proposal.Unfreeze(freeze.order().id()), "ann", "bo");
        for (var name : THREE) people.follow(name, new GovernanceOrder.Propose(end));
        ticks(THREE);
        fleet.pass(Duration.ofMinutes(61));
        for (var name : THREE) people.follow(name, new GovernanceOrder.Freeze(freeze));
        fleet.pass(Duration.ofMinutes(59));
        ticks(THREE);
        assertThat(THREE).noneMatch(name -> shown(name).freezes().isEmpty());
        refused(request(), "frozen");
        fleet.pass(Duration.ofMinutes(2));
        ticks(THREE);
        signed(request());
    }

    @Test
    void freezeOfANode_stopsEverySetItIsOf() {
        people.begin(TrialPeople.policy(1, ""));
        people.follow("alpha", new GovernanceOrder.Freeze(people.freeze("cy", new FreezeScope.Node("bravo"))));
        Patience.until(
                () -> THREE.stream().allMatch(name -> !shown(name).freezes().isEmpty()));
        refused(request(), "frozen");
        var alpha = fleet.node("alpha").signings().sign(request());
        assertThat(assertInstanceOf(SignReply.Refused.class, alpha).why()).contains("bravo is frozen");
        var others = List.of("alpha", "charlie");
        assertThat(fleet.sign(fleet.request(key.id(), Algorithm.ED25519, MESSAGE, others))
                        .values())
                .hasSize(2)
                .allMatch(SignReply.Signed.class::isInstance);
    }
}

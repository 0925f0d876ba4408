package tallystick.node.unit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tallystick.core.approval.Answer;
import tallystick.core.approval.Approval;
import tallystick.core.chain.SigningInput.Algorithm;
import tallystick.core.court.Court;
import tallystick.core.governance.DocumentKind;
import tallystick.core.governance.FreezeScope;
import tallystick.core.governance.Proposal;
import tallystick.core.places.NamedTree;
import tallystick.core.places.NodeRoles;
import tallystick.core.places.Places;
import tallystick.core.places.Vault;
import tallystick.core.policy.Policy;
import tallystick.core.policy.json.PolicyFile;
import tallystick.core.policy.judge.Level;
import tallystick.core.topology.Station;
import tallystick.core.wire.CeremonyNews;
import tallystick.core.wire.CeremonyTask;
import tallystick.core.wire.GovernanceOrder;
import tallystick.core.wire.GovernanceReply;
import tallystick.core.wire.KeyCard;
import tallystick.core.wire.SignReply;
import tallystick.core.wire.SignRequest;
import tallystick.crypto.codec.Bytes;
import tallystick.mpc.key.Scheme;
import tallystick.node.kit.Patience;
import tallystick.node.kit.TrialFleet;
import tallystick.node.kit.TrialPeople;
import tallystick.node.ledger.StoreUnavailable;

@DisplayName("Nodes that judge by vaults, roles and policies of places, docs/spec/places.md")
class PlacesFleetTest {
    private static final List<String> THREE = List.of("alpha", "bravo", "charlie");
    private static final List<String> TWO = List.of("alpha", "bravo");
    private static final Bytes MESSAGE = Bytes.copyOf(new byte[32]);
    private static final String NOTHING_COLD = """
        , {"id": "nothing-cold", "effect": "DENY", "activity": ["MESSAGE"], "match": {"source": {"tags": ["cold"]}}}\
        """;
    private static final String RISK_SIGNS = """
        , {"id": "risk-signs", "effect": "REQUIRE", "activity": ["MESSAGE"],
           "signers": {"mustInclude": ["role:risk"], "minWeight": 2}}\
        """;
    private static final String ASKS = """
        {"schema": "tallystick.policy/v1", "id": "cold", "version": 1,
         "scope": {"org": "trial", "workspace": "main", "vault": "cold"},
         "effectiveFrom": "2026-01-01T00:00:00Z", "groups": {"ops": {"members": ["u:ann", "u:bo"]}},
         "rules": [{"id": "allow", "effect": "ALLOW", "activity": ["MESSAGE"]},
          {"id": "ask", "effect": "REQUIRE", "activity": ["MESSAGE"],
           "approvals": [{"group": "ops", "min": 1, "authStrength": "API_KEY"}]}]}\
        """;

    /// Another tree than that of the key, by which nobody is in every signing set either.
    private static final String OTHER = "3 of (alpha*2, bravo*2, charlie*2)";

    @TempDir
    Path directory;

    private TrialFleet fleet;
    private TrialPeople people;
    private KeyCard key;
    private int attempts;

    @BeforeEach
    void start() throws IOException, StoreUnavailable {
        fleet = new TrialFleet(directory, THREE);
        people = new TrialPeople(fleet, THREE);
        key = generate();
    }

    @AfterEach
    void close() {
        people.close();
        fleet.close();
    }

    private KeyCard generate() {
        return fleet.generate(Scheme.FROST_ED25519.code(), "2 of (alpha, bravo, charlie)", THREE);
    }

    private SignRequest request(KeyCard of) {
        return fleet.request(of.id(), Algorithm.ED25519, MESSAGE, TWO);
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

    private static Vault vault(String name, KeyCard of) {
        return new Vault(name, "main", Optional.of(name), List.of(name), List.of(of.id()), List.of());
    }

    private static Places places(int version, Vault... vaults) {
        return new Places(version, List.of(vaults), List.of(), List.of());
    }

    private static Places roles(int version, String... rolesOfAlpha) {
        var nodes = List.of(new NodeRoles("alpha", List.of(rolesOfAlpha)), new NodeRoles("bravo", List.of()));
        return new Places(version, List.of(), nodes, List.of());
    }

    /// The second version of places, two people and a day later.
    private void change(Places next) {
        prepare(next, fleet.now().plus(Duration.ofHours(24)).plusSeconds(60));
        fleet.pass(Duration.ofHours(25));
        Patience.until(() -> tickedTo(DocumentKind.PLACES, 2, false));
    }

    private void prepare(Places next, Instant at) {
        var document = people.next(DocumentKind.PLACES, next.encode(), at);
        var change = people.change("ann", new Proposal.NewDocument(document), "ann", "bo");
        people.follow("alpha", new GovernanceOrder.Propose(change));
        Patience.until(() -> tickedTo(document.kind(), 1, true));
    }

    private boolean tickedTo(DocumentKind kind, int version, boolean isPrepared) {
        THREE.forEach(name -> fleet.node(name).documents().tick());
        return THREE.stream().allMatch(name -> {
            var standing = assertInstanceOf(
                            GovernanceReply.Shown.class,
                            fleet.node(name).documents().follow("an operator", new GovernanceOrder.Show()))
                    .standing();
            return standing.prepared().isEmpty() != isPrepared
                    && standing.inForce().stream().anyMatch(each -> each.kind() == kind && each.number() == version);
        });
    }

    @Test
    void rulesAndFreezes_areOfTheVaultThatTheDocumentSays() {
        var other = generate();
        people.begin(TrialPeople.policy(1, NOTHING_COLD), places(1, vault("cold", key)));
        refused(request(key), "nothing-cold");
        signed(request(other));
        change(places(2, vault("cold", other), vault("hot", key)));
        refused(request(other), "nothing-cold");
        signed(request(key));
        people.follow("alpha", new GovernanceOrder.Freeze(people.freeze("cy", new FreezeScope.Vault("hot"))));
        for (var name : TWO)
            Patience.until(() -> !fleet.node(name).documents().shown().freezes().isEmpty());
        refused(request(key), "frozen");
    }

    @Test
    void workspaceThatBeganWithoutPlaces_getsThem() {
        people.begin(TrialPeople.policy(1, NOTHING_COLD));
        signed(request(key));
        change(places(2, vault("cold", key)));
        refused(request(key), "nothing-cold");
    }

    @Test
    void roleOfANode_isWhatTheDocumentSays() {
        people.begin(TrialPeople.policy(1, RISK_SIGNS), roles(1, "risk"));
        signed(request(key));
        change(roles(2));
        refused(request(key), "role:risk");
    }

    private static Places stations(int version, String... operators) {
        var stations = new TreeMap<String, Station>();
        for (var i = 0; i < operators.length; i++)
            stations.put(
                    THREE.get(i),
                    Station.of(Map.of(
                            Station.Trait.OPERATOR, operators[i],
                            Station.Trait.ZONE, "zone-" + i,
                            Station.Trait.ACCOUNT, "account-" + i)));
        return new Places(version, List.of(), List.of(), List.of(), stations);
    }

    private Map<String, CeremonyNews> held(CeremonyTask task) {
        return fleet.hold(fleet.order(task, ++attempts), THREE);
    }

    private void stopped(CeremonyTask task, String why) {
        assertThat(held(task).values())
                .hasSize(3)
                .allSatisfy(news -> assertThat(assertInstanceOf(CeremonyNews.Failed.class, news)
                                .why())
                        .contains(why));
    }

    private CeremonyTask reshare(String tree) {
        return new CeremonyTask.Reshare(fleet.shown("alpha", key.id()), tree, TWO);
    }

    @Test
    void keyThatOneHandWouldHold_isNotMade_onceTheDocumentSaysWhoseNodesAre() {
        people.begin(TrialPeople.policy(1, ""), stations(1, "ops", "ops", "exec"));
        var generate = new CeremonyTask.Generate(Scheme.FROST_ED25519.code(), "2 of (alpha, bravo, charlie)");
        stopped(generate, "operator ops (alpha, bravo) can sign alone.");
        stopped(reshare("2 of (alpha, bravo, charlie)"), "operator ops (alpha, bravo) can sign alone.");
        signed(request(key));
    }

    @Test
    void keyOfNodesInSeveralHands_isMade() {
        people.begin(TrialPeople.policy(1, ""), stations(1, "ops", "it", "exec"));
        var generate = new CeremonyTask.Generate(Scheme.FROST_ED25519.code(), "2 of (alpha, bravo, charlie)");
        assertThat(TrialFleet.agreed(held(generate)).tree()).isEqualTo("2 of (alpha, bravo, charlie)");
    }

    @Test
    void nodeOfWhichNobodySaysWhoseItIs_couldBeAnybodys() {
        people.begin(TrialPeople.policy(1, ""), stations(1, "ops", "it"));
        var generate = new CeremonyTask.Generate(Scheme.FROST_ED25519.code(), "2 of (alpha, bravo, charlie)");
        stopped(generate, "Nobody says which operator charlie has");
    }

    private Places naming(int version, String tree) {
        var trees = List.of(new NamedTree(key.id(), tree));
        return new Places(version, List.of(), List.of(), List.of(), new TreeMap<>(), trees);
    }

    private void unnamed(String tree) {
        var news = held(reshare(tree));
        for (var dealer : TWO)
            assertThat(assertInstanceOf(CeremonyNews.Failed.class, news.get(dealer))
                            .why())
                    .contains("names no such tree for this key");
    }

    /// One operator's order, by which two could sign what a policy asks three for.
    @Test
    void keyOfAWorkspace_isResharedToTreesThatPeopleNamed_andToItsOwn_alone() {
        assertThat(TrialFleet.agreed(held(reshare(OTHER))).tree()).isEqualTo(OTHER);
        key = generate();
        people.begin(TrialPeople.policy(1, ""));
        for (var tree : List.of(OTHER, "3 of (alpha*2, bravo, charlie)", "all(alpha, bravo)")) unnamed(tree);
        assertThat(TrialFleet.agreed(held(reshare("2 of (alpha, bravo, charlie)")))
                        .tree())
                .isEqualTo("2 of (alpha, bravo, charlie)");
        change(naming(2, OTHER));
        unnamed("all(alpha, bravo)");
        assertThat(TrialFleet.agreed(held(reshare(OTHER))).tree()).isEqualTo(OTHER);
    }

    @Test
    void policyOfAVault_asksForMore_ofWhoHasSeenIt() {
        var policy = TrialPeople.policy(1, "");
        var inner = PolicyFile.parse(Bytes.ofUtf8(ASKS)).orThrow();
        people.begin(policy, new Places(1, List.of(vault("cold", key)), List.of(), List.of(inner)));
        signed(request(generate()));
        var request = request(key);
        refused(request, "one of ops has to approve, and nobody did");
        var subject = request.evidence().subject();
        refused(with(request, people.answer("ann", subject, Answer.APPROVE)), "and nobody did");
        signed(with(request, people.answer("bo", subject, Answer.APPROVE, Court.policySeen(levels(policy, inner)))));
    }

    private SignRequest approved(Policy policy, Policy inner) {
        var request = request(key);
        var seen = Court.policySeen(levels(policy, inner));
        return with(request, people.answer("bo", request.evidence().subject(), Answer.APPROVE, seen));
    }

    /// What the organisation says is the same before and after, so only the policy of the vault tells them apart.
    @Test
    void policyOfAVaultThatIsSwapped_betweenApprovalAndSigning_isNotWhatWasApproved() {
        var policy = TrialPeople.policy(1, "");
        var first = PolicyFile.parse(Bytes.ofUtf8(ASKS)).orThrow();
        var second = PolicyFile.parse(Bytes.ofUtf8(ASKS.replace("\"version\": 1", "\"version\": 2")))
                .orThrow();
        people.begin(policy, new Places(1, List.of(vault("cold", key)), List.of(), List.of(first)));
        var at = fleet.now().plus(Duration.ofHours(24)).plus(Duration.ofMinutes(2));
        prepare(new Places(2, List.of(vault("cold", key)), List.of(), List.of(second)), at);
        fleet.pass(Duration.ofHours(24));
        signed(approved(policy, first));
        var kept = approved(policy, first);
        refused(approved(policy, second), "and nobody did");
        fleet.pass(Duration.ofMinutes(2));
        Patience.until(() -> tickedTo(DocumentKind.PLACES, 2, false));
        refused(kept, "and nobody did");
        signed(approved(policy, second));
    }

    private static List<Level> levels(Policy outer, Policy inner) {
        return List.of(Level.of(outer), Level.of(inner));
    }

    private static SignRequest with(SignRequest request, Approval approval) {
        var evidence = request.evidence().with(List.of(approval), List.of());
        return new SignRequest(evidence, request.completed(), request.signers(), request.attempt());
    }
}

package tallystick.node.cheats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tallystick.core.audit.AuditEntry;
import tallystick.core.audit.AuditEvent;
import tallystick.core.governance.Document;
import tallystick.core.governance.DocumentKind;
import tallystick.core.governance.Proposal;
import tallystick.core.governance.SignedChange;
import tallystick.core.governance.SignedGenesis;
import tallystick.core.policy.json.PolicyText;
import tallystick.core.wire.GovernanceOrder;
import tallystick.core.wire.GovernanceReply;
import tallystick.core.wire.GovernanceStanding;
import tallystick.node.documents.AcceptedGenesis;
import tallystick.node.kit.Patience;
import tallystick.node.kit.TrialFleet;
import tallystick.node.kit.TrialPeople;
import tallystick.node.ledger.StoreUnavailable;

@DisplayName("Nobody takes a workspace away from those who govern it, docs/spec/governance.md GO-26 and GO-27")
class UngovernableTest {
    private static final List<String> THREE = List.of("alpha", "bravo", "charlie");

    @TempDir
    Path directory;

    private TrialFleet fleet;
    private TrialPeople people;

    @BeforeEach
    void start() throws IOException, StoreUnavailable {
        fleet = new TrialFleet(directory, THREE);
        people = new TrialPeople(fleet, THREE);
    }

    @AfterEach
    void close() {
        people.close();
        fleet.close();
    }

    private GovernanceStanding shown(String node) {
        return fleet.node(node).documents().shown();
    }

    private GovernanceReply brought(String node, GovernanceOrder order) {
        return fleet.node(node).documents().follow("an operator", order);
    }

    private SignedChange proposed(Document next, String... approvers) {
        return people.change("ann", new Proposal.NewDocument(next), approvers);
    }

    private void over(SignedChange change) {
        var reply =
                assertInstanceOf(GovernanceReply.Followed.class, brought("alpha", new GovernanceOrder.Propose(change)));
        assertThat(reply.how()).startsWith("over: refused: ");
        assertThat(shown("alpha").prepared()).isEmpty();
        assertThat(shown("alpha").awaited()).isEmpty();
    }

    @Test
    void onePerson_cannotTightenUntilNobodyGoverns() {
        people.begin(TrialPeople.policy(1, ""));
        var forbids = TrialPeople.policy(2, """
                , {"id": "no", "effect": "DENY", "activity": ["*"]}""");
        over(proposed(people.next(forbids, fleet.now()), "ann"));
        var empty = TrialPeople.policy(2, """
                , {"id": "no", "effect": "REQUIRE", "activity": ["UNFREEZE"],
                   "approvals": [{"group": "ops", "min": 4, "authStrength": "API_KEY"}]}""");
        over(proposed(people.next(empty, fleet.now()), "ann"));
        over(proposed(people.suspending(fleet.now(), "bo", "cy"), "ann"));
        var late = people.next(
                TrialPeople.policy(2, TrialPeople.TWO_EYES), fleet.now().plus(Duration.ofDays(3650)));
        over(proposed(late, "ann"));
        assertThat(ended())
                .hasSize(4)
                .filteredOn(why -> why.contains("ungovernable"))
                .hasSize(3);
        assertThat(ended()).anyMatch(why -> why.contains("too late"));
        var frozen = TrialPeople.policy(2, """
                , {"id": "no", "effect": "DENY", "activity": ["MESSAGE"]}""");
        var stops = people.next(frozen, fleet.now());
        people.follow("alpha", new GovernanceOrder.Propose(proposed(stops, "ann")));
        Patience.until(() -> THREE.stream().allMatch(name -> ticked(name, 2)));
        people.knows(frozen);
        var at = fleet.now().plus(Duration.ofHours(25));
        var lifted =
                stops.next(PolicyText.canonical(TrialPeople.policy(3, "")), Instant.ofEpochSecond(at.getEpochSecond()));
        people.follow("alpha", new GovernanceOrder.Propose(proposed(lifted, "ann", "bo")));
        Patience.until(() -> {
            THREE.forEach(name -> fleet.node(name).documents().tick());
            return THREE.stream().noneMatch(name -> shown(name).prepared().isEmpty());
        });
        fleet.pass(Duration.ofHours(26));
        Patience.until(() -> THREE.stream().allMatch(name -> ticked(name, 3)));
    }

    private List<String> ended() {
        var tiles = Patience.published(fleet.node("alpha").log());
        var reasons = new ArrayList<String>();
        for (var i = 0L; i < tiles.size(); i++)
            if (AuditEntry.parse(tiles.entry(i)).orThrow().event() instanceof AuditEvent.ChangeEnded(var _, var why))
                reasons.add(why);
        return reasons;
    }

    private boolean ticked(String node, int version) {
        THREE.forEach(name -> fleet.node(name).documents().tick());
        return shown(node).inForce().stream()
                .anyMatch(each -> each.kind() == DocumentKind.POLICY && each.number() == version);
    }

    @Test
    void genesisByWhichNobodyGoverns_isSignedByNoNode() {
        var forbids = TrialPeople.policy(1, """
                , {"id": "no", "effect": "DENY", "activity": ["UNFREEZE"]}""");
        var genesis = people.genesis(forbids);
        // Before anybody accepted it, nobody looks into it.
        assertThat(brought("alpha", new GovernanceOrder.SignGenesis(genesis)).toString())
                .contains("has accepted no genesis");
        people.accept(genesis.hash());
        assertThat(brought("alpha", new GovernanceOrder.SignGenesis(genesis)).toString())
                .contains("could not change");
    }

    /// Whoever reaches the nodes first has all of them sign, but for the one whose operator looked.
    @Test
    void genesisThatANodesOperatorDidNotAccept_isNeitherSignedNorTakenThere() throws IOException {
        var genesis = people.genesis(TrialPeople.policy(1, ""));
        for (var name : THREE)
            assertThat(brought(name, new GovernanceOrder.SignGenesis(genesis)).toString())
                    .contains("has accepted no genesis");
        people.accept(genesis.hash());
        var other = people.genesis(TrialPeople.policy(1, ""));
        AcceptedGenesis.write(fleet.disk("charlie"), other.hash());
        assertThat(brought("alpha", new GovernanceOrder.SignGenesis(genesis)))
                .isInstanceOf(GovernanceReply.Signed.class);
        assertThat(brought("charlie", new GovernanceOrder.SignGenesis(genesis)).toString())
                .contains("has accepted another genesis, " + other.hash());
        var stolen = new SignedGenesis(
                genesis,
                THREE.stream()
                        .map(name -> fleet.identity(name).key().sign(genesis.hash()))
                        .toList());
        assertThat(brought("charlie", new GovernanceOrder.TakeGenesis(stolen)))
                .isInstanceOf(GovernanceReply.Refused.class);
        Files.writeString(fleet.disk("charlie").resolve("genesis-accepted"), "no digest");
        assertThat(brought("charlie", new GovernanceOrder.TakeGenesis(stolen)).toString())
                .contains("cannot be read");
        assertThat(shown("charlie").workspace()).isEmpty();
        AcceptedGenesis.write(fleet.disk("charlie"), genesis.hash());
        assertThat(brought("charlie", new GovernanceOrder.TakeGenesis(stolen)))
                .isInstanceOf(GovernanceReply.Followed.class);
    }
}

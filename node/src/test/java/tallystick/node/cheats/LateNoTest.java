package tallystick.node.cheats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tallystick.core.approval.Answer;
import tallystick.core.approval.Approval;
import tallystick.core.governance.DocumentKind;
import tallystick.core.governance.Proposal;
import tallystick.core.governance.SignedChange;
import tallystick.core.policy.Policy;
import tallystick.core.policy.json.PolicyFile;
import tallystick.core.wire.GovernanceOrder;
import tallystick.core.wire.GovernanceReply;
import tallystick.crypto.codec.Bytes;
import tallystick.node.kit.Patience;
import tallystick.node.kit.TrialFleet;
import tallystick.node.kit.TrialPeople;
import tallystick.node.ledger.StoreUnavailable;

@DisplayName("A no that comes before, and one that comes after the nodes pledged, docs/spec/governance.md GO-32")
class LateNoTest {
    private static final List<String> NODES = List.of("alpha", "bravo", "charlie");
    private static final Duration AHEAD = Duration.ofHours(49);
    private static final long TEN_DAYS = 864_000;

    @TempDir
    Path directory;

    private TrialFleet fleet;
    private TrialPeople people;

    @BeforeEach
    void start() throws IOException, StoreUnavailable {
        fleet = new TrialFleet(directory, NODES);
        people = new TrialPeople(fleet, NODES);
    }

    @AfterEach
    void close() throws IOException {
        people.close();
        fleet.close();
    }

    /// @param delay of the rule for changes, empty for none
    private static Policy policy(int version, String activity, String delay) {
        return PolicyFile.parse(Bytes.ofUtf8("""
                {"schema": "tallystick.policy/v1", "id": "trial", "version": %d, "scope": {"org": "trial"},
                 "effectiveFrom": "2026-01-01T00:00:00Z",
                 "groups": {"ops": {"members": ["u:ann", "u:bo"]}, "risk": {"members": ["u:cy"]}},
                 "rules": [{"id": "allow", "effect": "ALLOW", "activity": ["%s"]},
                  {"id": "govern", "effect": "REQUIRE", "activity": ["*"],
                   "approvals": [{"group": "ops", "min": 2, "authStrength": "API_KEY", "excludeInitiator": false}]%s}]}
                """.formatted(version, activity, delay)))
                .orThrow();
    }

    /// A loosening that two agree to in the message that brings it.
    private SignedChange loosened(String delay) {
        people.begin(policy(1, "MESSAGE", delay));
        var next = people.next(policy(2, "TRANSFER", delay), fleet.now().plus(AHEAD));
        var change = people.change("ann", new Proposal.NewDocument(next));
        return change.with(List.of(yes(change, "ann"), yes(change, "bo")));
    }

    private Approval yes(SignedChange change, String name) {
        return people.answer(name, change.change().subject(), Answer.APPROVE, people.policyHash(), TEN_DAYS);
    }

    private SignedChange refusedBy(SignedChange change, String name) {
        return change.with(List.of(people.answer(name, change.change().subject(), Answer.REJECT)));
    }

    private GovernanceReply.Followed brought(String node, SignedChange change) {
        return assertInstanceOf(
                GovernanceReply.Followed.class,
                fleet.node(node).documents().follow("an operator", new GovernanceOrder.Propose(change)));
    }

    private void tick() {
        for (var name : NODES) fleet.node(name).documents().tick();
    }

    private boolean isPrepared(String node) {
        return !fleet.node(node).documents().shown().prepared().isEmpty();
    }

    private int policyOf(String node) {
        return fleet.node(node).documents().shown().inForce().stream()
                .filter(version -> version.kind() == DocumentKind.POLICY)
                .mapToInt(version -> version.number())
                .sum();
    }

    private static final String CANCELLED_BY_RISK = ", \"delay\": {\"min\": \"P2D\", \"cancelBy\": [\"risk\"]}";

    @Test
    void documentThatSomebodyMayCancel_isPledgedToOnlyWhenItsDelayIsOver_andHisNoEndsItUntilThen() {
        var change = loosened(CANCELLED_BY_RISK);
        assertThat(brought("alpha", change).how()).startsWith("approved, waits until ");
        Patience.until(() -> {
            tick();
            return NODES.stream()
                    .noneMatch(name ->
                            fleet.node(name).documents().shown().changes().isEmpty());
        });
        fleet.pass(Duration.ofHours(47));
        tick();
        assertThat(NODES).noneMatch(this::isPrepared);
        assertThat(brought("alpha", refusedBy(change, "cy")).how()).isEqualTo("over: rejected by u:cy");
        Patience.until(() -> {
            tick();
            return NODES.stream()
                    .allMatch(name ->
                            fleet.node(name).documents().shown().changes().isEmpty());
        });
        fleet.pass(Duration.ofHours(3));
        tick();
        assertThat(NODES).allMatch(name -> policyOf(name) == 1);
    }

    @Test
    void documentThatNobodyCancelled_isInForceAtItsMoment() {
        var change = loosened(CANCELLED_BY_RISK);
        brought("alpha", change);
        Patience.until(() -> {
            tick();
            return NODES.stream()
                    .noneMatch(name ->
                            fleet.node(name).documents().shown().changes().isEmpty());
        });
        fleet.pass(Duration.ofDays(2).plusMinutes(1));
        Patience.until(() -> {
            tick();
            return NODES.stream().allMatch(this::isPrepared);
        });
        assertThat(NODES).allMatch(name -> policyOf(name) == 1);
        fleet.pass(Duration.ofHours(1));
        Patience.until(() -> {
            tick();
            return NODES.stream().allMatch(name -> policyOf(name) == 2);
        });
    }

    @Test
    void documentThatNobodyMayCancel_isPledgedToWithItsLastYes_andALateNoIsToldThatItEndsNothing() {
        var change = loosened("");
        brought("alpha", change);
        Patience.until(() -> {
            tick();
            return NODES.stream().allMatch(this::isPrepared);
        });
        for (var name : NODES) {
            var said = brought(name, refusedBy(change, "bo"));
            assertThat(said.changed()).as(name).isFalse();
            assertThat(said.how()).as(name).startsWith("accepted, from ").contains("no answer ends it any more");
            var kept = assertInstanceOf(
                    GovernanceReply.Fetched.class,
                    fleet.node(name)
                            .documents()
                            .follow(
                                    "an operator",
                                    new GovernanceOrder.Fetch(change.change().id())));
            assertThat(kept.change().approvals())
                    .as(name)
                    .allMatch(answer -> answer.statement().answer() == Answer.APPROVE);
        }
        tick();
        assertThat(fleet.node("alpha").documents().shown().changes())
                .allMatch(open -> open.stands().startsWith("accepted, from "));
        fleet.pass(AHEAD.plusHours(1));
        Patience.until(() -> {
            tick();
            return NODES.stream().allMatch(name -> policyOf(name) == 2);
        });
    }

    /// Charlie has not given its word: a no that reaches it ends the change on all.
    @Test
    void changeThatOneNodeDidNotPledgeTo_isEndedThere_andNowhereElse() {
        var change = loosened("");
        fleet.network().cut("charlie");
        brought("alpha", change);
        Patience.until(() -> {
            tick();
            return isPrepared("alpha") && isPrepared("bravo");
        });
        assertThat(brought("alpha", refusedBy(change, "bo")).how()).contains("no answer ends it any more");
        var all = refusedBy(change, "bo").approvals();
        assertThat(brought("charlie", change.with(all)).how()).isEqualTo("over: rejected by u:bo");
        fleet.network().mend("charlie");
        fleet.pass(AHEAD.plusHours(1));
        Patience.until(() -> {
            tick();
            return NODES.stream().noneMatch(this::isPrepared);
        });
        assertThat(NODES).allMatch(name -> policyOf(name) == 1);
    }
}

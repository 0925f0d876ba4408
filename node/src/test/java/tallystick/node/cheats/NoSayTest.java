package tallystick.node.cheats;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tallystick.core.approval.Answer;
import tallystick.core.approval.Approval;
import tallystick.core.approval.ApprovalStatement;
import tallystick.core.approval.Proof;
import tallystick.core.approval.Subject;
import tallystick.core.audit.AuditEntry;
import tallystick.core.audit.AuditEvent;
import tallystick.core.governance.FreezeScope;
import tallystick.core.governance.Proposal;
import tallystick.core.governance.SignedChange;
import tallystick.core.people.PersonKey;
import tallystick.core.wire.GovernanceOrder;
import tallystick.core.wire.GovernanceReply;
import tallystick.node.kit.Patience;
import tallystick.node.kit.TrialFleet;
import tallystick.node.kit.TrialPeople;
import tallystick.node.ledger.StoreUnavailable;

@DisplayName("Nobody without a say keeps the end of a freeze away, docs/spec/governance.md GO-30, documents.md ND-2")
class NoSayTest {
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

    /// The end of a freeze of everything, of which all nodes heard.
    private SignedChange ending() {
        var freeze = people.freeze("bo", new FreezeScope.Workspace());
        for (var name : THREE) people.follow(name, new GovernanceOrder.Freeze(freeze));
        var end = people.change("ann", new Proposal.Unfreeze(freeze.order().id()), "ann", "bo");
        for (var name : THREE) people.follow(name, new GovernanceOrder.Propose(end));
        return end;
    }

    private boolean isFree() {
        THREE.forEach(name -> fleet.node(name).documents().tick());
        return THREE.stream()
                .allMatch(name -> fleet.node(name).documents().shown().freezes().isEmpty());
    }

    @Test
    void keyThatOnlyInitiates_endsNoChange_andTheAlarmRings() {
        people.begin(TrialPeople.policy(1, ""));
        var end = ending();
        var strange = byTreasurer(end.change().subject());
        for (var name : THREE)
            fleet.node(name)
                    .documents()
                    .follow("the treasurer", new GovernanceOrder.Propose(end.with(List.of(strange))));
        Patience.until(() -> alarms().stream().anyMatch(words -> words.contains("s:treasurer, who has no say in it")));
        fleet.pass(Duration.ofHours(2));
        Patience.until(this::isFree);
    }

    @Test
    void changeThatIsBroughtAgain_standsAsItDid_untilSomethingNewIsBrought() {
        people.begin(TrialPeople.policy(1, ""));
        var freeze = people.freeze("bo", new FreezeScope.Workspace());
        people.follow("alpha", new GovernanceOrder.Freeze(freeze));
        var end = people.change("ann", new Proposal.Unfreeze(freeze.order().id()), "ann");
        var lacks = brought(end);
        assertThat(lacks.changed()).isTrue();
        assertThat(lacks.how()).startsWith("lacks approvals");
        assertThat(brought(end)).isEqualTo(new GovernanceReply.Followed(false, lacks.how()));
        var byBo = end.with(List.of(people.answer("bo", end.change().subject(), Answer.APPROVE)));
        var waits = brought(byBo);
        assertThat(waits.changed()).isTrue();
        assertThat(waits.how()).startsWith("approved, waits until");
        for (var again : List.of(end, byBo))
            assertThat(brought(again)).isEqualTo(new GovernanceReply.Followed(false, waits.how()));
    }

    private GovernanceReply.Followed brought(SignedChange change) {
        return (GovernanceReply.Followed)
                fleet.node("alpha").documents().follow("an operator", new GovernanceOrder.Propose(change));
    }

    private Approval byTreasurer(Subject subject) {
        var key = fleet.identity("treasurer").key();
        var at = Instant.ofEpochSecond(fleet.now().getEpochSecond());
        var statement = ApprovalStatement.of(
                new Subject(subject.id(), List.of(subject.id())),
                Answer.APPROVE,
                people.policyHash(),
                at,
                at.plusSeconds(86_400));
        return new Approval(
                statement,
                new PersonKey.EdKey(key.verifyKey()).id(),
                new Proof.Plain(key.sign(statement.digest()).bytes()));
    }

    private List<String> alarms() {
        var tiles = Patience.published(fleet.node("alpha").log());
        var said = new ArrayList<String>();
        for (var i = 0L; i < tiles.size(); i++)
            if (AuditEntry.parse(tiles.entry(i)).orThrow().event() instanceof AuditEvent.AlarmRang(var _, var words))
                said.add(words);
        return said;
    }

    @Test
    void hourThatIsOver_keepsNothingFromItsEnd_thatBeganInIt() {
        // To five minutes after a full hour: nothing of the half hour from there on is another day's.
        var next = fleet.now().truncatedTo(ChronoUnit.HOURS).plus(Duration.ofMinutes(65));
        fleet.pass(Duration.between(fleet.now(), next));
        var hour = next.atZone(ZoneOffset.UTC).getHour();
        var rule = """
            , {"id": "hours", "effect": "DENY", "activity": ["UNFREEZE"],
               "match": {"time": {"tz": "UTC", "hours": "%02d:00-%02d:30", "outside": true}}}""".formatted(hour, hour);
        people.begin(TrialPeople.policy(1, rule));
        var _ = ending();
        fleet.pass(Duration.ofHours(2));
        Patience.until(this::isFree);
        var freeze = people.freeze("bo", new FreezeScope.Workspace());
        people.follow("alpha", new GovernanceOrder.Freeze(freeze));
        var late = people.change("ann", new Proposal.Unfreeze(freeze.order().id()), "ann", "bo");
        assertThat(fleet.node("alpha").documents().follow("an operator", new GovernanceOrder.Propose(late)))
                .isInstanceOfSatisfying(
                        GovernanceReply.Followed.class,
                        followed -> assertThat(followed.how())
                                .contains("over: refused: denied, asked as of ", "trial/hours: a rule denies it"));
    }
}

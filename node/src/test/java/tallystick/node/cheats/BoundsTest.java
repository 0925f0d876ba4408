package tallystick.node.cheats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tallystick.core.approval.Answer;
import tallystick.core.governance.DocumentKind;
import tallystick.core.governance.FreezeScope;
import tallystick.core.governance.Proposal;
import tallystick.core.governance.SignedChange;
import tallystick.core.wire.GovernanceOrder;
import tallystick.core.wire.GovernanceReply;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.hash.Digest32;
import tallystick.crypto.hash.StandardHash;
import tallystick.node.documents.Guarded;
import tallystick.node.kit.Patience;
import tallystick.node.kit.TrialFleet;
import tallystick.node.kit.TrialPeople;
import tallystick.node.ledger.StoreUnavailable;

@DisplayName("Nobody fills the nodes' disks or stops their watch, docs/spec/documents.md ND-10")
class BoundsTest {
    private static final List<String> TWO = List.of("alpha", "bravo");

    @TempDir
    Path directory;

    private TrialFleet fleet;
    private TrialPeople people;

    @BeforeEach
    void start() throws IOException, StoreUnavailable {
        fleet = new TrialFleet(directory, TWO);
        people = new TrialPeople(fleet, TWO);
    }

    @AfterEach
    void close() {
        people.close();
        fleet.close();
    }

    private GovernanceReply brought(GovernanceOrder order) {
        return fleet.node("alpha").documents().follow("an operator", order);
    }

    private void refused(GovernanceOrder order, String why) {
        assertThat(assertInstanceOf(GovernanceReply.Refused.class, brought(order))
                        .why())
                .contains(why);
    }

    private void followed(GovernanceOrder order) {
        assertInstanceOf(GovernanceReply.Followed.class, brought(order));
    }

    private boolean isKnown(SignedChange change) {
        return brought(new GovernanceOrder.Fetch(change.change().id())) instanceof GovernanceReply.Fetched;
    }

    /// One that loosens, so that it stays open with nobody's yes but the proposer's.
    private SignedChange open(String by) {
        var at = fleet.now().plus(Duration.ofHours(25));
        return people.change(by, new Proposal.NewDocument(people.next(TrialPeople.policy(2, ""), at)), by);
    }

    private SignedChange rejected(SignedChange change, String by) {
        var answers = new ArrayList<>(change.approvals());
        answers.add(people.answer(by, change.change().subject(), Answer.REJECT));
        return change.with(answers);
    }

    private void ticks() {
        TWO.forEach(name -> fleet.node(name).documents().tick());
    }

    @Test
    void openChangesOfOneHuman_areSixteen_andThoseOfOthersAreTaken() {
        people.begin(TrialPeople.policy(1, TrialPeople.TWO_EYES));
        var first = open("ann");
        followed(new GovernanceOrder.Propose(first));
        for (var i = 1; i < 16; i++) followed(new GovernanceOrder.Propose(open("ann")));
        refused(new GovernanceOrder.Propose(open("ann")), "16 changes of u:ann are open");
        followed(new GovernanceOrder.Propose(first));
        followed(new GovernanceOrder.Propose(open("bo")));
        followed(new GovernanceOrder.Propose(rejected(first, "cy")));
        followed(new GovernanceOrder.Propose(open("ann")));
        refused(new GovernanceOrder.Propose(open("ann")), "16 changes of u:ann are open");
    }

    @Tag("slow")
    @Test
    void changesOfOneHumanThatAreOver_areKeptUntilTheyExpire_andThenForgotten() {
        people.begin(TrialPeople.policy(1, TrialPeople.TWO_EYES));
        var over = new ArrayList<SignedChange>();
        for (var i = 0; i < 64; i++) {
            over.add(open("ann"));
            followed(new GovernanceOrder.Propose(rejected(over.getLast(), "cy")));
        }
        refused(new GovernanceOrder.Propose(open("ann")), "64 changes of u:ann are kept");
        ticks();
        assertThat(over).allMatch(this::isKnown);
        fleet.pass(Duration.ofDays(11));
        ticks();
        assertThat(over).noneMatch(this::isKnown);
        refused(new GovernanceOrder.Propose(over.getFirst()), "the change has expired");
        followed(new GovernanceOrder.Propose(open("ann")));
    }

    @Test
    void changeThatCameIntoForce_isNotForgotten_andDoesNotCount() {
        people.begin(TrialPeople.policy(1, ""));
        var next = TrialPeople.policy(2, TrialPeople.TWO_EYES);
        var change = people.change("ann", new Proposal.NewDocument(people.next(next, fleet.now())), "bo");
        followed(new GovernanceOrder.Propose(change));
        Patience.until(() -> {
            ticks();
            return TWO.stream()
                    .allMatch(name -> fleet.node(name).documents().shown().inForce().stream()
                            .anyMatch(version -> version.kind() == DocumentKind.POLICY && version.number() == 2));
        });
        fleet.pass(Duration.ofDays(11));
        ticks();
        assertThat(isKnown(change)).isTrue();
    }

    @Tag("slow")
    @Test
    void freezesOfOneHuman_areBounded_butEverythingCanAlwaysBeFrozen() {
        people.begin(TrialPeople.policy(1, ""));
        for (var i = 0; i < 256; i++)
            followed(new GovernanceOrder.Freeze(people.freeze("cy", new FreezeScope.Request(id(i)))));
        var another = new FreezeScope.Request(id(256));
        refused(new GovernanceOrder.Freeze(people.freeze("cy", another)), "256 orders of u:cy stand");
        followed(new GovernanceOrder.Freeze(people.freeze("cy", new FreezeScope.Workspace())));
        refused(new GovernanceOrder.Freeze(people.freeze("cy", new FreezeScope.Workspace())), "orders of u:cy stand");
        followed(new GovernanceOrder.Freeze(people.freeze("bo", another)));
    }

    private static Digest32 id(int number) {
        return StandardHash.sha256(Bytes.ofUtf8("request " + number));
    }

    @Test
    void workThatFails_whateverWay_keepsNothingElseFromBeingDone() {
        var done = new ArrayList<String>();
        Guarded.run("a", () -> {
            throw new AssertionError("a bug of ours");
        });
        Guarded.run("b", () -> done.add("b"));
        assertThat(Guarded.<String>call("c", () -> {
                    throw new IOException("a disk");
                }))
                .isEmpty();
        assertThat(Guarded.call("d", () -> "d")).contains("d");
        assertThat(done).containsExactly("b");
    }

    @Test
    void nodeThatWasAwayForLong_comesToWhatTheOthersJudgeBy() {
        people.begin(TrialPeople.policy(1, TrialPeople.TWO_EYES));
        var next = TrialPeople.policy(2, "");
        var at = fleet.now().plus(Duration.ofHours(25));
        var change = people.change("ann", new Proposal.NewDocument(people.next(next, at)), "ann", "bo");
        followed(new GovernanceOrder.Propose(change));
        Patience.until(() -> {
            ticks();
            return TWO.stream()
                    .noneMatch(name ->
                            fleet.node(name).documents().shown().prepared().isEmpty());
        });
        fleet.network().cut("bravo");
        fleet.pass(Duration.ofDays(40));
        fleet.network().mend("bravo");
        Patience.until(() -> {
            ticks();
            return TWO.stream()
                    .allMatch(name -> fleet.node(name).documents().shown().inForce().stream()
                            .anyMatch(version -> version.kind() == DocumentKind.POLICY && version.number() == 2));
        });
    }
}

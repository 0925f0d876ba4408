package tallystick.node.cheats;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tallystick.core.chain.SigningInput.Algorithm;
import tallystick.core.governance.Covenant;
import tallystick.core.governance.Document;
import tallystick.core.governance.DocumentKind;
import tallystick.core.governance.DocumentVersion;
import tallystick.core.governance.Pledge;
import tallystick.core.governance.Proposal;
import tallystick.core.wire.GovernanceNews;
import tallystick.core.wire.GovernanceOrder;
import tallystick.core.wire.GovernanceStanding;
import tallystick.core.wire.SignReply;
import tallystick.crypto.codec.Bytes;
import tallystick.mpc.key.Scheme;
import tallystick.node.kit.Patience;
import tallystick.node.kit.TrialFleet;
import tallystick.node.kit.TrialPeople;
import tallystick.node.ledger.StoreUnavailable;

@DisplayName("A node that is silent for ever is removed without its word, docs/spec/governance.md GO-28")
class RemovedNodeTest {
    private static final List<String> THREE = List.of("alpha", "bravo", "charlie");
    private static final List<String> TWO = List.of("alpha", "bravo");
    private static final Bytes MESSAGE = Bytes.copyOf(new byte[32]);
    private static final Duration TWO_DAYS = Duration.ofDays(2);

    @TempDir
    Path directory;

    private TrialFleet fleet;
    private TrialPeople people;

    @BeforeEach
    void start() throws IOException, StoreUnavailable {
        fleet = new TrialFleet(directory, THREE);
        people = new TrialPeople(fleet, THREE);
        people.begin(TrialPeople.policy(1, ""));
    }

    @AfterEach
    void close() {
        people.close();
        fleet.close();
    }

    private GovernanceStanding shown(String node) {
        return fleet.node(node).documents().shown();
    }

    private int version(String node, DocumentKind kind) {
        return shown(node).inForce().stream()
                .filter(version -> version.kind() == kind)
                .mapToInt(DocumentVersion::number)
                .findFirst()
                .orElse(0);
    }

    private boolean ticked(DocumentKind kind, int version) {
        TWO.forEach(name -> fleet.node(name).documents().tick());
        return TWO.stream().allMatch(name -> version(name, kind) == version);
    }

    private void propose(Document next, String... approvers) {
        people.follow(
                "alpha", new GovernanceOrder.Propose(people.change("ann", new Proposal.NewDocument(next), approvers)));
    }

    private Document removal() {
        return people.without("charlie", fleet.now().plus(TWO_DAYS).plusSeconds(60));
    }

    private void words(String node, DocumentVersion version, boolean... kept) {
        for (var each : kept) {
            var pledge = Pledge.of(
                    people.workspace(),
                    version,
                    "charlie",
                    each,
                    fleet.identity("charlie").key());
            fleet.node(node)
                    .documents()
                    .hear("charlie", new GovernanceNews.Pledged(new Covenant(List.of(pledge))).encode());
        }
    }

    /// A tightening that the silent node never pledges to stops the others; without it they go on.
    @Test
    void silentNode_isRemoved_andWhatItHeldUpComesIntoForce() {
        var key = fleet.generate(Scheme.FROST_ED25519.code(), "2 of (alpha, bravo, charlie)", THREE);
        fleet.network().cut("charlie");
        var next = TrialPeople.policy(2, TrialPeople.TWO_EYES);
        propose(people.next(next, fleet.now()), "bo");
        Patience.until(() -> !shown("bravo").awaited().isEmpty());
        propose(removal(), "ann", "bo", "cy");
        Patience.until(
                () -> TWO.stream().allMatch(name -> shown(name).prepared().size() == 2));
        assertThat(version("alpha", DocumentKind.POLICY)).isEqualTo(1);
        fleet.pass(TWO_DAYS.plusSeconds(120));
        Patience.until(() -> ticked(DocumentKind.ROSTER, 2) && ticked(DocumentKind.POLICY, 2));
        fleet.network().mend("charlie");
        for (var name : TWO) {
            var request = fleet.request(key.id(), Algorithm.ED25519, MESSAGE, List.of(name, "charlie"));
            assertThat(fleet.node(name).signings().sign(request)).isInstanceOf(SignReply.Refused.class);
        }
        // Charlie knows nothing of it, judges by what was before, and nobody signs with it.
        assertThat(version("charlie", DocumentKind.ROSTER)).isEqualTo(1);
    }

    @Test
    void removedNode_hasNoWordInItsRemoval() {
        fleet.network().cut("charlie");
        var removal = removal();
        var version = DocumentVersion.of(removal);
        // Before anybody knows what it is about, and after.
        words("bravo", version, false);
        propose(removal, "ann", "bo", "cy");
        Patience.until(
                () -> TWO.stream().allMatch(name -> !shown(name).prepared().isEmpty()));
        words("alpha", version, false, true);
        fleet.pass(TWO_DAYS.plusSeconds(120));
        Patience.until(() -> ticked(DocumentKind.ROSTER, 2));
        // Nothing it says afterwards counts either.
        var next = TrialPeople.policy(2, TrialPeople.TWO_EYES);
        var document = people.next(next, fleet.now());
        words("alpha", DocumentVersion.of(document), false);
        propose(document, "bo");
        Patience.until(() -> ticked(DocumentKind.POLICY, 2));
    }

    @Test
    void removal_needsMorePeopleAndTimeThanAnotherChange() {
        fleet.network().cut("charlie");
        propose(removal(), "ann", "bo");
        assertThat(shown("alpha").prepared()).isEmpty();
        assertThat(shown("alpha").changes()).hasSize(1);
        var soon = people.without("charlie", fleet.now().plus(TWO_DAYS).minusSeconds(60));
        propose(soon, "ann", "bo", "cy");
        assertThat(shown("alpha").prepared()).isEmpty();
        assertThat(shown("alpha").changes()).hasSize(1);
    }

    @Test
    void removalOfHalfTheNodesOrMore_waitsForTheirWord() {
        fleet.network().cut("charlie");
        var alone = people.genesis().roster().members().stream()
                .filter(member ->
                        !member.name().equals("charlie") && !member.name().equals("bravo"))
                .toList();
        var document = people.next(
                DocumentKind.ROSTER,
                new tallystick.core.governance.Roster(2, alone).encode(),
                fleet.now().plus(TWO_DAYS).plusSeconds(60));
        propose(document, "ann", "bo", "cy");
        Patience.until(
                () -> TWO.stream().allMatch(name -> !shown(name).prepared().isEmpty()));
        fleet.pass(TWO_DAYS.plusSeconds(120));
        TWO.forEach(name -> fleet.node(name).documents().tick());
        for (var name : TWO) {
            assertThat(version(name, DocumentKind.ROSTER)).isEqualTo(1);
            assertThat(shown(name).awaited()).hasSize(1);
        }
    }
}

package tallystick.tools.cheats;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tallystick.core.approval.Proof;
import tallystick.core.audit.AuditEvent;
import tallystick.core.court.Standing;
import tallystick.core.governance.FreezeOrder;
import tallystick.core.governance.FreezeScope;
import tallystick.core.governance.Freezes;
import tallystick.core.governance.SignedFreeze;
import tallystick.core.people.PersonId;
import tallystick.core.people.PersonKey;
import tallystick.crypto.codec.Bytes;
import tallystick.tools.kit.Packs;
import tallystick.tools.kit.SmallFleet;

@DisplayName("Nodes that sign together though a rule or a freeze does not let them: EP-44")
class PackSignersTest {
    private static final Instant AT = SmallFleet.AT;

    @TempDir
    Path folder;

    private final SmallFleet fleet = new SmallFleet();

    private Packs.Ran ran() throws IOException {
        var exported = Packs.export(folder);
        assertThat(exported.exit()).as(exported.text()).isZero();
        fleet.close();
        return Packs.verify(folder.resolve("pack.zip"));
    }

    private static void assertWrong(Packs.Ran said, String named) {
        assertThat(said.exit()).as(said.text()).isEqualTo(1);
        assertThat(said.text()).contains("NOT VERIFIED").contains(named);
    }

    /// By a rule that asks this of signers.
    private Packs.Ran asking(String signers) throws IOException {
        fleet.ruledBy(SmallFleet.POLICY.replace(
                        "\"id\": \"pay\", \"effect\": \"ALLOW\",",
                        "\"id\": \"pay\", \"effect\": \"ALLOW\", \"signers\": {%s},".formatted(signers)))
                .write(folder);
        return ran();
    }

    @Test
    void nodesWithoutTheRoleThatARuleNames_areNamed() throws IOException {
        assertWrong(asking("\"mustInclude\": [\"role:risk\"]"), "do not let these nodes sign");
    }

    @Test
    void nodesThatWeighTooLittle_areNamed() throws IOException {
        assertWrong(asking("\"minWeight\": 3"), "do not let these nodes sign");
    }

    /// Alpha's log has another tree than beta's, which beta's own log replaces later.
    private void withOtherTrees() {
        fleet.telling(new SmallFleet.Lie() {
            @Override
            public List<AuditEvent> told(String node, List<AuditEvent> events) {
                var all = new ArrayList<>(events);
                if (!(all.get(1) instanceof AuditEvent.CeremonyActivated key)) throw new AssertionError("no key");
                var other = new AuditEvent.CeremonyActivated(
                        key.keyId(),
                        key.epoch(),
                        key.schemeCode(),
                        "5 of (alpha*5, beta)",
                        key.point(),
                        key.chainCode(),
                        key.certificate());
                if (node.equals("alpha")) all.set(1, other);
                else all.add(2, other);
                return all;
            }
        });
    }

    @Test
    void nodesThatWeighTooLittle_andWriteATreeInWhichTheyWeighMore_areNamed() throws IOException {
        withOtherTrees();
        assertWrong(asking("\"minWeight\": 6"), "do not let these nodes sign");
    }

    @Test
    void treesThatDifferBetweenLogs_areANote() throws IOException {
        withOtherTrees();
        var said = asking("\"minWeight\": 2");
        assertThat(said.exit()).as(said.text()).isZero();
        assertThat(said.text()).contains("another tree of epoch 1");
    }

    @Test
    void nodesThatARuleNames_accuseNobody() throws IOException {
        var said = asking("\"minWeight\": 2, \"mustInclude\": [\"beta\", \"role:alpha\"]");
        assertThat(said.exit()).as(said.text()).isZero();
    }

    @Test
    void nodeThatWasFrozen_andSignedOn_isNamed() throws IOException {
        var scope = new FreezeScope.Node("beta");
        var order = new FreezeOrder(
                fleet.genesis().genesis().hash(),
                scope,
                new PersonId("u:ann"),
                "a doubt",
                AT.minusSeconds(600),
                Bytes.copyOf(new byte[16]));
        var signed = new SignedFreeze(
                order,
                new PersonKey.EdKey(fleet.key("ann").verifyKey()).id(),
                new Proof.Plain(fleet.key("ann").sign(order.id()).bytes()));
        fleet.telling(new SmallFleet.Lie() {
                    @Override
                    public Instant begins() {
                        return AT.minusSeconds(120);
                    }

                    @Override
                    public List<AuditEvent> told(String node, List<AuditEvent> events) {
                        var all = new ArrayList<>(events);
                        all.add(
                                3,
                                node.equals("beta")
                                        ? new AuditEvent.AlarmRang("vitals", "drill")
                                        : new AuditEvent.Frozen(scope.words(), "u:ann: a doubt"));
                        return all;
                    }

                    @Override
                    public Standing holds(String node, int request, Standing standing) {
                        return node.equals("beta")
                                ? standing
                                : standing.with(new Freezes(Map.of(order.id(), order), Set.of()));
                    }
                })
                .write(folder);
        SmallFleet.keep(folder.resolve("alpha"), "05-" + order.id(), AT.minusSeconds(60), signed.encode());
        assertWrong(ran(), "beta is one of its signers, and was frozen");
    }
}

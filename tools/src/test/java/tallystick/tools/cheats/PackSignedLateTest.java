package tallystick.tools.cheats;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tallystick.core.approval.Proof;
import tallystick.core.audit.AuditEvent;
import tallystick.core.governance.FreezeOrder;
import tallystick.core.governance.FreezeScope;
import tallystick.core.governance.SignedFreeze;
import tallystick.core.people.PersonId;
import tallystick.core.people.PersonKey;
import tallystick.crypto.codec.Bytes;
import tallystick.tools.kit.Packs;
import tallystick.tools.kit.SmallFleet;

@DisplayName("What is signed when it may be signed no more: EP-45")
class PackSignedLateTest {
    private static final Instant AT = SmallFleet.AT;
    private static final AuditEvent DRILL = new AuditEvent.AlarmRang("vitals", "drill");

    @TempDir
    Path folder;

    private final SmallFleet fleet = new SmallFleet();

    private void write(List<AuditEvent> between) throws IOException {
        write(List.of(), between);
    }

    /// @param before the first ruling
    private void write(List<AuditEvent> before, List<AuditEvent> between) throws IOException {
        fleet.telling(new SmallFleet.Lie() {
                    @Override
                    public List<AuditEvent> told(String node, List<AuditEvent> events) {
                        var all = new ArrayList<>(events.subList(0, 3));
                        all.addAll(before);
                        all.addAll(events.subList(3, 5));
                        all.addAll(between);
                        all.add(events.get(5));
                        all.add(events.getLast());
                        return all;
                    }
                })
                .write(folder);
    }

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

    @Test
    void signatureRightBehindItsRuling_accusesNobody() throws IOException {
        write(List.of(DRILL));
        var said = ran();
        assertThat(said.exit()).as(said.text()).isZero();
    }

    @Test
    void signatureLongAfterItsRuling_isNamed() throws IOException {
        write(Collections.nCopies(6, DRILL));
        assertWrong(ran(), "long after it was last allowed");
    }

    /// Told as the request is ruled on.
    ///
    /// @param entries so many, each of 20 seconds, stand between the verdict and the receipt
    private Packs.Ran frozen(FreezeScope scope, int entries) throws IOException {
        var order = new FreezeOrder(
                fleet.genesis().genesis().hash(),
                scope,
                new PersonId("u:ann"),
                "a doubt",
                AT.plusSeconds(55),
                Bytes.copyOf(new byte[16]));
        var signed = new SignedFreeze(
                order,
                new PersonKey.EdKey(fleet.key("ann").verifyKey()).id(),
                new Proof.Plain(fleet.key("ann").sign(order.id()).bytes()));
        write(List.of(new AuditEvent.Frozen(scope.words(), "u:ann: a doubt")), Collections.nCopies(entries, DRILL));
        for (var node : SmallFleet.NODES)
            SmallFleet.keep(folder.resolve(node), "05-" + order.id(), AT.plusSeconds(60), signed.encode());
        return ran();
    }

    @Test
    void signatureBehindAFreezeOfTheWorkspace_isNamed() throws IOException {
        assertWrong(frozen(new FreezeScope.Workspace(), 4), "had stopped it");
    }

    /// A run was on its way, and the clock was set forward by a minute.
    @Test
    void signatureTwoMinutesBehindAFreeze_accusesNobody() throws IOException {
        var said = frozen(new FreezeScope.Workspace(), 3);
        assertThat(said.exit()).as(said.text()).isZero();
    }

    @Test
    void signatureBehindAFreezeOfAnotherVault_accusesNobody() throws IOException {
        var said = frozen(new FreezeScope.Vault("another"), 4);
        assertThat(said.exit()).as(said.text()).isZero();
    }
}

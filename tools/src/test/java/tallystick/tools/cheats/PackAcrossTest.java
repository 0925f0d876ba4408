package tallystick.tools.cheats;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tallystick.core.approval.Proof;
import tallystick.core.audit.AuditEvent;
import tallystick.core.audit.Receipt;
import tallystick.core.chain.solana.Message;
import tallystick.core.docket.Docket;
import tallystick.core.governance.FreezeOrder;
import tallystick.core.governance.FreezeScope;
import tallystick.core.governance.SignedFreeze;
import tallystick.core.people.PersonId;
import tallystick.core.people.PersonKey;
import tallystick.core.policy.limit.Counters;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.hash.StandardHash;
import tallystick.tools.kit.Packs;
import tallystick.tools.kit.SmallFleet;

@DisplayName("What one node's part of a pack does not show alone: EP-33, EP-48, EP-49")
class PackAcrossTest {
    private static final Instant AT = SmallFleet.AT;
    private static final AuditEvent DRILL = new AuditEvent.AlarmRang("vitals", "drill");

    @TempDir
    Path folder;

    private final SmallFleet fleet = new SmallFleet();

    private Packs.Ran ran(String... further) throws IOException {
        var exported = Packs.export(folder, further);
        assertThat(exported.exit()).as(exported.text()).isZero();
        fleet.close();
        return Packs.verify(folder.resolve("pack.zip"));
    }

    private static void assertHolds(Packs.Ran said) {
        assertThat(said.exit()).as(said.text()).isZero();
    }

    private static Receipt by(Receipt receipt, String node) {
        return new Receipt(
                receipt.intent(),
                receipt.keyId(),
                receipt.epoch(),
                receipt.path(),
                receipt.algorithm(),
                receipt.publicKey(),
                receipt.chainCode(),
                receipt.request(),
                List.of(node),
                receipt.policy(),
                receipt.build(),
                receipt.parts());
    }

    private static List<AuditEvent> alone(String node, List<AuditEvent> events) {
        var all = new ArrayList<>(events);
        all.replaceAll(event ->
                event instanceof AuditEvent.Signed(var receipt) ? new AuditEvent.Signed(by(receipt, node)) : event);
        return all;
    }

    /// What beta signs names another block.
    private List<AuditEvent> another(List<AuditEvent> events) {
        var all = new ArrayList<>(events);
        for (var i = 0; i < all.size(); i++)
            if (all.get(i) instanceof AuditEvent.Signed(var receipt)) {
                var message = Message.parse(receipt.parts().getFirst().message())
                        .orThrow()
                        .withBlockhash(StandardHash.sha256(Bytes.ofUtf8("another block"))
                                .bytes())
                        .encode();
                all.set(i, new AuditEvent.Signed(by(fleet.other(receipt, message), "beta")));
                all.set(
                        i - 1,
                        new AuditEvent.NodeVerdict(
                                receipt.intent(),
                                receipt.keyId(),
                                List.of(StandardHash.sha256(message)),
                                AuditEvent.Ruling.SIGN,
                                "",
                                receipt.policy(),
                                Optional.empty()));
            }
        return all;
    }

    private Packs.Ran filledIn(boolean isTwice) throws IOException {
        fleet.onSolana()
                .telling(new SmallFleet.Lie() {
                    @Override
                    public List<AuditEvent> told(String node, List<AuditEvent> events) {
                        return isTwice && node.equals("beta") ? another(events) : alone(node, events);
                    }
                })
                .write(folder);
        return ran();
    }

    @Test
    void intentFilledInTwice_byTwoSetsWithoutACommonNode_isNamed() throws IOException {
        var said = filledIn(true);
        assertThat(said.exit()).as(said.text()).isEqualTo(1);
        assertThat(said.text())
                .contains("what it leaves open was filled in twice, which is two payments; the other is by alpha");
    }

    /// Beta signs a minute behind the end of the time that is asked for.
    @Test
    void intentFilledInTwice_theSecondTimeBehindTheTime_isNamed() throws IOException {
        fleet.onSolana()
                .telling(new SmallFleet.Lie() {
                    @Override
                    public List<AuditEvent> told(String node, List<AuditEvent> events) {
                        return node.equals("beta") ? another(events) : alone(node, events);
                    }

                    @Override
                    public boolean cosigns(String node) {
                        return false;
                    }

                    @Override
                    public Instant clock(String node, int number) {
                        return AT.plusSeconds(20L * number + (node.equals("beta") && number > 4 ? 60 : 0));
                    }
                })
                .write(folder);
        var exported = Packs.export(folder, "--to", "2025-06-01T12:01:45Z");
        assertThat(exported.exit()).as(exported.text()).isZero();
        fleet.close();
        var said = Packs.verify(folder.resolve("pack.zip"));
        assertThat(said.exit()).as(said.text()).isEqualTo(1);
        assertThat(said.text())
                .contains("what it leaves open was filled in twice, which is two payments; the other is by alpha")
                .contains("1 receipts with 1 signatures were verified");
    }

    @Test
    void intentFilledInOnce_byTwoSets_isOnePayment() throws IOException {
        assertHolds(filledIn(false));
    }

    private SignedFreeze freeze() {
        var order = new FreezeOrder(
                fleet.genesis().genesis().hash(),
                new FreezeScope.Workspace(),
                new PersonId("u:ann"),
                "a doubt",
                AT.minusSeconds(30),
                Bytes.copyOf(new byte[16]));
        return new SignedFreeze(
                order,
                new PersonKey.EdKey(fleet.key("ann").verifyKey()).id(),
                new Proof.Plain(fleet.key("ann").sign(order.id()).bytes()));
    }

    /// Beta was told at a minute behind the beginning, and signs nothing; alpha signs at 100 seconds.
    ///
    /// @param drills of which one is written each twenty seconds before alpha writes that it heard
    private Packs.Ran heardLate(int drills) throws IOException {
        var frozen = new AuditEvent.Frozen("workspace", "u:ann: a doubt");
        fleet.telling(new SmallFleet.Lie() {
                    @Override
                    public List<AuditEvent> told(String node, List<AuditEvent> events) {
                        if (node.equals("beta")) {
                            var all = new ArrayList<>(events.subList(0, 3));
                            all.addAll(List.of(frozen, DRILL, events.getLast()));
                            return all;
                        }
                        var all = alone(node, events);
                        all.addAll(all.size() - 1, Collections.nCopies(drills, DRILL));
                        all.add(all.size() - 1, frozen);
                        return all;
                    }

                    @Override
                    public List<Docket.Item> kept(String node, List<Docket.Item> items) {
                        return node.equals("beta") ? List.of() : items;
                    }
                })
                .write(folder);
        var signed = freeze();
        var name = "05-" + signed.order().id();
        SmallFleet.keep(folder.resolve("beta"), name, AT.plusSeconds(60), signed.encode());
        SmallFleet.keep(folder.resolve("alpha"), name, AT.plusSeconds(20L * (10 + drills)), signed.encode());
        return ran();
    }

    @Test
    void freezeThatANodeHeardOfLate_isToldWithWhatItSignedMeanwhile() throws IOException {
        var said = heardLate(40);
        assertHolds(said);
        assertThat(said.text())
                .contains("beta heard at 2025-06-01T12:01:00Z of the order")
                .contains("1 receipts of alpha are of between");
    }

    @Test
    void freezeThatIsBroughtToOneNodeAfterTheOther_isNoNote() throws IOException {
        var said = heardLate(20);
        assertHolds(said);
        assertThat(said.text()).doesNotContain("receipts of alpha are of between");
    }

    @Test
    void limitThatReachesBackBehindThePack_isANote() throws IOException {
        fleet.telling(new SmallFleet.Lie() {
                    @Override
                    public Counters counted(Counters counters) {
                        return Counters.none();
                    }

                    @Override
                    public List<Docket.Item> kept(String node, List<Docket.Item> items) {
                        var first = items.stream()
                                .filter(Docket.Item.Ruled.class::isInstance)
                                .findFirst();
                        return items.stream()
                                .filter(item -> !first.equals(Optional.of(item)))
                                .toList();
                    }
                })
                .write(folder);
        var said = ran("--from", "2025-06-01T12:01:50Z");
        assertHolds(said);
        assertThat(said.text())
                .contains("1 rulings of alpha go by limits that reach back behind what is here")
                .contains("1 rulings of beta go by limits that reach back behind what is here");
    }

    @Test
    void limitOfWhichAllIsInThePack_isNoNote() throws IOException {
        fleet.write(folder);
        var said = ran();
        assertHolds(said);
        assertThat(said.text()).doesNotContain("reach back behind what is here");
    }
}

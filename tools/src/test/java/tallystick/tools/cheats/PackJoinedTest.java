package tallystick.tools.cheats;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tallystick.core.audit.AuditEvent;
import tallystick.core.audit.Receipt;
import tallystick.core.docket.Docket;
import tallystick.core.governance.Covenant;
import tallystick.core.governance.Document;
import tallystick.core.governance.DocumentKind;
import tallystick.core.governance.DocumentVersion;
import tallystick.core.governance.Pledge;
import tallystick.core.governance.Proposal;
import tallystick.core.governance.Roster;
import tallystick.crypto.codec.Bytes;
import tallystick.tools.kit.Packs;
import tallystick.tools.kit.SmallFleet;
import tallystick.tools.kit.SmallLaws;

@DisplayName("A node that joined the workspace and signs without rulings: EP-47")
class PackJoinedTest {
    private static final Instant AT = SmallFleet.AT;
    private static final AuditEvent DRILL = new AuditEvent.AlarmRang("vitals", "drill");

    @TempDir
    Path folder;

    private final SmallFleet fleet = new SmallFleet();

    private static Receipt alone(Receipt receipt) {
        return new Receipt(
                receipt.intent(),
                receipt.keyId(),
                receipt.epoch(),
                receipt.path(),
                receipt.algorithm(),
                receipt.publicKey(),
                receipt.chainCode(),
                receipt.request(),
                List.of("alpha"),
                receipt.policy(),
                receipt.build(),
                receipt.parts());
    }

    /// Alpha signs, and was in no genesis.
    private static List<AuditEvent> ofTheNewcomer(List<AuditEvent> events) {
        var all = new ArrayList<>(events);
        all.removeIf(event -> event instanceof AuditEvent.GenesisTaken || event instanceof AuditEvent.PolicyDecided);
        all.replaceAll(event ->
                event instanceof AuditEvent.Signed(var receipt) ? new AuditEvent.Signed(alone(receipt)) : event);
        return all;
    }

    private static List<AuditEvent> ofTheFounder(List<AuditEvent> events) {
        var all = new ArrayList<>(events.subList(0, 3));
        all.addAll(List.of(DRILL, DRILL, events.getLast()));
        return all;
    }

    /// The receipt is of a minute behind the beginning.
    ///
    /// @param from when the roster with both is in force; empty if there is none
    private Packs.Ran ran(Optional<Instant> from) throws IOException {
        fleet.telling(new SmallFleet.Lie() {
                    @Override
                    public Roster founders(Roster all) {
                        return new Roster(1, all.members().subList(1, 2));
                    }

                    @Override
                    public List<AuditEvent> told(String node, List<AuditEvent> events) {
                        return node.equals("alpha") ? ofTheNewcomer(events) : ofTheFounder(events);
                    }

                    @Override
                    public List<Docket.Item> kept(String node, List<Docket.Item> items) {
                        return List.of();
                    }
                })
                .write(folder);
        if (from.isPresent()) join(from.get());
        var exported = Packs.export(folder);
        assertThat(exported.exit()).as(exported.text()).isZero();
        fleet.close();
        return Packs.verify(folder.resolve("pack.zip"));
    }

    private void join(Instant from) throws IOException {
        var genesis = fleet.genesis().genesis();
        var next = Optional.ofNullable(genesis.inForce().get(DocumentKind.ROSTER))
                .orElseThrow()
                .next(new Roster(2, fleet.roster().members()).encode(), from);
        var asked = from.minus(Duration.ofDays(4));
        var change =
                new SmallLaws(fleet, asked).change(new Proposal.NewDocument(next), asked, List.of("bo", "cy", "dee"));
        keep("02-" + change.change().id(), asked, SmallLaws.row(change));
        keep("04-%02x00000002".formatted(next.kind().code()), from, next.encode());
        keep("08-" + next.hash(), asked, word(next).encode());
    }

    private Covenant word(Document next) {
        var workspace = fleet.genesis().genesis().hash();
        return new Covenant(List.of(Pledge.of(workspace, DocumentVersion.of(next), "beta", true, fleet.key("beta"))));
    }

    private void keep(String name, Instant at, Bytes body) throws IOException {
        for (var node : SmallFleet.NODES) SmallFleet.keep(folder.resolve(node), name, at, body);
    }

    @Test
    void nodeThatJoined_andSignsWithoutRulings_isNamed() throws IOException {
        var said = ran(Optional.of(AT.minus(Duration.ofHours(1))));
        assertThat(said.exit()).as(said.text()).isEqualTo(1);
        assertThat(said.text())
                .contains("NOT VERIFIED")
                .contains("alpha signed without rulings until")
                .contains("and is in the workspace by the roster in force since");
    }

    @Test
    void nodeThatSignedBeforeItJoined_isANote() throws IOException {
        var said = ran(Optional.of(AT));
        assertThat(said.exit()).as(said.text()).isZero();
        assertThat(said.text()).contains("nothing shows that it was in a workspace: no rule held for them");
    }

    @Test
    void nodeOfNoWorkspace_isANote() throws IOException {
        var said = ran(Optional.empty());
        assertThat(said.exit()).as(said.text()).isZero();
        assertThat(said.text()).contains("alpha has 1 receipts, and nothing shows that it was in a workspace");
    }
}

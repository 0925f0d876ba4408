package tallystick.tools.cheats;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tallystick.core.audit.AuditEvent;
import tallystick.core.docket.Docket;
import tallystick.core.governance.Proposal;
import tallystick.tools.kit.Packs;
import tallystick.tools.kit.SmallFleet;
import tallystick.tools.kit.SmallLaws;

@DisplayName("A restored node that nobody tells of later versions: EP-37")
class PackAloneTest {
    private static final Instant AT = SmallFleet.AT;
    private static final Instant ASKED = AT.minus(Duration.ofMinutes(60));
    private static final Instant FROM = AT.minus(Duration.ofMinutes(40));

    @TempDir
    Path folder;

    private final SmallFleet fleet = new SmallFleet();
    private final SmallLaws laws = new SmallLaws(fleet, ASKED);

    private static List<AuditEvent> ofTheRestored(List<AuditEvent> events, boolean isSigned) {
        var all = new ArrayList<>(events);
        if (!isSigned)
            all.replaceAll(event -> event instanceof AuditEvent.Signed
                            || event
                                            instanceof
                                            AuditEvent.NodeVerdict(var _, var _, var _, var ruling, var _, var _, var _)
                                    && ruling == AuditEvent.Ruling.SIGN
                    ? new AuditEvent.AlarmRang("vitals", "drill")
                    : event);
        return all;
    }

    /// Alpha takes its genesis again twenty minutes behind the moment of version 2, which beta has in force, and rules
    /// by version 1 twenty minutes later.
    private Packs.Ran ran(boolean isSigned) throws IOException {
        var next = laws.tighter(FROM);
        var activated = new AuditEvent.VersionActivated(next.kind().code(), 2, next.hash());
        fleet.telling(new SmallFleet.Lie() {
                    @Override
                    public List<AuditEvent> told(String node, List<AuditEvent> events) {
                        if (node.equals("alpha")) return ofTheRestored(events, isSigned);
                        var all = new ArrayList<>(events.subList(0, 3));
                        all.addAll(List.of(activated, new AuditEvent.AlarmRang("vitals", "drill"), events.getLast()));
                        return all;
                    }

                    @Override
                    public List<Docket.Item> kept(String node, List<Docket.Item> items) {
                        return node.equals("alpha") ? items : List.of();
                    }

                    @Override
                    public boolean cosigns(String node) {
                        return false;
                    }

                    @Override
                    public Instant clock(String node, int number) {
                        var isAlpha = node.equals("alpha");
                        var early = isAlpha ? Duration.ofMinutes(20) : Duration.ofMinutes(65);
                        var late = isAlpha ? Duration.ZERO : Duration.ofMinutes(39);
                        return AT.plusSeconds(20L * number).minus(number < 3 ? early : late);
                    }
                })
                .write(folder);
        var change = laws.change(new Proposal.NewDocument(next), ASKED.minusSeconds(5), List.of("bo"));
        var beta = folder.resolve("beta");
        SmallFleet.keep(beta, "02-" + change.change().id(), ASKED.minusSeconds(5), SmallLaws.row(change));
        SmallFleet.keep(beta, "04-0200000002", FROM, next.encode());
        SmallFleet.keep(beta, "08-" + next.hash(), ASKED, laws.words(next).encode());
        var exported = Packs.export(folder);
        assertThat(exported.exit()).as(exported.text()).isZero();
        fleet.close();
        return Packs.verify(folder.resolve("pack.zip"));
    }

    @Test
    void nodeThatNobodyToldOfALaterVersion_andThatSignedNothing_isNotAccused() throws IOException {
        var said = ran(false);
        assertThat(said.exit()).as(said.text()).isZero();
        assertThat(said.text()).contains("3 rulings of alpha go by the documents that it began with again");
    }

    @Test
    void nodeThatSignedByAnEarlierVersion_isNamed() throws IOException {
        var said = ran(true);
        assertThat(said.exit()).as(said.text()).isEqualTo(1);
        assertThat(said.text()).contains("it rests on another policy than what was in force");
    }
}

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
import tallystick.core.court.Documents;
import tallystick.core.court.Standing;
import tallystick.core.governance.Covenant;
import tallystick.core.governance.Document;
import tallystick.core.governance.DocumentKind;
import tallystick.core.governance.DocumentVersion;
import tallystick.core.governance.Pledge;
import tallystick.core.governance.Proposal;
import tallystick.core.governance.Roster;
import tallystick.tools.kit.AlphaAlone;
import tallystick.tools.kit.Packs;
import tallystick.tools.kit.SmallFleet;
import tallystick.tools.kit.SmallLaws;

@DisplayName("A node that joined and rules by a version from before the one that was in force already: EP-37")
class PackNewcomerTest {
    private static final Instant AT = SmallFleet.AT;
    private static final Instant ASKED = AT.minus(Duration.ofDays(4));
    private static final Instant TIGHTER = AT.minus(Duration.ofMinutes(40));
    private static final Instant JOINED = AT.minus(Duration.ofMinutes(30));
    private static final AuditEvent DRILL = new AuditEvent.AlarmRang("vitals", "drill");

    @TempDir
    Path folder;

    private final SmallFleet fleet = new SmallFleet();
    private final SmallLaws laws = new SmallLaws(fleet, ASKED);

    /// What alpha, which joined, tells.
    private record Newcomer(boolean isSigned, boolean isDeclined, Duration since) {}

    private Document roster() {
        return Optional.ofNullable(fleet.genesis().genesis().inForce().get(DocumentKind.ROSTER))
                .orElseThrow()
                .next(new Roster(2, fleet.roster().members()).encode(), JOINED);
    }

    private static AuditEvent activated(Document document) {
        return new AuditEvent.VersionActivated(document.kind().code(), document.version(), document.hash());
    }

    private List<AuditEvent> ofAlpha(List<AuditEvent> events, Newcomer newcomer) {
        var all = new ArrayList<>(events);
        var tighter = laws.tighter(TIGHTER);
        if (!newcomer.isSigned())
            all.replaceAll(event -> event instanceof AuditEvent.Signed
                            || event
                                            instanceof
                                            AuditEvent.NodeVerdict(var _, var _, var _, var ruling, var _, var _, var _)
                                    && ruling == AuditEvent.Ruling.SIGN
                    ? DRILL
                    : event);
        var stop = all.removeLast();
        all.add(activated(roster()));
        all.add(stop);
        if (newcomer.isDeclined())
            all.add(3, new AuditEvent.VersionPledged(tighter.kind().code(), 2, tighter.hash(), false));
        return all;
    }

    private Standing byTheNext(Standing standing) {
        var before = standing.documents();
        return standing.with(new Documents(
                before.people(),
                before.policies(),
                before.book(),
                new Roster(2, fleet.roster().members()),
                before.factKeys()));
    }

    /// Beta is alone, has version 2 of the policy by its word, and takes alpha in; alpha rules by version 1.
    private Packs.Ran ran(Newcomer newcomer) throws IOException {
        fleet.telling(new AlphaAlone(() -> List.of(activated(laws.tighter(TIGHTER)), activated(roster()))) {
                    @Override
                    public Roster founders(Roster all) {
                        return new Roster(1, all.members().subList(1, 2));
                    }

                    @Override
                    public Standing holds(String node, int request, Standing standing) {
                        return byTheNext(standing);
                    }

                    @Override
                    protected List<AuditEvent> ofAlpha(List<AuditEvent> events) {
                        return PackNewcomerTest.this.ofAlpha(events, newcomer);
                    }

                    @Override
                    public Instant clock(String node, int number) {
                        var early = node.equals("alpha") ? newcomer.since() : Duration.ofMinutes(65);
                        var late = node.equals("alpha") ? Duration.ZERO : Duration.ofMinutes(29);
                        return AT.plusSeconds(20L * number).minus(number < 3 ? early : late);
                    }
                })
                .write(folder);
        keep(laws.tighter(TIGHTER), List.of("bo"), List.of("beta"));
        keep(roster(), List.of("bo", "cy", "dee"), SmallFleet.NODES);
        var exported = Packs.export(folder);
        assertThat(exported.exit()).as(exported.text()).isZero();
        fleet.close();
        return Packs.verify(folder.resolve("pack.zip"));
    }

    private void keep(Document next, List<String> people, List<String> nodes) throws IOException {
        var workspace = fleet.genesis().genesis().hash();
        var word =
                new Covenant(List.of(Pledge.of(workspace, DocumentVersion.of(next), "beta", true, fleet.key("beta"))));
        var change = laws.change(new Proposal.NewDocument(next), ASKED, people);
        for (var node : nodes) {
            var kept = folder.resolve(node);
            SmallFleet.keep(kept, "02-" + change.change().id(), ASKED, SmallLaws.row(change));
            SmallFleet.keep(kept, "04-%02x00000002".formatted(next.kind().code()), next.effectiveFrom(), next.encode());
            SmallFleet.keep(kept, "08-" + next.hash(), ASKED, word.encode());
        }
    }

    @Test
    void nodeThatJoined_andSignedByAVersionFromBeforeIt_isNamed() throws IOException {
        var said = ran(new Newcomer(true, false, Duration.ofMinutes(20)));
        assertThat(said.exit()).as(said.text()).isEqualTo(1);
        assertThat(said.text()).contains("it rests on another policy than what was in force");
    }

    @Test
    void nodeThatJoined_andTellsThatItTookBackAWordItNeverGave_isNamed() throws IOException {
        var said = ran(new Newcomer(true, true, Duration.ofMinutes(20)));
        assertThat(said.text()).contains("it rests on another policy than what was in force");
    }

    @Test
    void nodeThatJoined_andSignedNothing_isNotAccused() throws IOException {
        var said = ran(new Newcomer(false, false, Duration.ofMinutes(20)));
        assertThat(said.exit()).as(said.text()).isZero();
        assertThat(said.text()).contains("3 rulings of alpha go by");
    }

    @Test
    void nodeThatTookItsGenesisRightBefore_isNotAccused() throws IOException {
        var said = ran(new Newcomer(true, false, Duration.ZERO));
        assertThat(said.text()).doesNotContain("another policy than what was in force");
    }
}

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
import tallystick.core.court.Documents;
import tallystick.core.court.Standing;
import tallystick.core.docket.Docket;
import tallystick.core.governance.Document;
import tallystick.core.governance.Proposal;
import tallystick.core.policy.json.PolicyFile;
import tallystick.core.policy.judge.Level;
import tallystick.tools.kit.AlphaAlone;
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
        fleet.telling(new AlphaAlone(() -> List.of(activated, new AuditEvent.AlarmRang("vitals", "drill"))) {
                    @Override
                    protected List<AuditEvent> ofAlpha(List<AuditEvent> events) {
                        return ofTheRestored(events, isSigned);
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
        keep("beta", next, FROM);
        return exported();
    }

    private void keep(String node, Document next, Instant at) throws IOException {
        var change = laws.change(new Proposal.NewDocument(next), ASKED.minusSeconds(5), List.of("bo"));
        var kept = folder.resolve(node);
        SmallFleet.keep(kept, "02-" + change.change().id(), ASKED.minusSeconds(5), SmallLaws.row(change));
        SmallFleet.keep(kept, "04-0200000002", at, next.encode());
        SmallFleet.keep(kept, "08-" + next.hash(), ASKED, laws.words(next).encode());
    }

    private Packs.Ran exported() throws IOException {
        var exported = Packs.export(folder);
        assertThat(exported.exit()).as(exported.text()).isZero();
        fleet.close();
        return Packs.verify(folder.resolve("pack.zip"));
    }

    private Level tighter() {
        return Level.of(PolicyFile.parse(laws.tighter(FROM).content()).orThrow());
    }

    /// The ruling of the second bringing, by version 2, stands ahead of the verdict that rests on the first.
    private List<AuditEvent> ofBoth(List<AuditEvent> events) {
        var all = new ArrayList<>(events);
        var verdict = all.remove(4);
        if (!(all.remove(4) instanceof AuditEvent.PolicyDecided(var intent, var _, var basis, var said, var why)))
            throw new AssertionError("no second ruling");
        all.set(4, new AuditEvent.PolicyDecided(intent, tighter().hash().value(), basis, said, why));
        all.add(5, verdict);
        return all;
    }

    /// Alpha rules by version 1, which allows; by version 2 three seconds later, which waits for an answer; and signs.
    private Packs.Ran ruledAgain() throws IOException {
        var next = laws.tighter(FROM);
        var activated = new AuditEvent.VersionActivated(next.kind().code(), 2, next.hash());
        fleet.telling(new SmallFleet.Lie() {
                    @Override
                    public boolean isAskedAgain() {
                        return true;
                    }

                    @Override
                    public Standing holds(String node, int request, Standing standing) {
                        if (request > 0) return standing;
                        var held = standing.documents();
                        return standing.with(new Documents(
                                held.people(), List.of(tighter()), held.book(), held.roster(), held.factKeys()));
                    }

                    @Override
                    public List<AuditEvent> told(String node, List<AuditEvent> events) {
                        if (node.equals("alpha")) return ofBoth(events);
                        var all = new ArrayList<>(events.subList(0, 3));
                        all.addAll(List.of(activated, events.getLast()));
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
                        if (node.equals("beta"))
                            return AT.minus(Duration.ofMinutes(39)).plusSeconds(20L * number);
                        if (number < 3) return AT.minus(Duration.ofMinutes(20));
                        return AT.plusSeconds(number < 6 ? 60 + 3L * (number - 3) : 20L * number);
                    }
                })
                .write(folder);
        keep("beta", next, FROM);
        keep("alpha", next, AT);
        return exported();
    }

    @Test
    void receiptThatRestsOnARulingByAnEarlierVersion_isNamed_whateverWasRuledAfterThat() throws IOException {
        var said = ruledAgain();
        assertThat(said.exit()).as(said.text()).isEqualTo(1);
        assertThat(said.text())
                .contains("entry 3 of alpha")
                .contains("it rests on another policy than what was in force")
                .contains("not allowed that time")
                .doesNotContain("another policy than the ruling rests on");
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

package tallystick.tools.cheats;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tallystick.core.audit.AuditEvent;
import tallystick.core.court.Standing;
import tallystick.core.docket.Docket;
import tallystick.core.governance.Document;
import tallystick.core.governance.DocumentKind;
import tallystick.core.governance.Freezes;
import tallystick.core.governance.GlassWindow;
import tallystick.core.governance.Proposal;
import tallystick.core.policy.json.PolicyFile;
import tallystick.core.policy.json.PolicyText;
import tallystick.core.veil.Veil;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.hash.Digest32;
import tallystick.tools.kit.Packs;
import tallystick.tools.kit.SmallFleet;
import tallystick.tools.kit.SmallLaws;

@DisplayName("Nodes that were killed between their log and their ledger or docket: EP-43, EP-51, EP-60, EP-61")
class PackKilledTest {
    private static final Instant AT = SmallFleet.AT;
    private static final Duration LONG = Duration.ofDays(4);
    private static final Digest32 ZERO = Digest32.ofHex("00".repeat(32));

    @TempDir
    Path folder;

    private final SmallFleet fleet = new SmallFleet();
    private final SmallLaws laws = new SmallLaws(fleet, AT.minusSeconds(30));

    private Packs.Ran ran() throws IOException {
        var exported = Packs.export(folder);
        assertThat(exported.exit()).as(exported.text()).isZero();
        fleet.close();
        return Packs.verify(folder.resolve("pack.zip"));
    }

    private void keep(String name, Instant at, Bytes body) throws IOException {
        for (var node : SmallFleet.NODES) SmallFleet.keep(folder.resolve(node), name, at, body);
    }

    /// Tells of something twice, before its log ends, and ends in between.
    private static List<AuditEvent> twice(List<AuditEvent> events, AuditEvent event, boolean isStopped) {
        return twice(events, event, event, isStopped);
    }

    private static List<AuditEvent> twice(
            List<AuditEvent> events, AuditEvent event, AuditEvent again, boolean isStopped) {
        var all = new ArrayList<>(events);
        var stop = all.removeLast();
        all.add(event);
        if (isStopped) all.add(stop);
        all.add(new AuditEvent.NodeStarted("test", ZERO, ZERO));
        all.add(again);
        all.add(stop);
        return all;
    }

    /// What ended the freeze, as the log has it: each entry's texts have veils of their own.
    private static AuditEvent unfrozen(String salt) {
        return new AuditEvent.Unfrozen(
                "request", Veil.of(Digest32.ofHex(salt.repeat(32)), "drill").text());
    }

    private Packs.Ran unfrozen(boolean isStopped) throws IOException {
        return unfrozen(isStopped, Duration.ZERO);
    }

    /// @param forward so far the clock is set forward behind the first end of the freeze
    private Packs.Ran unfrozen(boolean isStopped, Duration forward) throws IOException {
        var order = laws.freeze();
        var change = laws.change(new Proposal.Unfreeze(order.order().id()), AT.minus(LONG), List.of("bo", "cy", "dee"));
        fleet.telling(new SmallFleet.Lie() {
                    @Override
                    public List<AuditEvent> told(String node, List<AuditEvent> events) {
                        var all = twice(events, unfrozen("01"), unfrozen("02"), isStopped);
                        if (forward.isPositive()) all.add(events.size(), new AuditEvent.AlarmRang("vitals", "drill"));
                        return all;
                    }

                    @Override
                    public boolean cosigns(String node) {
                        return !forward.isPositive();
                    }

                    @Override
                    public Instant clock(String node, int number) {
                        return AT.plusSeconds(20L * number).plus(number < 11 ? Duration.ZERO : forward);
                    }

                    @Override
                    public Standing holds(String node, int request, Standing standing) {
                        return standing.with(new Freezes(Map.of(order.order().id(), order.order()), Set.of()));
                    }
                })
                .write(folder);
        keep("02-" + change.change().id(), AT.minus(LONG), SmallLaws.row(change));
        keep("05-" + order.order().id(), AT.minusSeconds(20), order.encode());
        return ran();
    }

    @Test
    void endOfAFreeze_toldAgainByANodeThatWasKilled_accusesNobody() throws IOException {
        var said = unfrozen(false);
        assertThat(said.exit()).as(said.text()).isZero();
        assertThat(said.text()).contains("tells again what it told right before it ended without stopping");
    }

    @Test
    void endOfAFreeze_toldAgain_whereTheClockWasSetForwardInBetween_accusesNobody() throws IOException {
        var said = unfrozen(false, Duration.ofMinutes(5));
        assertThat(said.exit()).as(said.text()).isZero();
        assertThat(said.text()).contains("tells again what it told right before it ended without stopping");
    }

    @Test
    void endOfAFreeze_toldAgainByANodeThatStopped_isNamed() throws IOException {
        var said = unfrozen(true);
        assertThat(said.exit()).as(said.text()).isEqualTo(1);
        assertThat(said.text()).contains("it keeps no such change");
    }

    @Test
    void brokenGlass_toldAgainByANodeThatWasKilled_accusesNobody() throws IOException {
        var emergency = PolicyText.canonical(
                PolicyFile.parse(Bytes.ofUtf8(SmallFleet.POLICY.replace("\"id\": \"small\"", "\"id\": \"glass\"")))
                        .orThrow());
        var first = SmallFleet.first(DocumentKind.EMERGENCY_POLICY, emergency);
        var entry = new AuditEvent.VersionActivated(DocumentKind.EMERGENCY_POLICY.code(), 1, first.hash());
        fleet.telling(new SmallFleet.Lie() {
                    @Override
                    public List<Document> documents() {
                        return List.of(first);
                    }

                    @Override
                    public List<AuditEvent> told(String node, List<AuditEvent> events) {
                        var all = twice(events, entry, false);
                        all.add(3, entry);
                        return all;
                    }
                })
                .write(folder);
        var broken = new Proposal.BreakGlass(first.hash(), new GlassWindow(AT.plusSeconds(180), AT.plusSeconds(4000)));
        var change = laws.change(broken, AT.minus(LONG), List.of("bo", "cy", "dee"));
        keep("02-" + change.change().id(), AT.minus(LONG), SmallLaws.row(change));
        var said = ran();
        assertThat(said.exit()).as(said.text()).isZero();
        assertThat(said.text()).contains("it broke the glass");
    }

    /// Tells of something twice while it goes on: its ledger could not be written the first time.
    private static List<AuditEvent> failing(List<AuditEvent> events, List<AuditEvent> both, List<AuditEvent> between) {
        var all = new ArrayList<>(events);
        var stop = all.removeLast();
        all.add(both.getFirst());
        all.addAll(between);
        all.add(both.getLast());
        all.add(stop);
        return all;
    }

    private Packs.Ran unfrozenAgain(List<AuditEvent> between) throws IOException {
        var order = laws.freeze();
        var change = laws.change(new Proposal.Unfreeze(order.order().id()), AT.minus(LONG), List.of("bo", "cy", "dee"));
        fleet.telling(new SmallFleet.Lie() {
                    @Override
                    public List<AuditEvent> told(String node, List<AuditEvent> events) {
                        return failing(events, List.of(unfrozen("01"), unfrozen("02")), between);
                    }

                    @Override
                    public Standing holds(String node, int request, Standing standing) {
                        return standing.with(new Freezes(Map.of(order.order().id(), order.order()), Set.of()));
                    }
                })
                .write(folder);
        keep("02-" + change.change().id(), AT.minus(LONG), SmallLaws.row(change));
        keep("05-" + order.order().id(), AT.minusSeconds(20), order.encode());
        return ran();
    }

    @Test
    void endOfAFreeze_toldAgainAMomentLater_byANodeThatCouldNotKeepIt_accusesNobody() throws IOException {
        var said = unfrozenAgain(List.of());
        assertThat(said.exit()).as(said.text()).isZero();
        assertThat(said.text()).contains("entry 11 of alpha tells again what it told a moment ago: it ended a freeze");
    }

    @Test
    void endOfAFreeze_toldAgainLongAfter_isNamed() throws IOException {
        var said = unfrozenAgain(Collections.nCopies(64, new AuditEvent.AlarmRang("vitals", "drill")));
        assertThat(said.exit()).as(said.text()).isEqualTo(1);
        assertThat(said.text()).contains("it keeps no such change");
    }

    /// Pledges to a change of which it keeps nothing before the second time.
    private Packs.Ran keptLater(int between) throws IOException {
        var next = laws.tighter(AT.plus(Duration.ofHours(1)));
        var change = laws.change(new Proposal.NewDocument(next), AT.minusSeconds(60), List.of("bo", "cy", "dee"));
        var pledged = new AuditEvent.VersionPledged(next.kind().code(), 2, next.hash(), true);
        fleet.telling(new SmallFleet.Lie() {
                    @Override
                    public List<AuditEvent> told(String node, List<AuditEvent> events) {
                        return failing(
                                events,
                                List.of(pledged, pledged),
                                Collections.nCopies(between, new AuditEvent.AlarmRang("vitals", "drill")));
                    }
                })
                .write(folder);
        keep("02-" + change.change().id(), AT.plusSeconds(20L * (11 + between)), SmallLaws.row(change));
        return ran();
    }

    @Test
    void pledgeThatANodeCouldNotKeepAtFirst_accusesNobody() throws IOException {
        var said = keptLater(1);
        assertThat(said.exit()).as(said.text()).isZero();
        assertThat(said.text())
                .contains("entry 10 of alpha: it pledged to version 2, and had kept nothing of it; entry 12 tells it"
                        + " again, and what it keeps is of that");
    }

    @Test
    void pledgeThatANodeKeptOnlyLongAfter_isNamed() throws IOException {
        var said = keptLater(64);
        assertThat(said.exit()).as(said.text()).isEqualTo(1);
        assertThat(said.text()).contains("entry 10 of alpha: it pledged to version 2, and ruling again says: the node");
    }

    /// Hears a change with all its answers, pledges to it and ends; and hears of it again when it is back, if it does.
    ///
    /// @param ends what it tells as it ends
    private Packs.Ran heardFirst(List<AuditEvent> ends, boolean comesAgain) throws IOException {
        var next = laws.tighter(AT.plus(Duration.ofHours(1)));
        var change = laws.change(new Proposal.NewDocument(next), AT.minusSeconds(60), List.of("bo", "cy", "dee"));
        var step = List.of(
                new AuditEvent.ChangeSeen(change.change().id(), "u:ann", "policy version 2", next.hash()),
                new AuditEvent.VersionPledged(next.kind().code(), 2, next.hash(), true));
        fleet.telling(new SmallFleet.Lie() {
                    @Override
                    public List<AuditEvent> told(String node, List<AuditEvent> events) {
                        var all = new ArrayList<>(events);
                        var stop = all.removeLast();
                        all.addAll(step);
                        all.addAll(ends);
                        all.add(new AuditEvent.NodeStarted("test", ZERO, ZERO));
                        if (comesAgain) all.addAll(step);
                        all.add(stop);
                        return all;
                    }
                })
                .write(folder);
        // Of the second time, by which it kept it.
        keep("02-" + change.change().id(), AT.plusSeconds(20L * (13 + ends.size())), SmallLaws.row(change));
        return ran();
    }

    @Test
    void changeThatWasHeardRightBeforeANodeWasKilled_andAgainBehindThat_accusesNobody() throws IOException {
        var said = heardFirst(List.of(), true);
        assertThat(said.exit()).as(said.text()).isZero();
        assertThat(said.text())
                .contains("entry 11 of alpha: it pledged to version 2, and ended without stopping right then;"
                        + " entry 14 tells it again");
    }

    @Test
    void changeThatANodeTellsOfBeforeItKeptIt_andThatStopped_isNamed() throws IOException {
        var said = heardFirst(List.of(new AuditEvent.NodeStopped(ZERO)), true);
        assertThat(said.exit()).as(said.text()).isEqualTo(1);
        assertThat(said.text()).contains("entry 11 of alpha: it pledged to version 2, and ruling again says: the node");
    }

    @Test
    void changeThatANodeToldOf_andThatNeverCameAgain_isNamed() throws IOException {
        var said = heardFirst(List.of(), false);
        assertThat(said.exit()).as(said.text()).isEqualTo(1);
        assertThat(said.text()).contains("entry 11 of alpha: it pledged to version 2, and ruling again says: the node");
    }

    @Test
    void changeThatANodeToldOf_longBeforeItWasKilled_isNamed() throws IOException {
        var said = heardFirst(Collections.nCopies(64, new AuditEvent.AlarmRang("vitals", "drill")), true);
        assertThat(said.exit()).as(said.text()).isEqualTo(1);
        assertThat(said.text()).contains("entry 11 of alpha: it pledged to version 2, and ruling again says: the node");
    }

    /// Alpha's docket lacks its last ruling, on which nothing was signed, and it rings so many entries later.
    private Packs.Ran lostRuling(AuditEvent alarm, int entriesLater) throws IOException {
        fleet.telling(new SmallFleet.Lie() {
                    @Override
                    public List<AuditEvent> told(String node, List<AuditEvent> events) {
                        var all = new ArrayList<>(events);
                        all.addAll(
                                all.size() - 1,
                                Collections.nCopies(entriesLater, new AuditEvent.AlarmRang("refresh", "drill")));
                        all.add(all.size() - 1, alarm);
                        return all;
                    }

                    @Override
                    public List<Docket.Item> kept(String node, List<Docket.Item> items) {
                        return node.equals("alpha") ? items.subList(0, items.size() - 1) : items;
                    }
                })
                .write(folder);
        return ran();
    }

    private static final AuditEvent UNWRITTEN = new AuditEvent.AlarmRang(
            AuditEvent.AlarmRang.VITALS, "the disk has little room; " + AuditEvent.AlarmRang.DOCKET + ": why");

    @Test
    void rulingThatIsMissing_whereANodeRangThatItCannotWriteItsDocket_accusesNobody() throws IOException {
        var said = lostRuling(UNWRITTEN, 0);
        assertThat(said.exit()).as(said.text()).isZero();
        assertThat(said.text()).contains("nobody can rule again: by its alarm of");
    }

    @Test
    void rulingThatIsMissing_longBeforeANodeRang_isNamed() throws IOException {
        assertThat(lostRuling(UNWRITTEN, 4).exit()).isEqualTo(1);
    }

    @Test
    void rulingThatIsMissing_whereANodeRangForSomethingElse_isNamed() throws IOException {
        var said = lostRuling(new AuditEvent.AlarmRang("documents", AuditEvent.AlarmRang.DOCKET), 0);
        assertThat(said.exit()).as(said.text()).isEqualTo(1);
    }

    /// Alpha's docket lacks its last ruling, on which nothing was signed.
    private Packs.Ran lostRuling(boolean isLast) throws IOException {
        fleet.telling(new SmallFleet.Lie() {
                    @Override
                    public List<AuditEvent> told(String node, List<AuditEvent> events) {
                        var all = new ArrayList<>(events);
                        all.removeLast();
                        if (isLast) all.removeLast();
                        all.add(new AuditEvent.NodeStarted("test", ZERO, ZERO));
                        return all;
                    }

                    @Override
                    public List<Docket.Item> kept(String node, List<Docket.Item> items) {
                        return node.equals("alpha") ? items.subList(0, items.size() - 1) : items;
                    }
                })
                .write(folder);
        return ran();
    }

    @Test
    void rulingThatAPowerCutTookFromTheDocket_accusesNobody() throws IOException {
        var said = lostRuling(true);
        assertThat(said.exit()).as(said.text()).isZero();
        assertThat(said.text()).contains("it ended without stopping right then, and its docket may have lost it");
    }

    @Test
    void rulingThatIsMissing_ofANodeThatLivedOn_isNamed() throws IOException {
        var said = lostRuling(false);
        assertThat(said.exit()).as(said.text()).isEqualTo(1);
        assertThat(said.text()).contains("NOT VERIFIED").doesNotContain("its docket may have lost it");
    }
}

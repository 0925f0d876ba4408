package tallystick.tools.cheats;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tallystick.core.audit.AuditEvent;
import tallystick.core.court.Standing;
import tallystick.core.governance.Document;
import tallystick.core.governance.DocumentKind;
import tallystick.core.governance.DocumentVersion;
import tallystick.core.governance.Freezes;
import tallystick.core.governance.Proposal;
import tallystick.core.governance.SignedChange;
import tallystick.core.governance.SignedFreeze;
import tallystick.crypto.codec.Bytes;
import tallystick.tools.kit.Packs;
import tallystick.tools.kit.SmallFleet;
import tallystick.tools.kit.SmallLaws;

@DisplayName("Policies and freezes that nodes leave out together: EP-36, EP-37, EP-38")
class PackLawsTest {
    /// Logs begin so long before the first ruling, which is a minute behind [SmallFleet#AT].
    private static final Duration EARLIER = Duration.ofMinutes(5);

    /// What the third entry is of, when things begin to happen here.
    private static final Instant BEGUN = SmallFleet.AT.minus(EARLIER).plusSeconds(60);

    /// People wait an hour for a freeze to end.
    private static final Instant LONG_BEFORE = BEGUN.minusSeconds(4000);

    @TempDir
    Path folder;

    private final SmallFleet fleet = new SmallFleet();
    private final SmallLaws laws = new SmallLaws(fleet, BEGUN);

    /// Writes these behind the genesis.
    private static class Telling implements SmallFleet.Lie {
        private final Map<String, List<AuditEvent>> told;

        Telling(Map<String, List<AuditEvent>> told) {
            this.told = told;
        }

        @Override
        public List<AuditEvent> told(String node, List<AuditEvent> events) {
            var all = new ArrayList<>(events);
            all.addAll(3, told.getOrDefault(node, List.of()));
            return all;
        }

        @Override
        public Instant begins() {
            return SmallFleet.AT.minus(EARLIER);
        }
    }

    private Packs.Ran ran() throws IOException {
        var exported = Packs.export(folder);
        assertThat(exported.exit()).as(exported.text()).isZero();
        fleet.close();
        return Packs.verify(folder.resolve("pack.zip"));
    }

    private static void assertWrong(Packs.Ran said, String... named) {
        assertThat(said.text()).contains("NOT VERIFIED").contains(named);
        assertThat(said.exit()).isEqualTo(1);
    }

    private static void assertHolds(Packs.Ran said, String... noted) {
        assertThat(said.exit()).as(said.text()).isZero();
        for (var each : noted) assertThat(said.text()).contains(each);
    }

    private void keep(String node, String name, Instant at, Bytes body) throws IOException {
        SmallFleet.keep(folder.resolve(node), name, at, body);
    }

    /// Version 2 of the policy, in force three minutes after people asked for it, and before anything is ruled on.
    private Document tighter() {
        return laws.tighter(BEGUN.plusSeconds(180));
    }

    /// @param forgetful who leave out that it came into force, and what shows that all pledged to it
    /// @param further what these write in its place
    private Packs.Ran withTighter(List<String> forgetful, AuditEvent... further) throws IOException {
        var next = tighter();
        var version = DocumentVersion.of(next);
        var signed = laws.change(new Proposal.NewDocument(next), BEGUN.minusSeconds(5), List.of("bo"));
        var seen = new AuditEvent.ChangeSeen(signed.change().id(), "u:ann", "policy version 2", next.hash());
        var pledged = new AuditEvent.VersionPledged(version.kind().code(), 2, next.hash(), true);
        var activated = new AuditEvent.VersionActivated(version.kind().code(), 2, next.hash());
        var told = new HashMap<String, List<AuditEvent>>();
        for (var node : SmallFleet.NODES)
            told.put(node, forgetful.contains(node) ? List.of(further) : List.of(seen, pledged, activated));
        fleet.telling(new Telling(told)).write(folder);
        for (var node : SmallFleet.NODES) {
            keep(node, "02-" + signed.change().id(), BEGUN.minusSeconds(5), SmallLaws.row(signed));
            if (forgetful.contains(node)) continue;
            keep(node, "04-0200000002", next.effectiveFrom(), next.encode());
            keep(node, "08-" + next.hash(), BEGUN, laws.words(next).encode());
        }
        return ran();
    }

    /// Beta tells, and what alpha signed for it stands there.
    @Test
    void policyThatANodePledgedTo_andAnotherHasInForce_isItsToo() throws IOException {
        assertWrong(withTighter(List.of("alpha")), "of alpha, on intent", "it rests on another policy than what was");
        assertThat(Packs.verify(folder.resolve("pack.zip")).text())
                .containsPattern("entry 3 of alpha, on intent [0-9a-f]+: it rests on another policy");
    }

    /// Nobody tells that it came into force; their own logs tell that they gave their word.
    @Test
    void policyThatAllPledgedTo_andNobodyTellsOf_isInForceAllTheSame() throws IOException {
        var next = tighter();
        var pledged = new AuditEvent.VersionPledged(DocumentKind.POLICY.code(), 2, next.hash(), true);
        assertWrong(withTighter(SmallFleet.NODES, pledged), "it rests on another policy than what was in force");
    }

    /// Whoever takes his word back, since somebody declined, goes on by the one before.
    @Test
    void policyThatNodesPledgedTo_andDeclined_isNotInForce() throws IOException {
        var next = tighter();
        assertHolds(withTighter(
                SmallFleet.NODES,
                new AuditEvent.VersionPledged(DocumentKind.POLICY.code(), 2, next.hash(), true),
                new AuditEvent.VersionPledged(DocumentKind.POLICY.code(), 2, next.hash(), false)));
    }

    private SignedFreeze freeze() {
        return laws.freeze();
    }

    /// @param held what the nodes say is frozen when they rule
    /// @param keeping who keep the order
    /// @param since from when
    private Packs.Ran frozen(
            Freezes held, List<String> keeping, Instant since, Optional<SignedChange> ending, AuditEvent... told)
            throws IOException {
        var signed = freeze();
        var all = Map.of("alpha", List.of(told), "beta", List.of(told));
        fleet.telling(new Telling(all) {
                    @Override
                    public Standing holds(String node, int request, Standing standing) {
                        return standing.with(held);
                    }
                })
                .write(folder);
        for (var node : SmallFleet.NODES) {
            if (keeping.contains(node)) keep(node, "05-" + signed.order().id(), since, signed.encode());
            if (ending.isPresent())
                keep(
                        node,
                        "02-" + ending.get().change().id(),
                        ending.get().change().at(),
                        SmallLaws.row(ending.get()));
        }
        return ran();
    }

    private Freezes standing() {
        return new Freezes(Map.of(freeze().order().id(), freeze().order()), Set.of());
    }

    private Freezes lifted() {
        return new Freezes(Map.of(), Set.of(freeze().order().id()));
    }

    private AuditEvent toldOf() {
        return new AuditEvent.Frozen(freeze().order().scope().words(), "u:bo: a doubt");
    }

    @Test
    void orderThatANodeKeeps_andNoEntryTellsOf_holds() throws IOException {
        assertWrong(frozen(Freezes.none(), SmallFleet.NODES, BEGUN, Optional.empty()), "it forgot the freeze");
    }

    @Test
    void orderThatWasHeld_andNoEntryTellsOf_isANote() throws IOException {
        var order = freeze().order().id();
        assertHolds(
                frozen(standing(), SmallFleet.NODES, BEGUN, Optional.empty()),
                "alpha keeps the order " + order,
                "and no entry in the pack tells of it");
    }

    @Test
    void orderThatOneNodeKeepsAlone_isANote() throws IOException {
        var said = frozen(Freezes.none(), List.of("beta"), BEGUN, Optional.empty(), toldOf());
        assertThat(said.text()).contains("is not kept by alpha: nothing tells that it reached it");
    }

    @Test
    void freezeThatSomebodyProposedToEnd_isNotEnded() throws IOException {
        var proposed = laws.change(new Proposal.Unfreeze(freeze().order().id()), LONG_BEFORE, List.of());
        assertWrong(
                frozen(lifted(), SmallFleet.NODES, BEGUN, Optional.of(proposed), toldOf()), "nobody ended the freeze");
    }

    /// An hour has to pass from when the node saw it.
    @Test
    void freezeThatPeopleAgreedToEnd_beforeItsTime_isNotEnded() throws IOException {
        var ending = new Proposal.Unfreeze(freeze().order().id());
        var early = laws.change(ending, BEGUN.minusSeconds(5), List.of("bo", "cy"));
        assertWrong(frozen(lifted(), SmallFleet.NODES, BEGUN, Optional.of(early), toldOf()), "nobody ended the freeze");
    }

    /// The log began anew behind the freeze, and tells of its end.
    @Test
    void freezeThatPeopleEnded_isEnded() throws IOException {
        var ended = laws.change(new Proposal.Unfreeze(freeze().order().id()), LONG_BEFORE, List.of("bo", "cy"));
        var entry = new AuditEvent.Unfrozen(freeze().order().scope().words(), "drill");
        assertHolds(
                frozen(lifted(), SmallFleet.NODES, LONG_BEFORE, Optional.of(ended), entry),
                "freezes of before are held against it from when it tells again");
    }
}

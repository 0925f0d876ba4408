package tallystick.tools.cheats;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
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
import tallystick.core.audit.Receipt;
import tallystick.core.court.Documents;
import tallystick.core.court.Standing;
import tallystick.core.governance.Document;
import tallystick.core.governance.DocumentKind;
import tallystick.core.governance.FreezeOrder;
import tallystick.core.governance.FreezeScope;
import tallystick.core.governance.Freezes;
import tallystick.core.governance.GlassWindow;
import tallystick.core.governance.Proposal;
import tallystick.core.governance.SignedFreeze;
import tallystick.core.people.PersonId;
import tallystick.core.places.Places;
import tallystick.core.policy.json.PolicyFile;
import tallystick.core.policy.json.PolicyText;
import tallystick.core.policy.judge.Level;
import tallystick.core.policy.limit.Counters;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.hash.Digest32;
import tallystick.tools.kit.Packs;
import tallystick.tools.kit.SmallFleet;
import tallystick.tools.kit.SmallLaws;

/// The first request is ruled on a minute, the second two, and the third two minutes and 40 seconds behind
/// [SmallFleet#AT].
@DisplayName("What happens to a workspace in the course of a pack: documents that change, glass, bursts, lost ledgers")
class PackCoursesTest {
    private static final Instant AT = SmallFleet.AT;
    private static final Duration LONG = Duration.ofDays(4);

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

    private static void assertWrong(Packs.Ran said, String... named) {
        assertThat(said.text()).contains("NOT VERIFIED").contains(named);
        assertThat(said.exit()).isEqualTo(1);
    }

    private static void assertHolds(Packs.Ran said, String... noted) {
        assertThat(said.exit()).as(said.text()).isZero();
        for (var each : noted) assertThat(said.text()).contains(each);
    }

    private void keep(String name, Instant at, Bytes body) throws IOException {
        for (var node : SmallFleet.NODES) SmallFleet.keep(folder.resolve(node), name, at, body);
    }

    private static Standing by(Standing standing, List<Level> levels) {
        var held = standing.documents();
        return standing.with(new Documents(held.people(), levels, held.book(), held.roster(), held.factKeys()));
    }

    private static List<Level> with(List<Level> levels, Level further) {
        var all = new ArrayList<>(levels);
        all.add(further);
        return all;
    }

    private static Receipt named(Receipt receipt, Digest32 policy) {
        return new Receipt(
                receipt.intent(),
                receipt.keyId(),
                receipt.epoch(),
                receipt.path(),
                receipt.algorithm(),
                receipt.publicKey(),
                receipt.chainCode(),
                receipt.request(),
                receipt.signers(),
                policy,
                receipt.build(),
                receipt.parts());
    }

    /// As nodes that went by this policy write.
    private static AuditEvent by(AuditEvent event, Digest32 policy) {
        return switch (event) {
            case AuditEvent.PolicyDecided said ->
                new AuditEvent.PolicyDecided(said.intent(), policy, said.basis(), said.decision(), said.why());
            case AuditEvent.Signed(var receipt) -> new AuditEvent.Signed(named(receipt, policy));
            default -> event;
        };
    }

    /// Keeps a version that four people and both nodes agreed to, long before its moment.
    private void keep(Document next) throws IOException {
        var change = laws.change(new Proposal.NewDocument(next), AT.minus(LONG), List.of("bo", "cy", "dee"));
        keep("02-" + change.change().id(), AT.minus(LONG), SmallLaws.row(change));
        keep("04-%02x00000002".formatted(next.kind().code()), next.effectiveFrom(), next.encode());
        keep("08-" + next.hash(), AT.minusSeconds(20), laws.words(next).encode());
    }

    /// Places that get a policy of their own between the first request and the second.
    private Packs.Ran placesChanged(int heldFrom) throws IOException {
        var inner = """
            {"schema": "tallystick.policy/v1", "id": "inner", "version": 1,
             "scope": {"org": "small", "workspace": "main"},
             "effectiveFrom": "2025-01-01T00:00:00Z", "groups": {},
             "rules": [{"id": "pay", "effect": "ALLOW", "activity": ["TRANSFER"]},
              {"id": "never", "effect": "DENY", "activity": ["TRANSFER"]}]}
            """;
        var policy = PolicyFile.parse(Bytes.ofUtf8(inner)).orThrow();
        var first = SmallFleet.first(DocumentKind.PLACES, new Places(1, List.of(), List.of(), List.of()).encode());
        var next = first.next(new Places(2, List.of(), List.of(), List.of(policy)).encode(), AT.plusSeconds(30));
        fleet.telling(new SmallFleet.Lie() {
                    @Override
                    public List<Document> documents() {
                        return List.of(first);
                    }

                    @Override
                    public List<AuditEvent> told(String node, List<AuditEvent> events) {
                        var all = new ArrayList<>(events);
                        all.add(6, new AuditEvent.VersionActivated(DocumentKind.PLACES.code(), 2, next.hash()));
                        return all;
                    }

                    @Override
                    public Standing holds(String node, int request, Standing standing) {
                        return request < heldFrom
                                ? standing
                                : by(standing, with(standing.documents().policies(), Level.of(policy)));
                    }
                })
                .write(folder);
        keep(next);
        return ran();
    }

    @Test
    void policyThatPlacesGotMeanwhile_holdsFromThenOn() throws IOException {
        assertHolds(placesChanged(2));
    }

    @Test
    void policyThatPlacesGotMeanwhile_leftOut_isMissed() throws IOException {
        assertWrong(placesChanged(4), "it leaves out a policy of the place, which was in force");
    }

    /// Three people and an hour or more break it; the second request is ruled on by the policy for emergencies.
    ///
    /// @param at before which entry the log tells of it
    private Packs.Ran glassBroken(int at, Instant from, List<String> answers, boolean isUsed) throws IOException {
        var emergency = PolicyText.canonical(
                PolicyFile.parse(Bytes.ofUtf8(SmallFleet.POLICY.replace("\"id\": \"small\"", "\"id\": \"glass\"")))
                        .orThrow());
        var first = SmallFleet.first(DocumentKind.EMERGENCY_POLICY, emergency);
        var level = Level.of(PolicyFile.parse(emergency).orThrow());
        var entry = new AuditEvent.VersionActivated(DocumentKind.EMERGENCY_POLICY.code(), 1, first.hash());
        fleet.telling(new SmallFleet.Lie() {
                    @Override
                    public List<Document> documents() {
                        return List.of(first);
                    }

                    @Override
                    public List<AuditEvent> told(String node, List<AuditEvent> events) {
                        var all = new ArrayList<>(events);
                        if (isUsed) all.set(6, by(all.get(6), level.hash().value()));
                        all.add(at, entry);
                        all.add(3, entry);
                        return all;
                    }

                    @Override
                    public Standing holds(String node, int request, Standing standing) {
                        return isUsed && request == 2 ? by(standing, List.of(level)) : standing;
                    }
                })
                .write(folder);
        var broken = new Proposal.BreakGlass(first.hash(), new GlassWindow(from, AT.plusSeconds(4000)));
        var change = laws.change(broken, AT.minus(LONG), answers);
        keep("02-" + change.change().id(), AT.minus(LONG), SmallLaws.row(change));
        return ran();
    }

    @Test
    void emergencyPolicy_whileTheGlassIsBroken_isInForce() throws IOException {
        assertHolds(glassBroken(6, AT.plusSeconds(100), List.of("bo", "cy", "dee"), true));
    }

    @Test
    void emergencyPolicy_whereTooFewBrokeTheGlass_isNotInForce() throws IOException {
        assertWrong(
                glassBroken(6, AT.plusSeconds(100), List.of("bo"), true),
                "it broke the glass, and ruling again says",
                "it rests on another policy than what was in force");
    }

    @Test
    void ordinaryPolicy_whileTheGlassIsBroken_isNotInForce() throws IOException {
        assertWrong(
                glassBroken(3, AT.plusSeconds(40), List.of("bo", "cy", "dee"), false),
                "it rests on another policy than what was in force");
    }

    /// Bo answered under the version before, which asked for as much: docs/spec/court.md CO-13.
    @Test
    void answerUnderThePolicyOfBefore_countsInAPack() throws IOException {
        var next = laws.tighter(AT.plusSeconds(10));
        var level = Level.of(PolicyFile.parse(next.content()).orThrow());
        fleet.telling(new SmallFleet.Lie() {
                    @Override
                    public List<AuditEvent> told(String node, List<AuditEvent> events) {
                        var all = new ArrayList<>(events);
                        all.replaceAll(event -> by(event, level.hash().value()));
                        all.add(3, new AuditEvent.VersionActivated(DocumentKind.POLICY.code(), 2, next.hash()));
                        return all;
                    }

                    @Override
                    public Standing holds(String node, int request, Standing standing) {
                        var now = by(standing, List.of(level));
                        return now.with(now.documents()
                                .withAncestors(List.of(Level.of(PolicyFile.parse(Bytes.ofUtf8(SmallFleet.POLICY))
                                        .orThrow()))));
                    }
                })
                .write(folder);
        keep(next);
        assertHolds(ran(), "2 receipts with 2 signatures were verified");
    }

    /// After the first request a node freezes the initiator by itself: docs/spec/court.md CO-14.
    ///
    /// @param isHeld whether it holds to that
    private Packs.Ran burst(boolean isHeld) throws IOException {
        var scope = new FreezeScope.Initiator(new PersonId("u:ann"));
        fleet.telling(new SmallFleet.Lie() {
                    @Override
                    public List<AuditEvent> told(String node, List<AuditEvent> events) {
                        var all = new ArrayList<>(events);
                        all.add(6, new AuditEvent.Frozen(scope.words(), "a burst"));
                        return all;
                    }

                    @Override
                    public Standing holds(String node, int request, Standing standing) {
                        var order = own(node, scope);
                        return isHeld && request > 1
                                ? standing.with(new Freezes(Map.of(order.id(), order), Set.of()))
                                : standing;
                    }
                })
                .write(folder);
        for (var node : SmallFleet.NODES) {
            var unsigned = new SignedFreeze(
                    own(node, scope),
                    new Digest32(Bytes.copyOf(new byte[Digest32.LENGTH_BYTES])),
                    new Proof.Plain(Bytes.copyOf(new byte[Proof.SIGNATURE_BYTES])));
            SmallFleet.keep(folder.resolve(node), "05-" + unsigned.order().id(), AT.plusSeconds(95), unsigned.encode());
        }
        return ran();
    }

    private FreezeOrder own(String node, FreezeScope scope) {
        return new FreezeOrder(
                fleet.genesis().genesis().hash(),
                scope,
                new PersonId("s:" + node),
                "a burst",
                AT.plusSeconds(95),
                Bytes.copyOf(new byte[16]));
    }

    @Test
    void freezeThatANodeGaveItself_holdsInAPack() throws IOException {
        assertHolds(burst(true));
    }

    @Test
    void freezeThatANodeGaveItself_andForgot_isMissed() throws IOException {
        assertWrong(burst(false), "it forgot the freeze");
    }

    private Packs.Ran genesisAgain(int index, boolean isForgotten) throws IOException {
        fleet.telling(new SmallFleet.Lie() {
                    @Override
                    public List<AuditEvent> told(String node, List<AuditEvent> events) {
                        var all = new ArrayList<>(events);
                        all.add(index, all.get(2));
                        return all;
                    }

                    @Override
                    public Standing holds(String node, int request, Standing standing) {
                        return isForgotten && request == 2
                                ? new Standing(
                                        standing.workspace(),
                                        standing.node(),
                                        standing.documents(),
                                        List.of(),
                                        standing.freezes(),
                                        Counters.none(),
                                        standing.seen(),
                                        standing.past())
                                : standing;
                    }
                })
                .write(folder);
        return ran();
    }

    /// It says that its ledger was lost behind the first request, and its log was not.
    @Test
    void nodeThatTookItsGenesisAgain_andForgotWhatItSigned_isNamed() throws IOException {
        var said = genesisAgain(6, true);
        assertWrong(said, "it took its genesis again, and was in the workspace already at entry 3");
        assertWrong(said, "forgot what was signed for intent");
    }

    /// It was killed between its log and its ledger.
    @Test
    void nodeThatDiedAsItTookItsGenesis_isANote() throws IOException {
        assertHolds(genesisAgain(3, false), "so it had not kept it, by its word");
    }
}

package tallystick.tools.cheats;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tallystick.core.approval.Proof;
import tallystick.core.audit.AuditEvent;
import tallystick.core.audit.Receipt;
import tallystick.core.court.Documents;
import tallystick.core.court.Standing;
import tallystick.core.docket.Docket;
import tallystick.core.governance.Document;
import tallystick.core.governance.DocumentKind;
import tallystick.core.governance.FreezeOrder;
import tallystick.core.governance.FreezeScope;
import tallystick.core.governance.Roster;
import tallystick.core.governance.SignedFreeze;
import tallystick.core.governance.SignedRoster;
import tallystick.core.people.PersonId;
import tallystick.core.people.PersonKey;
import tallystick.core.places.Places;
import tallystick.core.policy.json.PolicyFile;
import tallystick.core.policy.json.PolicyText;
import tallystick.core.policy.judge.Level;
import tallystick.core.tlog.TreeHead;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.hash.Digest32;
import tallystick.tools.kit.Packs;
import tallystick.tools.kit.SmallFleet;

@DisplayName("What a signing set that lies leaves out of its evidence is missed, EP-17, EP-19, EP-28 to EP-32")
class PackOmissionsTest {

    @TempDir
    Path folder;

    private Packs.Ran ran(SmallFleet.Lie lie, String... further) throws IOException {
        try (var _ = new SmallFleet().telling(lie).write(folder)) {
            return exported(further);
        }
    }

    private Packs.Ran exported(String... further) throws IOException {
        Files.deleteIfExists(folder.resolve("pack.zip"));
        var exported = Packs.export(folder, further);
        assertThat(exported.exit()).as(exported.text()).isZero();
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

    private static Digest32 digest(int value) {
        return Digest32.ofHex("%02x".formatted(value).repeat(32));
    }

    private static SmallFleet.Lie telling(UnaryOperator<List<AuditEvent>> change) {
        return new SmallFleet.Lie() {
            @Override
            public List<AuditEvent> told(String node, List<AuditEvent> events) {
                return change.apply(new ArrayList<>(events));
            }
        };
    }

    /// Alpha, whose log comes first, had agreed to sign, and was stopped before it wrote that it did; or leaves it out.
    @Test
    void receiptThatItsFirstSignerDoesNotHave_isAmongTheWithdrawalsAllTheSame() throws IOException {
        assertHolds(
                ran(new SmallFleet.Lie() {
                    @Override
                    public List<AuditEvent> told(String node, List<AuditEvent> events) {
                        return events.stream()
                                .filter(event -> !node.equals("alpha") || !(event instanceof AuditEvent.Signed))
                                .toList();
                    }
                }),
                "names alpha as a signer, and alpha has none: it had agreed to sign");
        assertThat(withdrawals()).hasSize(2).last().asString().contains("\"beta\"");
    }

    @Test
    void receiptThatAllItsSignersHave_isOneWithdrawal() throws IOException {
        assertHolds(ran(new SmallFleet.Lie() {}));
        assertThat(withdrawals()).hasSize(2).last().asString().contains("\"alpha\"");
    }

    /// With the names of the columns.
    private List<String> withdrawals() throws IOException {
        var files = Packs.files(folder.resolve("pack.zip"));
        var table = Optional.ofNullable(files.get("parts/04-withdrawals.csv")).orElseThrow();
        return new String(table.toArray(), StandardCharsets.UTF_8).lines().toList();
    }

    /// A workspace with a policy of a place, of which a node says that it held it, or not.
    private static SmallFleet.Lie withPlaces(String effect, boolean isHeld) {
        var inner = PolicyFile.parse(Bytes.ofUtf8("""
            {"schema": "tallystick.policy/v1", "id": "inner", "version": 1,
             "scope": {"org": "small", "workspace": "main"},
             "effectiveFrom": "2025-01-01T00:00:00Z", "groups": {},
             "rules": [{"id": "pay", "effect": "ALLOW", "activity": ["TRANSFER"]},
              {"id": "never", "effect": "%s", "activity": ["TRANSFER"]}]}
            """.formatted(effect))).orThrow();
        return new SmallFleet.Lie() {
            @Override
            public List<Document> documents() {
                var places = new Places(1, List.of(), List.of(), List.of(inner));
                return List.of(SmallFleet.first(DocumentKind.PLACES, places.encode()));
            }

            @Override
            public Standing holds(String node, int request, Standing standing) {
                if (!isHeld) return standing;
                var held = standing.documents();
                var all = new ArrayList<>(held.policies());
                all.add(Level.of(inner));
                return standing.with(new Documents(held.people(), all, held.book(), held.roster(), held.factKeys()));
            }
        };
    }

    @Test
    void tighterPolicyOfAPlace_leftOutOfARuling_isMissed() throws IOException {
        assertWrong(ran(withPlaces("DENY", false)), "it leaves out a policy of the place, which was in force");
    }

    @Test
    void rulingThatCannotBeMadeAgain_isMissed_alsoIfItIsFromBeforeTheTime() throws IOException {
        var lie = new SmallFleet.Lie() {
            @Override
            public List<AuditEvent> told(String node, List<AuditEvent> events) {
                var all = new ArrayList<>(events);
                all.replaceAll(event ->
                        event instanceof AuditEvent.PolicyDecided said && said.decision() == AuditEvent.Said.ALLOWED
                                ? new AuditEvent.PolicyDecided(
                                        said.intent(), said.policy(), digest(9), said.decision(), said.why())
                                : event);
                return all;
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
        };
        assertWrong(ran(lie, "--from", "2025-06-01T12:01:10Z"), "the ruling that allowed it cannot be made again");
    }

    @Test
    void forkThatAnOperatorCleared_isToldOnThePage() throws IOException {
        var remembered = new TreeHead(5, digest(4));
        var shown = new TreeHead(6, digest(5));
        var said = ran(new SmallFleet.Lie() {
            @Override
            public List<AuditEvent> told(String node, List<AuditEvent> events) {
                if (!node.equals("beta")) return events;
                var all = new ArrayList<>(events);
                all.add(new AuditEvent.CheckpointCosigned("alpha", remembered));
                all.add(new AuditEvent.PeerQuarantined("alpha", "its past is another", remembered, shown));
                all.add(new AuditEvent.PeerCleared("alpha", "op", "all is well", shown));
                return all;
            }
        });
        assertHolds(
                said,
                "NOTE  beta found at",
                "it had signed 5 entries with the root 0404040404040404, and showed 6 entries with the root 0505",
                "NOTE  op cleared alpha on beta at",
                "before, it had cosigned 5 entries with the root 0404040404040404");
    }

    @Test
    void nodeThatThePacksRosterHides_isMissed() throws IOException {
        try (var fleet = new SmallFleet().write(folder)) {
            var alone = new Roster(1, fleet.roster().members().subList(0, 1));
            Files.write(
                    folder.resolve("roster"),
                    SignedRoster.of(alone, fleet.key("root")).encode().toArray());
            Files.delete(folder.resolve("alpha/log/cosigned/beta"));
        }
        var pack = folder.resolve("pack.zip");
        var exported = Packs.run(
                "evidence",
                "export",
                "--roster",
                folder.resolve("roster").toString(),
                "--administrator",
                folder.resolve("card").toString(),
                "--out",
                pack.toString(),
                "--node",
                "alpha=" + folder.resolve("alpha"),
                "--to",
                "2025-06-02T00:00:00Z");
        assertThat(exported.exit()).as(exported.text()).isZero();
        assertWrong(Packs.verify(pack), "beta is a node by the roster in force that alpha keeps");
    }

    @Test
    void signersAndRostersThatThePackDoesNotKnow_areNotes() throws IOException {
        var said = ran(telling(events -> {
            events.add(new AuditEvent.RosterFollowed(7, digest(7)));
            events.replaceAll(event -> event instanceof AuditEvent.CeremonyActivated key
                    ? new AuditEvent.CeremonyActivated(
                            key.keyId(), 1, 1, "2 of (alpha, beta, gamma)", key.point(), key.chainCode(), digest(0))
                    : event);
            return events;
        }));
        assertHolds(
                said,
                "gamma holds shares of a key with it: the pack's roster does not know it",
                "alpha follows another roster than the pack's, version 7");
    }

    private SignedFreeze freeze(SmallFleet fleet) {
        var order = new FreezeOrder(
                fleet.genesis().genesis().hash(),
                new FreezeScope.Workspace(),
                new PersonId("u:ann"),
                "a doubt",
                SmallFleet.AT.minusSeconds(600),
                Bytes.copyOf(new byte[16]));
        return new SignedFreeze(
                order,
                new PersonKey.EdKey(fleet.key("ann").verifyKey()).id(),
                new Proof.Plain(fleet.key("ann").sign(order.id()).bytes()));
    }

    /// The log tells of it at the third entry, 40 seconds after its beginning.
    private Packs.Ran frozen(Duration keptAfter, Instant begins, AuditEvent... behind) throws IOException {
        var lie = new SmallFleet.Lie() {
            @Override
            public List<AuditEvent> told(String node, List<AuditEvent> events) {
                var all = new ArrayList<>(events);
                all.add(3, new AuditEvent.Frozen("workspace", "u:ann: a doubt"));
                all.addAll(4, List.of(behind));
                return all;
            }

            @Override
            public Instant begins() {
                return begins;
            }
        };
        try (var fleet = new SmallFleet().telling(lie).write(folder)) {
            var signed = freeze(fleet);
            var at = begins.plusSeconds(60).plus(keptAfter);
            for (var node : SmallFleet.NODES)
                SmallFleet.keep(folder.resolve(node), "05-" + signed.order().id(), at, signed.encode());
            return exported();
        }
    }

    private static final Instant EARLY = SmallFleet.AT.minusSeconds(300);

    @Test
    void freezeThatTheLogTellsOf_leftOutOfRulings_isMissed() throws IOException {
        assertWrong(frozen(Duration.ZERO, EARLY), "it forgot the freeze");
    }

    @Test
    void freezeWithoutItsOrder_isNamed() throws IOException {
        assertWrong(
                frozen(Duration.ofHours(1), EARLY),
                "entry 3 of alpha tells that workspace was frozen, and it keeps no such order of that moment");
    }

    /// Its log is written before its ledger.
    @Test
    void nodeThatDiedRightAfterItWroteOfAFreeze_isNotAccused() throws IOException {
        assertHolds(
                frozen(Duration.ofHours(1), EARLY, new AuditEvent.NodeStarted("test", digest(0), digest(1))),
                "ended without stopping right after it told of a freeze");
    }

    @Test
    void timeLockThatCountsFromBeforeAnyEntry_isMissed() throws IOException {
        var lie = new SmallFleet.Lie() {
            @Override
            public Instant seen(Instant now) {
                return now.minus(Duration.ofMinutes(4));
            }

            @Override
            public Instant begins() {
                return SmallFleet.AT.minus(Duration.ofMinutes(6));
            }
        };
        assertWrong(ran(lie), "and no entry of then tells so");
    }

    /// Whose log begins behind it, has nothing to show.
    @Test
    void timeLockThatCountsFromBeforeTheLog_isANote() throws IOException {
        var lie = new SmallFleet.Lie() {
            @Override
            public Instant seen(Instant now) {
                return now.minus(Duration.ofDays(2));
            }
        };
        assertHolds(ran(lie), "3 rulings of alpha count from before its entries here");
    }

    @Test
    void timeLockThatCountsFromAnEntry_holds() throws IOException {
        var lie = new SmallFleet.Lie() {
            @Override
            public List<AuditEvent> told(String node, List<AuditEvent> events) {
                var all = new ArrayList<>(events);
                for (var event : events)
                    if (event instanceof AuditEvent.PolicyDecided said)
                        all.add(1, new AuditEvent.IntentSeen(said.intent(), digest(1)));
                return all;
            }

            @Override
            public Instant seen(Instant now) {
                return SmallFleet.AT.minus(Duration.ofSeconds(200));
            }

            @Override
            public Instant begins() {
                return SmallFleet.AT.minus(Duration.ofSeconds(230));
            }
        };
        var said = ran(lie);
        assertHolds(said);
        assertThat(said.text()).doesNotContain("count from before");
    }

    /// Beta tells when the workspace began, and alpha that it signed before it was in one.
    @Test
    void workspaceThatANodeSaysItEnteredLast_isHeldAgainstTheOthersLogs() throws IOException {
        var lie = new SmallFleet.Lie() {
            @Override
            public List<AuditEvent> told(String node, List<AuditEvent> events) {
                var all = new ArrayList<>(events);
                all.removeIf(AuditEvent.PolicyDecided.class::isInstance);
                if (node.equals("alpha")) all.add(all.remove(2));
                else all.removeIf(AuditEvent.Signed.class::isInstance);
                return all;
            }

            @Override
            public Instant begins(String node) {
                return node.equals("alpha") ? SmallFleet.AT : SmallFleet.AT.minus(Duration.ofHours(1));
            }
        };
        assertWrong(
                ran(lie),
                "alpha signed without a ruling at 2025-06-01T12:01:00Z",
                "and by the log of beta the workspace had begun before");
    }

    @Test
    void policyThatARulingAndAReceiptNameWrongly_isFound() throws IOException {
        assertWrong(
                ran(telling(events -> {
                    events.replaceAll(event -> event instanceof AuditEvent.PolicyDecided said
                            ? new AuditEvent.PolicyDecided(
                                    said.intent(), digest(7), said.basis(), said.decision(), said.why())
                            : event);
                    return events;
                })),
                "it names another policy than the ruling rests on");
        assertWrong(
                ran(telling(events -> {
                    events.replaceAll(event -> event instanceof AuditEvent.Signed(var receipt)
                            ? new AuditEvent.Signed(named(receipt, digest(7)))
                            : event);
                    return events;
                })),
                "it names another policy than the one that allowed it");
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

    private static SmallFleet.Lie underGlass(boolean isHonest) {
        var emergency = PolicyText.canonical(
                PolicyFile.parse(Bytes.ofUtf8(SmallFleet.POLICY.replace("\"id\": \"small\"", "\"id\": \"glass\"")))
                        .orThrow());
        var first = SmallFleet.first(DocumentKind.EMERGENCY_POLICY, emergency);
        var level = Level.of(PolicyFile.parse(emergency).orThrow());
        return new SmallFleet.Lie() {
            @Override
            public List<Document> documents() {
                return List.of(first);
            }

            @Override
            public List<AuditEvent> told(String node, List<AuditEvent> events) {
                var all = new ArrayList<>(events);
                all.add(3, new AuditEvent.VersionActivated(DocumentKind.EMERGENCY_POLICY.code(), 1, first.hash()));
                return all;
            }

            @Override
            public Standing holds(String node, int request, Standing standing) {
                if (isHonest || request != 2) return standing;
                var held = standing.documents();
                return standing.with(
                        new Documents(held.people(), List.of(level), held.book(), held.roster(), held.factKeys()));
            }
        };
    }

    /// It is in force with the genesis, and in the place of no other until people break the glass.
    @Test
    void emergencyPolicyWithoutBrokenGlass_isNotInForce() throws IOException {
        assertWrong(ran(underGlass(false)), "it rests on another policy than what was in force");
    }

    @Test
    void emergencyPolicyOfAGenesis_breaksNothing() throws IOException {
        assertHolds(ran(underGlass(true)));
    }
}

package tallystick.node.unit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tallystick.core.attestation.CeremonyFacts;
import tallystick.core.attestation.NodeAttestation;
import tallystick.core.attestation.Participant;
import tallystick.core.audit.AuditEntry;
import tallystick.core.audit.AuditEvent;
import tallystick.core.tlog.TiledLog;
import tallystick.core.wire.CeremonyNews;
import tallystick.core.wire.CeremonyTask;
import tallystick.core.wire.KeyCard;
import tallystick.crypto.codec.Parsed;
import tallystick.crypto.hash.Digest32;
import tallystick.mpc.ceremony.Certificate;
import tallystick.mpc.key.Scheme;
import tallystick.node.kit.Patience;
import tallystick.node.kit.TrialFleet;
import tallystick.node.ledger.StoreUnavailable;

@DisplayName("What nodes attest of ceremonies, docs/spec/attestation.md §5")
class AttestationsTest {
    private static final List<String> THREE = List.of("alpha", "bravo", "charlie");
    private static final List<String> FOUR = List.of("alpha", "bravo", "charlie", "delta");

    @TempDir
    Path directory;

    private TrialFleet fleet;

    @BeforeEach
    void start() throws IOException, StoreUnavailable {
        fleet = new TrialFleet(directory, FOUR);
    }

    @AfterEach
    void close() {
        fleet.close();
    }

    private KeyCard key() {
        return fleet.generate(Scheme.FROST_ED25519.code(), "2 of (alpha, bravo, charlie)", THREE);
    }

    private NodeAttestation shown(String node, Digest32 key, int epoch) throws IOException {
        return fleet.node(node)
                .epochs()
                .attestations()
                .of(key, epoch)
                .orElseThrow(() -> new AssertionError("%s attests no epoch %d".formatted(node, epoch)));
    }

    private CeremonyFacts assertAttested(KeyCard key, List<String> names) throws IOException {
        var facts = shown(names.getFirst(), key.id(), key.epoch()).facts();
        for (var name : names) {
            var shown = shown(name, key.id(), key.epoch());
            assertEquals(facts, shown.facts());
            assertEquals(name, shown.own().testimony().name());
            assertTrue(shown.own().verifies(facts));
            assertTrue(Certificate.parse(shown.certificate()) instanceof Parsed.Ok<Certificate>(var certificate)
                    && certificate.transcript().equals(facts.transcript()));
        }
        assertEquals(names, facts.participants().stream().map(Participant::name).toList());
        assertEquals(key.point(), facts.key().point());
        assertEquals(key.tree(), facts.key().tree());
        return facts;
    }

    private List<AuditEvent.CeremonyAttested> logged(String node) throws TiledLog.Damaged {
        var found = new ArrayList<AuditEvent.CeremonyAttested>();
        var tiles = Patience.published(fleet.node(node).log());
        for (var bundle = 0L; bundle < tiles.bundles(); bundle++)
            for (var entry : tiles.entries(bundle))
                if (AuditEntry.parse(entry).orThrow().event() instanceof AuditEvent.CeremonyAttested said)
                    found.add(said);
        return found;
    }

    private Path file(String node, Digest32 key, int epoch) {
        return fleet.disk(node).resolve("attestations").resolve("%s-%d.attestation".formatted(key, epoch));
    }

    @Test
    void everyKindOfCeremony_isAttestedByAllWhoTookPart() throws IOException {
        var key = key();
        assertEquals(CeremonyFacts.Kind.GENERATE, assertAttested(key, THREE).kind());

        var refresh = new CeremonyTask.Refresh(fleet.shown("alpha", key.id()));
        var refreshed = TrialFleet.agreed(fleet.hold(fleet.order(refresh, 1), THREE));
        assertEquals(
                CeremonyFacts.Kind.REFRESH, assertAttested(refreshed, THREE).kind());

        var repair = new CeremonyTask.Repair(fleet.shown("alpha", key.id()), "bravo", List.of("alpha", "charlie"));
        var repaired = TrialFleet.agreed(fleet.hold(fleet.order(repair, 1), THREE));
        assertEquals(CeremonyFacts.Kind.REPAIR, assertAttested(repaired, THREE).kind());

        var reshare = new CeremonyTask.Reshare(
                fleet.shown("alpha", key.id()), "2 of (alpha, bravo, delta)", List.of("alpha", "charlie"));
        var order = fleet.order(reshare, 1);
        var reshared = TrialFleet.agreed(fleet.hold(order, FOUR));
        // Who leaves comes last, and signs too.
        var facts = assertAttested(reshared, List.of("alpha", "bravo", "delta", "charlie"));
        assertEquals(CeremonyFacts.Kind.RESHARE, facts.kind());
        assertEquals(4, facts.key().epoch());
        assertEquals(order.id(), facts.ordered().order());
        assertEquals(fleet.roster().statement(), facts.ordered().roster());
        // The earlier ones are still there.
        for (var epoch = 1; epoch <= 3; epoch++)
            assertEquals(epoch, shown("alpha", key.id(), epoch).facts().key().epoch());
    }

    @Test
    void reportedCeremony_isInTheLogAndOnDiskBefore() throws IOException, TiledLog.Damaged {
        var before = new TreeMap<String, Boolean>();
        var order =
                fleet.order(new CeremonyTask.Generate(Scheme.FROST_ED25519.code(), "2 of (alpha, bravo, charlie)"), 1);
        var last = fleet.hold(order, THREE, (name, news) -> {
            if (news instanceof CeremonyNews.Generated(var card))
                synchronized (before) {
                    before.put(name, Files.exists(file(name, card.id(), 1)));
                }
        });
        var key = TrialFleet.agreed(last);
        assertThat(before.values()).containsExactly(true, true, true);
        for (var name : THREE) {
            var shown = shown(name, key.id(), 1);
            assertThat(logged(name))
                    .containsExactly(new AuditEvent.CeremonyAttested(
                            key.id(),
                            1,
                            shown.own().testimony().statement(shown.facts()),
                            shown.own().signature().bytes()));
            try (var files = Files.list(fleet.disk(name).resolve("attestations"))) {
                assertEquals(List.of(file(name, key.id(), 1)), files.toList());
            }
        }
    }

    @Test
    void restartedNode_attestsTheSameAndNothingTwice() throws IOException, StoreUnavailable, TiledLog.Damaged {
        var key = key();
        var before = shown("bravo", key.id(), 1);
        fleet.stop("bravo");
        fleet.start("bravo");
        assertEquals(before, shown("bravo", key.id(), 1));
        assertEquals(1, logged("bravo").size());
    }

    /// As `kill -9` leaves them: the draft is there until the signature is on disk and in the log.
    @Test
    void nodeThatDiedBeforeItSigned_signsWhenItStarts() throws IOException, StoreUnavailable, TiledLog.Damaged {
        var key = key();
        var before = shown("bravo", key.id(), 1);
        fleet.stop("bravo");
        Files.delete(file("bravo", key.id(), 1));
        putDraftBack(before);
        fleet.start("bravo");
        var again = shown("bravo", key.id(), 1);
        assertEquals(before.facts(), again.facts());
        assertEquals(before.own().testimony().began(), again.own().testimony().began());
        assertThat(again.own().testimony().activated())
                .isAfter(before.own().testimony().activated());
        assertTrue(again.own().verifies(again.facts()));
        assertEquals(2, logged("bravo").size());
    }

    @Test
    void nodeThatDiedBeforeTheEntry_writesDownTheVeryWordsItSigned()
            throws IOException, StoreUnavailable, TiledLog.Damaged {
        var key = key();
        var before = shown("bravo", key.id(), 1);
        fleet.stop("bravo");
        putDraftBack(before);
        fleet.start("bravo");
        assertEquals(before, shown("bravo", key.id(), 1));
        var logged = logged("bravo");
        assertEquals(2, logged.size());
        assertEquals(logged.getFirst(), logged.getLast());
    }

    private void putDraftBack(NodeAttestation signed) throws IOException {
        var draft = new tallystick.core.attestation.AttestationDraft(
                signed.facts(), signed.own().testimony().began());
        var facts = signed.facts();
        Files.write(
                fleet.disk("bravo")
                        .resolve("attestations")
                        .resolve("%s-%d-%s.draft"
                                .formatted(
                                        facts.key().id(),
                                        facts.key().epoch(),
                                        facts.session().toString().substring(0, 16))),
                draft.encode().toArray());
    }

    @Test
    void nodeThatCannotSignItsAttestation_saysSoInsteadOfDone_andSignsLater() throws IOException, StoreUnavailable {
        var key = key();
        // Where the file must go stands a directory that is not empty.
        var inTheWay = Files.createFile(
                Files.createDirectory(file("bravo", key.id(), 2)).resolve("x"));
        var task = new CeremonyTask.Refresh(fleet.shown("alpha", key.id()));
        var last = fleet.hold(fleet.order(task, 1), THREE);
        assertThat(last.get("alpha")).isInstanceOf(CeremonyNews.Generated.class);
        assertThat(last.get("bravo")).isInstanceOf(CeremonyNews.Failed.class);
        assertEquals(
                2, fleet.node("bravo").keys().held(key.id()).orElseThrow().key().epoch());
        Files.delete(inTheWay);
        Files.delete(inTheWay.getParent());
        fleet.stop("bravo");
        fleet.start("bravo");
        assertTrue(shown("bravo", key.id(), 2)
                .own()
                .verifies(shown("alpha", key.id(), 2).facts()));
    }

    @Test
    void nodeThatCannotKeepADraft_promisesNothing() throws IOException {
        var blocked = fleet.disk("bravo").resolve("attestations");
        var order =
                fleet.order(new CeremonyTask.Generate(Scheme.FROST_ED25519.code(), "2 of (alpha, bravo, charlie)"), 1);
        var last = fleet.holdInVain(order, THREE, (name, news) -> {
            if (name.equals("bravo") && news instanceof CeremonyNews.Stage(var stage, var _, var _) && stage == 1)
                replaceByFile(blocked);
        });
        assertThat(last.get("bravo")).isInstanceOf(CeremonyNews.Failed.class);
    }

    private static void replaceByFile(Path directory) {
        try {
            Files.delete(directory);
            Files.createFile(directory);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @Test
    void epochThatNobodyMade_isNotAttested() throws IOException {
        var key = key();
        assertTrue(fleet.node("alpha").epochs().attestations().of(key.id(), 2).isEmpty());
        assertTrue(fleet.node("delta").epochs().attestations().of(key.id(), 1).isEmpty());
    }
}

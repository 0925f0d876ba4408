package tallystick.node.epochs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tallystick.core.chain.SigningInput.Algorithm;
import tallystick.core.wire.CeremonyTask;
import tallystick.core.wire.KeyCard;
import tallystick.core.wire.KeyRecord;
import tallystick.core.wire.PeerFrame;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.codec.Parsed;
import tallystick.crypto.hash.Digest32;
import tallystick.crypto.hash.Transcript;
import tallystick.mpc.ceremony.Certificate;
import tallystick.mpc.ceremony.EpochCandidate;
import tallystick.mpc.ceremony.EpochChange;
import tallystick.mpc.ceremony.EpochStatement;
import tallystick.mpc.key.Scheme;
import tallystick.mpc.session.PartyId;
import tallystick.node.kit.Patience;
import tallystick.node.kit.TrialFleet;
import tallystick.node.ledger.StoreUnavailable;

/// Charlie takes part in everything and withholds its PREPARED, so that it alone has the certificate of an attempt; all
/// others signed that one, too. Later it shows it as the record of an epoch.
@DisplayName("One corrupt node shows a certificate it withheld, docs/spec/ceremony.md CE-32")
class WithheldCertificateTest {
    private static final List<String> FOUR = List.of("alpha", "bravo", "charlie", "delta");
    private static final List<String> THREE = List.of("alpha", "bravo", "charlie");
    private static final List<String> HONEST = List.of("alpha", "bravo");
    private static final Bytes MESSAGE = Bytes.copyOf(new byte[32]);
    private static final byte CERTIFICATE = 2;
    private static final byte ASK = 3;
    private static final byte RECORD = 4;

    @TempDir
    Path directory;

    private final Queue<EpochStatement> said = new ConcurrentLinkedQueue<>();
    private final Queue<String> passedOnBy = new ConcurrentLinkedQueue<>();
    private TrialFleet fleet;
    private KeyCard card;
    private KeyRecord first;
    private Digest32 channel;

    @BeforeEach
    void start() throws IOException, StoreUnavailable {
        fleet = new TrialFleet(directory, FOUR);
        card = fleet.generate(Scheme.FROST_ED25519.code(), "2 of (alpha, bravo, charlie)", THREE);
        first = fleet.shown("alpha", card.id());
        channel =
                Transcript.of("tallystick/node/v1/epochs").add("key", card.id()).digest();
    }

    @AfterEach
    void close() {
        fleet.close();
    }

    /// What is said to charlie it hears; of its own program's words its PREPARED and what follows from it reach nobody.
    private void withhold() {
        withhold((_, _, _) -> false);
    }

    private interface Lost {
        boolean is(String from, String to, Bytes body);
    }

    private void withhold(Lost lost) {
        fleet.network().via((from, to, frame, deliver) -> {
            if (frame.channel().equals(channel)) {
                if (lost.is(from, to, frame.body())) return;
                var prepared = false;
                if (frame.body().at(0) == 1
                        && EpochStatement.parse(
                                        frame.body().slice(1, frame.body().length()))
                                instanceof Parsed.Ok<EpochStatement>(var statement)) {
                    said.add(statement);
                    prepared = statement.kind() == EpochStatement.Kind.PREPARED;
                }
                var shows = frame.body().at(0) == CERTIFICATE || frame.body().at(0) == RECORD;
                if ((from.equals("charlie") || to.equals("charlie")) && (prepared || shows)) return;
            }
            deliver.run();
        });
    }

    /// Charlie's honest program is silent from now on; the cheat speaks in its name. No word reaches that program
    /// either: with those of the others it would have a certificate of its own and show it, honestly.
    private void silenceItsProgram() {
        fleet.network().via((from, to, frame, deliver) -> {
            var isEpochs = frame.channel().equals(channel);
            if (isEpochs && to.equals("charlie") && frame.body().at(0) == 1) return;
            if (isEpochs && to.equals("charlie") && frame.body().at(0) == CERTIFICATE) passedOnBy.add(from);
            if (!from.equals("charlie") || !isEpochs || frame.body().at(0) == RECORD) deliver.run();
        });
    }

    private KeyRecord withheld(EpochCandidate candidate, List<String> names) {
        var prepared = new TreeMap<PartyId, Bytes>();
        for (var statement : said)
            if (statement.kind() == EpochStatement.Kind.PREPARED
                    && statement.about().equals(candidate.about()))
                prepared.put(statement.party(), statement.signature());
        assertThat(prepared).hasSize(candidate.about().parties());
        var certificate =
                new Certificate(candidate.about(), candidate.key(), candidate.transcript(), prepared, new TreeMap<>());
        return new KeyRecord(certificate.encode(), names, 1);
    }

    private void show(String victim, KeyRecord record) {
        fleet.network()
                .send(
                        "charlie",
                        victim,
                        new PeerFrame(channel, false, Bytes.concat(Bytes.copyOf(RECORD), record.encode())));
    }

    private EpochRecord record(String node) throws IOException {
        try (var files = Files.walk(fleet.disk(node))) {
            var file = files.filter(each -> each.endsWith("epochs")).findFirst().orElseThrow();
            return EpochRecord.parse(Bytes.copyOf(Files.readAllBytes(file)), card.id())
                    .orThrow();
        }
    }

    private KeyRecord withheldByCharlie() throws IOException {
        var record = record("charlie");
        var one = ((EpochChange.Prepared) record.change()).candidate();
        return withheld(one, record.names(one.about().session()).orElseThrow());
    }

    private void assertSigns(String... signers) {
        fleet.signAtLast(card.id(), Algorithm.ED25519, MESSAGE, List.of(signers));
    }

    @Test
    void certificateOfAnAttemptThatAllDenied_takesNoShareFromWhoPreparedAnother() throws Exception {
        withhold();
        var task = new CeremonyTask.Refresh(first);
        fleet.holdInVain(fleet.order(task, 1), THREE);
        var one = ((EpochChange.Prepared) record("charlie").change()).candidate();
        var names = record("charlie").names(one.about().session()).orElseThrow();
        fleet.holdInVain(fleet.order(task, 2), THREE);
        for (var node : HONEST)
            assertThat(record(node).change())
                    .as("%s has prepared attempt 2", node)
                    .isInstanceOfSatisfying(
                            EpochChange.Prepared.class,
                            each -> assertThat(each.candidate().about().attempt())
                                    .isEqualTo(2));
        assertSigns("alpha", "bravo");

        var shown = withheld(one, names);
        silenceItsProgram();
        for (var victim : HONEST) show(victim, shown);
        Patience.until("both have judged it, and pass it on", () -> passedOnBy.containsAll(HONEST));
        assertSigns("alpha", "bravo");
        fleet.stop("alpha");
        fleet.start("alpha");
        assertSigns("alpha", "bravo");
        for (var node : HONEST) assertThat(record(node).change().activeEpoch()).isEqualTo(1);
    }

    /// Whoever is shown it passes it on to those who made it, so that they can use it; its own share it keeps.
    @Test
    void certificateShownToTheOneLeftOutAlone_reachesThoseWhoMadeIt() throws Exception {
        withhold();
        var task = new CeremonyTask.Reshare(first, "2 of (alpha, charlie, delta)", List.of("alpha", "charlie"));
        fleet.holdInVain(fleet.order(task, 1), List.of("alpha", "charlie", "delta"));
        assertSigns("alpha", "bravo");

        var shown = withheldByCharlie();
        silenceItsProgram();
        show("bravo", shown);
        Patience.until("alpha and delta use it", () -> inEpoch("alpha", 2) && inEpoch("delta", 2));
        assertSigns("alpha", "delta");
        assertThat(inEpoch("bravo", 1))
                .as("bravo keeps its share while charlie does not say that it uses its own")
                .isTrue();
    }

    private List<String> shares(String node) {
        try (var files =
                Files.list(fleet.disk(node).resolve("keys").resolve(card.id().toString()))) {
            return files.map(each -> String.valueOf(each.getFileName()))
                    .filter(each -> !each.equals("epochs"))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private boolean inEpoch(String node, int epoch) {
        return fleet.node(node)
                .keys()
                .held(card.id())
                .filter(each -> each.key().epoch() == epoch)
                .isPresent();
    }

    /// Charlie has denied attempt 1 like everybody, and shows its certificate to bravo when alpha has prepared
    /// attempt 2: alpha must refuse it by then (CE-24), and what it has is asked for by nobody any more.
    private KeyRecord split() throws Exception {
        withhold();
        var task = new CeremonyTask.Refresh(first);
        fleet.holdInVain(fleet.order(task, 1), THREE);
        var shown = withheldByCharlie();
        // Neither hears from the other that it has no certificate, so that neither goes on.
        withhold((from, to, body) ->
                Set.of(from, to).equals(Set.of("bravo", "charlie")) && (body.at(0) == ASK || isDenial(body)));
        fleet.holdInVain(fleet.order(task, 2), THREE);
        assertThat(record("alpha").change()).isInstanceOf(EpochChange.Prepared.class);
        assertThat(record("bravo").change()).isInstanceOf(EpochChange.Pending.class);
        fleet.network().via((from, to, frame, deliver) -> deliver.run());
        show("bravo", shown);
        Patience.until("bravo and charlie use it", () -> inEpoch("bravo", 2) && inEpoch("charlie", 2));
        assertSigns("bravo", "charlie");
        assertThat(record("alpha").change().activeEpoch()).isEqualTo(1);
        return fleet.shown("bravo", card.id());
    }

    private static boolean isDenial(Bytes body) {
        return body.at(0) == 1
                && EpochStatement.parse(body.slice(1, body.length()))
                        instanceof Parsed.Ok<EpochStatement>(var statement)
                && statement.kind() == EpochStatement.Kind.NO_CERTIFICATE;
    }

    private void assertAllSignInEpochThree() {
        for (var node : THREE) Patience.until(node + " uses epoch 3", () -> inEpoch(node, 3));
        assertSigns("alpha", "bravo");
        assertSigns("alpha", "charlie");
    }

    @Test
    void nodesInTwoEpochs_comeTogether_whereThoseInTheLaterReshareToTheSameTree() throws Exception {
        var later = split();
        var task = new CeremonyTask.Reshare(later, "2 of (alpha, bravo, charlie)", List.of("bravo", "charlie"));
        TrialFleet.agreed(fleet.hold(fleet.order(task, later.attempt() + 1), THREE));
        assertAllSignInEpochThree();
    }

    @Test
    void oneNodeInTheEarlierEpoch_comesAfter_whereTheOthersRepairIt() throws Exception {
        var later = split();
        var task = new CeremonyTask.Repair(later, "alpha", List.of("bravo", "charlie"));
        TrialFleet.agreed(fleet.hold(fleet.order(task, later.attempt() + 1), THREE));
        assertAllSignInEpochThree();
    }

    /// Nobody withholds anything: the one left out hears that all is settled, and gives up what is worth nothing.
    @Test
    void oneLeftOut_whoHearsThatEverybodyUsesTheLaterEpoch_givesItsShareUp() throws Exception {
        var task = new CeremonyTask.Reshare(first, "2 of (alpha, charlie, delta)", List.of("alpha", "charlie"));
        TrialFleet.agreed(fleet.hold(fleet.order(task, 1), List.of("alpha", "charlie", "delta")));
        fleet.stop("bravo");
        fleet.start("bravo");
        Patience.until(
                "bravo has given its share up",
                () -> fleet.node("bravo").keys().held(card.id()).isEmpty());
        Patience.until(
                "nothing of it is left on its disk", () -> shares("bravo").isEmpty());
        assertSigns("alpha", "delta");
    }
}

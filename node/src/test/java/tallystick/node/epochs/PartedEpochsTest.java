package tallystick.node.epochs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
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
import tallystick.mpc.ceremony.EpochStatement.Kind;
import tallystick.mpc.key.Scheme;
import tallystick.mpc.session.PartyId;
import tallystick.node.kit.Patience;
import tallystick.node.kit.TrialFleet;
import tallystick.node.ledger.StoreUnavailable;

/// Charlie withholds its PREPARED of one attempt, denies that to alpha alone, so that alpha prepares the next, and
/// shows bravo the certificate of the first. Then it is silent for ever.
@DisplayName("One corrupt node leaves the others in two epochs, docs/spec/ceremony.md CE-34")
class PartedEpochsTest {
    private static final List<String> THREE = List.of("alpha", "bravo", "charlie");
    private static final List<String> HONEST = List.of("alpha", "bravo");
    private static final Bytes MESSAGE = Bytes.copyOf(new byte[32]);

    @TempDir
    Path directory;

    private final Queue<EpochStatement> said = new ConcurrentLinkedQueue<>();
    private TrialFleet fleet;

    @BeforeEach
    void start() throws IOException, StoreUnavailable {
        fleet = new TrialFleet(directory, THREE);
    }

    @AfterEach
    void close() {
        fleet.close();
    }

    private static Digest32 channel(KeyCard card) {
        return Transcript.of("tallystick/node/v1/epochs").add("key", card.id()).digest();
    }

    private static Optional<EpochStatement> statement(PeerFrame frame) {
        return frame.body().at(0) == EpochVoice.STATEMENT
                        && EpochStatement.parse(
                                        frame.body().slice(1, frame.body().length()))
                                instanceof Parsed.Ok<EpochStatement>(var statement)
                ? Optional.of(statement)
                : Optional.empty();
    }

    /// Charlie hears everybody, and of what its program says the others hear no PREPARED, bravo no denial either.
    private void cheat(Digest32 channel) {
        fleet.network().via((from, to, frame, deliver) -> {
            if (frame.channel().equals(channel)) {
                var spoken = statement(frame);
                spoken.ifPresent(said::add);
                var kind = spoken.map(EpochStatement::kind);
                var isPrepared = kind.equals(Optional.of(Kind.PREPARED));
                if ((from.equals("charlie") || to.equals("charlie")) && isPrepared) return;
                var denies = kind.equals(Optional.of(Kind.NO_CERTIFICATE))
                        || frame.body().at(0) == EpochVoice.ASK;
                if (from.equals("charlie") && to.equals("bravo") && denies) return;
            }
            deliver.run();
        });
    }

    private EpochRecord record(String node, Digest32 key) throws IOException {
        var file = fleet.disk(node).resolve("keys").resolve(key.toString()).resolve("epochs");
        return EpochRecord.parse(Bytes.copyOf(Files.readAllBytes(file)), key).orThrow();
    }

    private KeyRecord withheld(EpochCandidate candidate, List<String> names) {
        var prepared = new TreeMap<PartyId, Bytes>();
        for (var statement : said)
            if (statement.kind() == Kind.PREPARED && statement.about().equals(candidate.about()))
                prepared.put(statement.party(), statement.signature());
        assertThat(prepared).hasSize(THREE.size());
        var certificate =
                new Certificate(candidate.about(), candidate.key(), candidate.transcript(), prepared, new TreeMap<>());
        return new KeyRecord(certificate.encode(), names, 1);
    }

    private int epoch(String node, Digest32 key) {
        return fleet.node(node).epochs().activeEpoch(key).orElseThrow();
    }

    @ParameterizedTest
    @EnumSource(
            value = Scheme.class,
            names = {"FROST_ED25519", "ECDSA_SECP256K1"})
    void theOthers_signWithTheSharesOfBefore_alsoAfterARestart(Scheme scheme) throws Exception {
        var algorithm = scheme == Scheme.FROST_ED25519 ? Algorithm.ED25519 : Algorithm.ECDSA_SECP256K1;
        var card = fleet.generate(scheme.code(), "2 of (alpha, bravo, charlie)", THREE);
        var task = new CeremonyTask.Refresh(fleet.shown("alpha", card.id()));
        var channel = channel(card);
        cheat(channel);
        fleet.holdInVain(fleet.order(task, 1), THREE);
        var record = record("charlie", card.id());
        var one = ((EpochChange.Prepared) record.change()).candidate();
        var certificate = withheld(one, record.names(one.about().session()).orElseThrow());
        fleet.holdInVain(fleet.order(task, 2), THREE);
        assertThat(record("alpha", card.id()).change()).isInstanceOf(EpochChange.Prepared.class);
        assertThat(record("bravo", card.id()).change()).isInstanceOf(EpochChange.Pending.class);

        fleet.network().via((from, to, frame, deliver) -> {
            var shows = to.equals("bravo") && frame.body().at(0) == EpochVoice.RECORD;
            if (!from.equals("charlie") || frame.channel().equals(channel) && shows) deliver.run();
        });
        var shown = Bytes.concat(Bytes.copyOf(EpochVoice.RECORD), certificate.encode());
        fleet.network().send("charlie", "bravo", new PeerFrame(channel, false, shown));
        Patience.until("bravo uses the first attempt", () -> epoch("bravo", card.id()) == 2);
        assertThat(epoch("alpha", card.id())).isEqualTo(1);
        fleet.signAtLast(card.id(), algorithm, MESSAGE, HONEST);
        for (var node : HONEST) {
            fleet.stop(node);
            fleet.start(node);
        }
        assertThat(epoch("bravo", card.id())).isEqualTo(2);
        assertThat(epoch("alpha", card.id())).isEqualTo(1);
        fleet.signAtLast(card.id(), algorithm, MESSAGE, HONEST);
    }
}

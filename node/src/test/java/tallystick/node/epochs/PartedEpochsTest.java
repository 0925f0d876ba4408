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
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tallystick.core.chain.SigningInput.Algorithm;
import tallystick.core.wire.CeremonyTask;
import tallystick.core.wire.KeyRecord;
import tallystick.core.wire.PeerFrame;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.codec.Parsed;
import tallystick.crypto.hash.Digest32;
import tallystick.mpc.ceremony.Certificate;
import tallystick.mpc.ceremony.EpochCandidate;
import tallystick.mpc.ceremony.EpochChange;
import tallystick.mpc.ceremony.EpochStatement;
import tallystick.mpc.ceremony.EpochStatement.Kind;
import tallystick.mpc.key.Scheme;
import tallystick.mpc.session.PartyId;
import tallystick.node.kit.LogBench;
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
    /// What charlie withholds besides.
    private Optional<Kind> withheld = Optional.empty();

    @BeforeEach
    void start() throws IOException, StoreUnavailable {
        fleet = new TrialFleet(directory, THREE);
    }

    @AfterEach
    void close() {
        fleet.close();
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
                if (from.equals("charlie") && withheld.isPresent() && kind.equals(withheld)) return;
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

    /// Afterwards charlie is silent for ever, bravo uses the next epoch and alpha does not.
    private void part(Digest32 key, int base) throws IOException {
        var task = new CeremonyTask.Refresh(fleet.shown("alpha", key));
        var channel = new EpochTalk(fleet, key).channel();
        cheat(channel);
        fleet.holdInVain(fleet.order(task, 1), THREE);
        var record = record("charlie", key);
        var one = ((EpochChange.Prepared) record.change()).candidate();
        var certificate = withheld(one, record.names(one.about().session()).orElseThrow());
        fleet.holdInVain(fleet.order(task, 2), THREE);
        assertThat(record("alpha", key).change()).isInstanceOf(EpochChange.Prepared.class);
        assertThat(record("bravo", key).change()).isInstanceOf(EpochChange.Pending.class);

        fleet.network().via((from, to, frame, deliver) -> {
            var shows = to.equals("bravo") && frame.body().at(0) == EpochVoice.RECORD;
            if (!from.equals("charlie") || frame.channel().equals(channel) && shows) deliver.run();
        });
        var shown = Bytes.concat(Bytes.copyOf(EpochVoice.RECORD), certificate.encode());
        fleet.network().send("charlie", "bravo", new PeerFrame(channel, false, shown));
        Patience.until("bravo uses the first attempt", () -> epoch("bravo", key) == base + 1);
        assertThat(epoch("alpha", key)).isEqualTo(base);
    }

    /// Before and after a restart of both.
    private void honestSign(Digest32 key, Algorithm algorithm) throws IOException, StoreUnavailable {
        fleet.signAtLast(key, algorithm, MESSAGE, HONEST);
        for (var node : HONEST) {
            fleet.stop(node);
            fleet.start(node);
        }
        fleet.signAtLast(key, algorithm, MESSAGE, HONEST);
    }

    @ParameterizedTest
    @EnumSource(
            value = Scheme.class,
            names = {"FROST_ED25519", "ECDSA_SECP256K1"})
    void theOthers_signWithTheSharesOfBefore_alsoAfterARestart(Scheme scheme) throws Exception {
        var algorithm = scheme == Scheme.FROST_ED25519 ? Algorithm.ED25519 : Algorithm.ECDSA_SECP256K1;
        var key = fleet.generate(scheme.code(), "2 of (alpha, bravo, charlie)", THREE)
                .id();
        part(key, 1);
        honestSign(key, algorithm);
        assertThat(epoch("alpha", key)).isEqualTo(1);
        for (var node : HONEST)
            assertThat(new EpochTalk(fleet, key).receipts(node)).isNotEmpty().containsOnly(1);
    }

    /// Charlie has not said of the epoch before either that it uses it: bravo has shares of three epochs.
    @Test
    @Tag("slow")
    void wordWithheldOfTheEpochBefore_too_leavesTheOthersTheEpochTheyShare() throws Exception {
        var key = fleet.generate(Scheme.FROST_ED25519.code(), "2 of (alpha, bravo, charlie)", THREE)
                .id();
        withheld = Optional.of(Kind.ACTIVATED);
        new EpochTalk(fleet, key).withhold("charlie", Kind.ACTIVATED);
        fleet.holdInVain(fleet.order(new CeremonyTask.Refresh(fleet.shown("alpha", key)), 1), THREE);
        Patience.until("all in 2", () -> THREE.stream().allMatch(node -> epoch(node, key) == 2));
        part(key, 2);
        assertThat(record("bravo", key).before()).hasSize(2);
        honestSign(key, Algorithm.ED25519);
        var signed = fleet.node("bravo").keys().held(key, HONEST).orElseThrow().key();
        assertThat(signed.epoch()).isEqualTo(2);
        assertThat(fleet.node("alpha").keys().held(key, HONEST).orElseThrow().key())
                .isEqualTo(signed);
    }

    /// The operator then has those in the later epoch reshare, and charlie deals well and withholds its PREPARED again.
    @Test
    void reshareFromTheLaterEpoch_takesNoShareOfBefore() throws Exception {
        var tree = "2 of (alpha, bravo, charlie)";
        var id = fleet.generate(Scheme.FROST_ED25519.code(), tree, THREE).id();
        var talk = new EpochTalk(fleet, id);
        cheat(talk.channel());
        var task = new CeremonyTask.Refresh(fleet.shown("alpha", id));
        fleet.holdInVain(fleet.order(task, 1), THREE);
        var record = record("charlie", id);
        var one = ((EpochChange.Prepared) record.change()).candidate();
        var shown = talk.certified(one, record, said);
        var kept = directory.resolve("kept");
        fleet.stop("charlie");
        LogBench.copy(fleet.disk("charlie").resolve("keys"), kept);
        fleet.start("charlie");
        fleet.holdInVain(fleet.order(task, 2), THREE);
        fleet.stop("charlie");
        LogBench.delete(fleet.disk("charlie").resolve("keys"));
        LogBench.copy(kept, fleet.disk("charlie").resolve("keys"));
        talk.withhold("charlie", Kind.PREPARED);
        fleet.start("charlie");
        var frame = Bytes.concat(Bytes.copyOf(EpochVoice.RECORD), shown.encode());
        fleet.network().send("charlie", "bravo", new PeerFrame(talk.channel(), false, frame));
        Patience.until("two use the first attempt", () -> epoch("bravo", id) == 2 && epoch("charlie", id) == 2);
        assertThat(epoch("alpha", id)).isEqualTo(1);

        var reshare = new CeremonyTask.Reshare(fleet.shown("bravo", id), tree, List.of("bravo", "charlie"));
        fleet.holdInVain(fleet.order(reshare, 1), THREE);
        assertThat(record("alpha", id).change()).isInstanceOf(EpochChange.Prepared.class);
        assertThat(epoch("alpha", id)).isEqualTo(2);
        fleet.network().cut("charlie");
        fleet.signAtLast(id, Algorithm.ED25519, MESSAGE, HONEST);
        for (var node : HONEST) {
            fleet.stop(node);
            fleet.start(node);
        }
        fleet.network().cut("charlie");
        fleet.signAtLast(id, Algorithm.ED25519, MESSAGE, HONEST);
    }
}

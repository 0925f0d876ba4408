package tallystick.core.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import com.code_intelligence.jazzer.mutation.annotation.NotNull;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;
import tallystick.core.audit.AuditEntry;
import tallystick.core.audit.AuditEvent;
import tallystick.core.audit.Clearance;
import tallystick.core.audit.Receipt;
import tallystick.core.chain.SigningInput.Algorithm;
import tallystick.core.intent.IntentId;
import tallystick.core.tlog.AddCheckpoint;
import tallystick.core.tlog.ConsistencyProof;
import tallystick.core.tlog.EntryBundle;
import tallystick.core.tlog.HashedTile;
import tallystick.core.tlog.InclusionProof;
import tallystick.core.tlog.LogProof;
import tallystick.core.tlog.NoteKey;
import tallystick.core.tlog.NoteSignature;
import tallystick.core.tlog.SignedCheckpoint;
import tallystick.core.tlog.SignedNote;
import tallystick.core.tlog.Tile;
import tallystick.core.tlog.TilePath;
import tallystick.core.tlog.TreeHead;
import tallystick.core.veil.Opening;
import tallystick.core.wire.LogPage;
import tallystick.core.wire.LogQuery;
import tallystick.core.wire.WitnessMessage;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.derive.DerivationPath;
import tallystick.crypto.hash.Digest32;
import tallystick.crypto.hash.StandardHash;
import tallystick.crypto.kit.Canonical;
import tallystick.crypto.kit.Secrets;
import tallystick.crypto.seal.IdentityKey;
import tallystick.crypto.secret.SecretMemory;

/// Whatever the bytes, the readers answer; and what they accept is the one form of what it means.
class TlogFuzzTest {
    private static final SecretMemory HOME = SecretMemory.open();
    private static final IdentityKey KEY = IdentityKey.generate(Secrets.entropy(1), HOME);
    private static final String NAME = IdentityKey.LOG_NAME_PREFIX + "alpha";
    private static final Digest32 DIGEST = StandardHash.sha256(Bytes.ofUtf8("digest"));
    private static final TreeHead HEAD = new TreeHead(5, DIGEST);
    private static final SignedCheckpoint CHECKPOINT = SignedCheckpoint.of(NAME, HEAD, KEY);

    private static Stream<byte[]> texts() {
        var path = List.of(DIGEST, DIGEST);
        return Stream.of(
                        CHECKPOINT.encode(),
                        Bytes.ofUtf8(CHECKPOINT.note().signatures().getFirst().line()),
                        new AddCheckpoint(new ConsistencyProof(3, 5, path), CHECKPOINT).encode(),
                        new LogProof(Optional.empty(), new InclusionProof(1, 5, path), CHECKPOINT).encode(),
                        new LogProof(Optional.of(Bytes.ofUtf8("extra")), new InclusionProof(0, 5, path), CHECKPOINT)
                                .encode())
                .map(Bytes::toArray);
    }

    private static Stream<byte[]> keys() {
        return Stream.of(NoteKey.Kind.values())
                .map(kind -> new NoteKey(NAME, kind, KEY.verifyKey()).text())
                .map(text -> Bytes.ofUtf8(text).toArray());
    }

    private static Stream<byte[]> entries() {
        var intent = new IntentId(DIGEST);
        var parts = List.of(new Receipt.Part(DIGEST.bytes(), Bytes.copyOf(new byte[64]), 1));
        var events = List.of(
                new AuditEvent.NodeStarted("1.2.3", DIGEST, DIGEST),
                new AuditEvent.NodeVerdict(
                        intent,
                        DIGEST,
                        List.of(DIGEST),
                        AuditEvent.Ruling.REFUSE,
                        "expired",
                        DIGEST,
                        Optional.of(DIGEST)),
                new AuditEvent.Signed(new Receipt(
                        intent,
                        DIGEST,
                        3,
                        DerivationPath.of(0, 7),
                        Algorithm.ED25519,
                        KEY.verifyKey().bytes(),
                        Optional.empty(),
                        DIGEST,
                        List.of("alpha", "beta"),
                        DIGEST,
                        DIGEST,
                        parts)),
                new AuditEvent.RoundAborted(DIGEST, "bad_proof", List.of("alpha"), DIGEST),
                new AuditEvent.PeerQuarantined("beta", "lost entries", HEAD, HEAD));
        var clearance = new Clearance.Draft("beta", "op", "disk replaced", HEAD, CHECKPOINT).sign(KEY);
        return Stream.concat(
                events.stream()
                        .map(event -> new AuditEntry(Instant.ofEpochMilli(1_800_000_000_123L), event)
                                .encode()
                                .toArray()),
                Stream.of(clearance.encode().toArray()));
    }

    private static Stream<byte[]> messages() {
        var challenge = Bytes.copyOf(new byte[WitnessMessage.CHALLENGE_LENGTH_BYTES]);
        var asked = new AddCheckpoint(new ConsistencyProof(3, 5, List.of(DIGEST)), CHECKPOINT);
        return Stream.<WitnessMessage>of(
                        new WitnessMessage.Submit(challenge, asked),
                        new WitnessMessage.Cosigned(
                                CHECKPOINT.note().signatures().getFirst()),
                        new WitnessMessage.Conflict(challenge, Optional.of(CHECKPOINT)),
                        new WitnessMessage.Refused("another history", CHECKPOINT))
                .map(message -> message.encode().toArray());
    }

    private static Stream<byte[]> pages() {
        var proof =
                new LogProof(Optional.of(Bytes.ofUtf8("entry")), new InclusionProof(0, 5, List.of(DIGEST)), CHECKPOINT);
        var opening = Opening.of(Instant.EPOCH, new Digest32(Bytes.copyOf(new byte[32])), "u:ann");
        return Stream.of(
                        new LogQuery(4, 32).encode(),
                        new LogPage(List.of(proof, proof), List.of()).encode(),
                        new LogPage(List.of(proof), List.of(opening)).encode())
                .map(Bytes::toArray);
    }

    @MethodSource("pages")
    @FuzzTest
    void anyPageOfALog_isRefusedOrCanonical(byte @NotNull [] bytes) {
        Canonical.bytes(bytes, LogQuery::parse, LogQuery::encode);
        Canonical.bytes(bytes, LogPage::parse, LogPage::encode);
    }

    @MethodSource("texts")
    @FuzzTest
    void anyNote_isRefusedOrCanonical(byte @NotNull [] bytes) {
        Canonical.bytes(bytes, SignedNote::parse, SignedNote::encode);
        Canonical.bytes(bytes, NoteSignature::parse, line -> Bytes.ofUtf8(line.line()));
    }

    @MethodSource("keys")
    @FuzzTest
    void anyNoteKey_isRefusedOrCanonical(byte @NotNull [] bytes) {
        Canonical.text(new String(bytes, StandardCharsets.ISO_8859_1), NoteKey::parse, NoteKey::text);
    }

    @MethodSource("texts")
    @FuzzTest
    void anyCheckpoint_isRefusedOrCanonical(byte @NotNull [] bytes) {
        Canonical.bytes(bytes, SignedCheckpoint::parse, SignedCheckpoint::encode)
                .ifPresent(signed -> assertThat(signed.checkpoint().text())
                        .isEqualTo(signed.note().text()));
        Canonical.bytes(bytes, AddCheckpoint::parse, AddCheckpoint::encode);
    }

    @MethodSource("texts")
    @FuzzTest
    void anyProof_isRefusedOrCanonical(byte @NotNull [] bytes) {
        Canonical.bytes(bytes, LogProof::parse, LogProof::encode);
    }

    @FuzzTest
    void anyTile_isRefusedOrCanonical(byte @NotNull [] bytes) {
        if (bytes.length == 0) return;
        var encoded = Bytes.copyOf(bytes, 1, bytes.length - 1).toArray();
        var width = 1 + (bytes[0] & 0xff);
        Canonical.bytes(encoded, input -> Tile.parse(input, width), Tile::encode);
        Canonical.bytes(encoded, input -> HashedTile.parse(input, width), HashedTile::encode);
        Canonical.bytes(encoded, input -> EntryBundle.parse(input, width), EntryBundle::encode);
        Canonical.text(new String(bytes, StandardCharsets.ISO_8859_1), TilePath::parse, TilePath::text);
    }

    @MethodSource("entries")
    @FuzzTest
    void anyEntry_isRefusedOrCanonical(byte @NotNull [] bytes) {
        Canonical.bytes(bytes, AuditEntry::parse, AuditEntry::encode);
        Canonical.bytes(bytes, Clearance::parse, Clearance::encode);
    }

    @MethodSource("messages")
    @FuzzTest
    void anyWitnessMessage_isRefusedOrCanonical(byte @NotNull [] bytes) {
        Canonical.bytes(bytes, WitnessMessage::parse, WitnessMessage::encode);
    }
}

package tallystick.core.cheats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import tallystick.core.tlog.AddCheckpoint;
import tallystick.core.tlog.Checkpoint;
import tallystick.core.tlog.ConsistencyProof;
import tallystick.core.tlog.MerkleTree;
import tallystick.core.tlog.NoteKey;
import tallystick.core.tlog.NoteSignature;
import tallystick.core.tlog.SignedCheckpoint;
import tallystick.core.tlog.SignedNote;
import tallystick.core.tlog.TreeHead;
import tallystick.core.tlog.WitnessRule;
import tallystick.core.tlog.WitnessRule.Answer;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.codec.Parsed;
import tallystick.crypto.hash.Digest32;
import tallystick.crypto.seal.IdentityKey;
import tallystick.crypto.secret.SecretMemory;
import tallystick.crypto.secret.SeededEntropy;

@DisplayName("C2SP tlog-witness, add-checkpoint; signed-note, signatures")
class WitnessRuleTest {
    private static final String ORIGIN = "tallystick.node/a/0011223344556677";
    private static final String WITNESS = "tallystick.node/b/0011223344556677";

    private final SecretMemory home = SecretMemory.open();
    private final SeededEntropy entropy = new SeededEntropy(11);
    private final IdentityKey key = IdentityKey.generate(entropy, home);
    private final IdentityKey other = IdentityKey.generate(entropy, home);
    private final NoteKey log = new NoteKey(ORIGIN, NoteKey.Kind.SIGNATURE, key.verifyKey());

    @AfterEach
    void close() {
        key.close();
        other.close();
        home.close();
    }

    private static Digest32 hash(String past, long from, long to) {
        if (to - from == 1) return MerkleTree.leaf(Bytes.ofUtf8(past + from));
        var k = Long.highestOneBit(to - from - 1);
        return MerkleTree.node(hash(past, from, from + k), hash(past, from + k, to));
    }

    private static MerkleTree.Subtrees tree(String past) {
        return (level, index) -> hash(past, index << level, index + 1 << level);
    }

    private static TreeHead head(String past, long size) {
        return new TreeHead(size, MerkleTree.root(tree(past), size));
    }

    private AddCheckpoint ask(String past, long oldSize, long size, IdentityKey signer) {
        return new AddCheckpoint(
                MerkleTree.extend(tree(past), oldSize, size), SignedCheckpoint.of(ORIGIN, head(past, size), signer));
    }

    @Test
    void growingLog_isCosigned() {
        assertEquals(new Answer.Cosign(head("x", 5)), WitnessRule.judge(TreeHead.EMPTY, log, ask("x", 0, 5, key)));
        assertEquals(new Answer.Cosign(head("x", 9)), WitnessRule.judge(head("x", 5), log, ask("x", 5, 9, key)));
        assertEquals(new Answer.Cosign(head("x", 5)), WitnessRule.judge(head("x", 5), log, ask("x", 5, 5, key)));
    }

    @Test
    void unknownOrigin_isNotCosigned() {
        var asked = new AddCheckpoint(
                new ConsistencyProof(0, 5, List.of()), SignedCheckpoint.of(WITNESS, head("x", 5), key));
        assertInstanceOf(Answer.UnknownOrigin.class, WitnessRule.judge(TreeHead.EMPTY, log, asked));
    }

    @Test
    void signatureOfAnotherKey_isNotCosigned() {
        assertInstanceOf(Answer.BadSignature.class, WitnessRule.judge(TreeHead.EMPTY, log, ask("x", 0, 5, other)));
        var good = ask("x", 0, 5, key);
        var line = good.checkpoint().note().signatures().getFirst();
        var text = Checkpoint.of(ORIGIN, head("x", 6)).text();
        var moved = new AddCheckpoint(
                new ConsistencyProof(0, 6, List.of()),
                new SignedCheckpoint(
                        new SignedNote(text, List.of(line)),
                        Checkpoint.parse(text).orThrow()));
        assertInstanceOf(Answer.BadSignature.class, WitnessRule.judge(TreeHead.EMPTY, log, moved));
    }

    @Test
    void oldSizeAboveTheNew_isABadRequest() {
        var asked = new AddCheckpoint(
                new ConsistencyProof(6, 5, List.of()), SignedCheckpoint.of(ORIGIN, head("x", 5), key));
        assertInstanceOf(Answer.BadRequest.class, WitnessRule.judge(TreeHead.EMPTY, log, asked));
    }

    @Test
    void smallerLog_isRolledBack() {
        assertEquals(
                new Answer.RolledBack(head("x", 5), head("x", 4)),
                WitnessRule.judge(head("x", 5), log, ask("x", 0, 4, key)));
    }

    @Test
    void sameSizeWithAnotherPast_isForked() {
        assertEquals(
                new Answer.Forked(head("x", 5), head("y", 5)),
                WitnessRule.judge(head("x", 5), log, ask("y", 5, 5, key)));
    }

    @Test
    void largerLogWithAnotherPast_isForked() {
        assertEquals(
                new Answer.Forked(head("x", 5), head("y", 9)),
                WitnessRule.judge(head("x", 5), log, ask("y", 5, 9, key)));
    }

    @Test
    void proofFromElsewhere_isAConflict() {
        assertEquals(new Answer.Conflict(head("x", 5)), WitnessRule.judge(head("x", 5), log, ask("x", 0, 9, key)));
        assertEquals(new Answer.Conflict(head("x", 5)), WitnessRule.judge(head("x", 5), log, ask("x", 4, 9, key)));
    }

    @Test
    void cosignature_ofAnotherKeyTextOrTime_isBad() {
        var note = SignedCheckpoint.of(ORIGIN, head("x", 5), key).note();
        var witness = new NoteKey(WITNESS, NoteKey.Kind.COSIGNATURE, other.verifyKey());
        var line = note.cosign(WITNESS, other, Instant.ofEpochSecond(77));
        assertThat(note.with(List.of(line)).cosignedAt(witness)).contains(Instant.ofEpochSecond(77));
        assertThat(note.cosignedAt(witness)).isEmpty();
        var another = SignedCheckpoint.of(ORIGIN, head("x", 6), key).note().with(List.of(line));
        assertEquals(SignedNote.Check.BAD, another.check(witness));
        for (var i = 0; i < line.signature().length(); i++) {
            var bytes = line.signature().toArray();
            bytes[i] ^= 1;
            var changed = note.with(List.of(new NoteSignature(line.name(), line.keyId(), Bytes.copyOf(bytes))));
            assertEquals(SignedNote.Check.BAD, changed.check(witness), "byte " + i);
            assertThat(changed.cosignedAt(witness)).isEmpty();
        }
        var plain = new NoteKey(WITNESS, NoteKey.Kind.SIGNATURE, other.verifyKey());
        assertEquals(SignedNote.Check.ABSENT, note.with(List.of(line)).check(plain), "another kind, another id");
    }

    @Test
    void oneBadLineOfAKnownKey_spoilsTheNote() {
        var note = SignedCheckpoint.of(ORIGIN, head("x", 5), key).note();
        var bad = new NoteSignature(ORIGIN, log.id(), Bytes.copyOf(new byte[64]));
        assertEquals(SignedNote.Check.VERIFIED, note.check(log));
        assertEquals(SignedNote.Check.BAD, note.with(List.of(bad)).check(log));
    }

    @Test
    void identityKey_signsNoOtherTextsThanNotes() {
        var statement = Bytes.concat(
                Bytes.ofUtf8("tallystick/identity/v1/statement"),
                head("x", 1).root().bytes());
        assertThrows(IllegalArgumentException.class, () -> key.signNote(statement));
        assertThrows(IllegalArgumentException.class, () -> key.signNote(Bytes.empty()));
        assertThrows(IllegalArgumentException.class, () -> key.signNote(Bytes.ofUtf8("example.com/log\n1\n")));
        var note = SignedCheckpoint.of(ORIGIN, head("x", 5), key);
        assertFalse(key.verifyKey()
                .verifies(
                        head("x", 5).root(),
                        new tallystick.crypto.seal.Signature64(
                                note.note().signatures().getFirst().signature())));
    }

    @Test
    void everyByteOfACheckpoint_matters() {
        var bytes = ask("x", 3, 5, key).encode();
        var stillGood = 0;
        for (var i = 0; i < bytes.length(); i++) {
            var changed = bytes.toArray();
            changed[i] ^= 1;
            if (AddCheckpoint.parse(Bytes.copyOf(changed)) instanceof Parsed.Ok<AddCheckpoint>(var asked)) {
                assertThat(WitnessRule.judge(head("x", 3), log, asked))
                        .as("byte " + i)
                        .isNotInstanceOf(Answer.Cosign.class);
                stillGood++;
            }
        }
        assertThat(stillGood).isGreaterThan(50);
        for (var length = 0; length < bytes.length(); length++)
            assertThat(AddCheckpoint.parse(bytes.slice(0, length))).isInstanceOf(Parsed.Malformed.class);
    }
}

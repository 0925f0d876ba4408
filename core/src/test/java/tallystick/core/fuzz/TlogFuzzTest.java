package tallystick.core.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import com.code_intelligence.jazzer.mutation.annotation.NotNull;
import java.nio.charset.StandardCharsets;
import tallystick.core.audit.AuditEntry;
import tallystick.core.audit.Clearance;
import tallystick.core.tlog.AddCheckpoint;
import tallystick.core.tlog.EntryBundle;
import tallystick.core.tlog.LogProof;
import tallystick.core.tlog.NoteKey;
import tallystick.core.tlog.NoteSignature;
import tallystick.core.tlog.SignedCheckpoint;
import tallystick.core.tlog.SignedNote;
import tallystick.core.tlog.Tile;
import tallystick.core.tlog.TilePath;
import tallystick.core.wire.WitnessMessage;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.codec.Parsed;

/// Whatever the bytes, the readers answer; and what they accept is the one form of what it means.
class TlogFuzzTest {
    @FuzzTest
    void anyNote_isRefusedOrCanonical(byte @NotNull [] bytes) {
        var encoded = Bytes.copyOf(bytes);
        if (SignedNote.parse(encoded) instanceof Parsed.Ok<SignedNote>(var note))
            assertThat(note.encode()).isEqualTo(encoded);
        if (NoteSignature.parse(encoded) instanceof Parsed.Ok<NoteSignature>(var line))
            assertThat(Bytes.ofUtf8(line.line())).isEqualTo(encoded);
    }

    @FuzzTest
    void anyNoteKey_isRefusedOrCanonical(byte @NotNull [] bytes) {
        var text = new String(bytes, StandardCharsets.ISO_8859_1);
        if (NoteKey.parse(text) instanceof Parsed.Ok<NoteKey>(var key))
            assertThat(key.text()).isEqualTo(text);
    }

    @FuzzTest
    void anyCheckpoint_isRefusedOrCanonical(byte @NotNull [] bytes) {
        var encoded = Bytes.copyOf(bytes);
        if (SignedCheckpoint.parse(encoded) instanceof Parsed.Ok<SignedCheckpoint>(var signed)) {
            assertThat(signed.encode()).isEqualTo(encoded);
            assertThat(signed.checkpoint().text()).isEqualTo(signed.note().text());
        }
        if (AddCheckpoint.parse(encoded) instanceof Parsed.Ok<AddCheckpoint>(var asked))
            assertThat(asked.encode()).isEqualTo(encoded);
    }

    @FuzzTest
    void anyProof_isRefusedOrCanonical(byte @NotNull [] bytes) {
        var encoded = Bytes.copyOf(bytes);
        if (LogProof.parse(encoded) instanceof Parsed.Ok<LogProof>(var proof))
            assertThat(proof.encode()).isEqualTo(encoded);
    }

    @FuzzTest
    void anyTile_isRefusedOrCanonical(byte @NotNull [] bytes) {
        if (bytes.length == 0) return;
        var encoded = Bytes.copyOf(bytes, 1, bytes.length - 1);
        var width = 1 + (bytes[0] & 0xff);
        if (Tile.parse(encoded, width) instanceof Parsed.Ok<Tile>(var tile))
            assertThat(tile.encode()).isEqualTo(encoded);
        if (EntryBundle.parse(encoded, width) instanceof Parsed.Ok<EntryBundle>(var bundle))
            assertThat(bundle.encode()).isEqualTo(encoded);
        var text = new String(bytes, StandardCharsets.ISO_8859_1);
        if (TilePath.parse(text) instanceof Parsed.Ok<TilePath>(var path))
            assertThat(path.text()).isEqualTo(text);
    }

    @FuzzTest
    void anyEntry_isRefusedOrCanonical(byte @NotNull [] bytes) {
        var encoded = Bytes.copyOf(bytes);
        if (AuditEntry.parse(encoded) instanceof Parsed.Ok<AuditEntry>(var entry))
            assertThat(entry.encode()).isEqualTo(encoded);
        if (Clearance.parse(encoded) instanceof Parsed.Ok<Clearance>(var clearance))
            assertThat(clearance.encode()).isEqualTo(encoded);
        if (WitnessMessage.parse(encoded) instanceof Parsed.Ok<WitnessMessage>(var message))
            assertThat(message.encode()).isEqualTo(encoded);
    }
}

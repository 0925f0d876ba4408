package tallystick.core.tlog;

import tallystick.crypto.codec.Bytes;
import tallystick.crypto.codec.Parsed;
import tallystick.crypto.seal.IdentityKey;

/// A note whose text is a checkpoint.
///
/// @param note with its signatures, not yet verified
/// @param checkpoint what the text says
public record SignedCheckpoint(SignedNote note, Checkpoint checkpoint) {
    /// Signs `head` as the log `origin`.
    public static SignedCheckpoint of(String origin, TreeHead head, IdentityKey key) {
        var checkpoint = Checkpoint.of(origin, head);
        return new SignedCheckpoint(SignedNote.sign(checkpoint.text(), origin, key), checkpoint);
    }

    /// Whether it is of the log that `key` names and signed by it.
    public boolean isOf(NoteKey key) {
        return checkpoint.origin().equals(key.name()) && note.check(key) == SignedNote.Check.VERIFIED;
    }

    /// Size and root.
    public TreeHead head() {
        return checkpoint.head();
    }

    /// The bytes of the note.
    public Bytes encode() {
        return note.encode();
    }

    /// Reads a note that holds a checkpoint; verifies nothing.
    public static Parsed<SignedCheckpoint> parse(Bytes encoded) {
        return switch (SignedNote.parse(encoded)) {
            case Parsed.Ok<SignedNote>(var note) ->
                Checkpoint.parse(note.text()).map(checkpoint -> new SignedCheckpoint(note, checkpoint));
            case Parsed.Malformed<SignedNote>(var offset, var expected) -> new Parsed.Malformed<>(offset, expected);
        };
    }
}

package tallystick.core.tlog;

import tallystick.crypto.codec.Bytes;
import tallystick.crypto.codec.MalformedInput;
import tallystick.crypto.codec.Parsed;

/// One signature line of a note, not yet verified.
///
/// **Form** em dash, space, name, space, base64 of the four bytes of the key's id and the signature, line feed.
///
/// @param name of the key
/// @param keyId 4 bytes
/// @param signature whatever the key's kind makes; at least one byte
/// @spec https://c2sp.org/signed-note#signatures C2SP signed-note (signatures)
public record NoteSignature(String name, Bytes keyId, Bytes signature) {
    private static final String DASH = "— ";

    /// @throws IllegalArgumentException if a part is out of range: the caller's fault
    public NoteSignature {
        if (!NoteKey.isName(name)) throw new IllegalArgumentException("signature name with space or plus");
        if (keyId.length() != NoteKey.ID_LENGTH_BYTES || signature.length() == 0)
            throw new IllegalArgumentException("key id of %d bytes".formatted(keyId.length()));
    }

    /// Whether it claims to be by `key`.
    public boolean isOf(NoteKey key) {
        return name.equals(key.name()) && keyId.equals(key.id());
    }

    /// The line, with its line feed.
    public String line() {
        return DASH + name + " " + Lines.base64(Bytes.concat(keyId, signature)) + "\n";
    }

    /// Reads the line.
    public static Parsed<NoteSignature> parse(Bytes line) {
        return Lines.parse(line, SignedNote.LENGTH_BYTES_MAX, NoteSignature::read);
    }

    static NoteSignature read(Lines lines) throws MalformedInput {
        var rest = lines.after(DASH, "signature line");
        var space = rest.indexOf(' ');
        if (space < 0 || !NoteKey.isName(rest.substring(0, space))) throw lines.malformed("signature line");
        var bytes = lines.base64(rest.substring(space + 1), "signature");
        if (bytes.length() <= NoteKey.ID_LENGTH_BYTES) throw lines.malformed("a signature after the key id");
        return new NoteSignature(
                rest.substring(0, space),
                bytes.slice(0, NoteKey.ID_LENGTH_BYTES),
                bytes.slice(NoteKey.ID_LENGTH_BYTES, bytes.length()));
    }
}

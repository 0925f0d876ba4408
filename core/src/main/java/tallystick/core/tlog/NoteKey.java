package tallystick.core.tlog;

import java.util.HexFormat;
import java.util.regex.Pattern;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.codec.MalformedInput;
import tallystick.crypto.codec.Parsed;
import tallystick.crypto.hash.StandardHash;
import tallystick.crypto.seal.VerifyKey;

/// The public key of who signs notes, with the name it signs under.
///
/// **Form** as text `name+8 hex digits of the id+base64 of the kind byte and the key`.
///
/// @param name 1..255 characters, no space and no plus
/// @param kind what its signatures are over
/// @param key an Ed25519 key
/// @spec https://c2sp.org/signed-note#signatures C2SP signed-note (signatures)
public record NoteKey(String name, Kind kind, VerifyKey key) {
    /// Length of [#id] in bytes.
    public static final int ID_LENGTH_BYTES = 4;

    private static final Pattern NAME =
            Pattern.compile("[^\\s\\p{Z}\\p{Cntrl}+]{1,255}", Pattern.UNICODE_CHARACTER_CLASS);
    private static final int TEXT_BYTES_MAX = 1024;

    /// What a signature is over.
    public enum Kind {
        /// Over the text of the note.
        SIGNATURE(1),
        /// Over the text and the moment it was seen, by a witness.
        COSIGNATURE(4);

        private final int code;

        Kind(int code) {
            this.code = code;
        }

        /// The byte that stands for it.
        public int code() {
            return code;
        }
    }

    /// @throws IllegalArgumentException if the name cannot stand in a signature line: the caller's fault
    public NoteKey {
        if (!isName(name)) throw new IllegalArgumentException("note key name with space or plus, or not of 1..255");
    }

    static boolean isName(String name) {
        return NAME.matcher(name).matches();
    }

    /// The first four bytes of the hash of name and key: tells keys apart, proves nothing.
    ///
    /// @spec https://c2sp.org/signed-note#signatures C2SP signed-note (signatures)
    public Bytes id() {
        return StandardHash.sha256(Bytes.concat(Bytes.ofUtf8(name + "\n"), coded()))
                .bytes()
                .slice(0, ID_LENGTH_BYTES);
    }

    private Bytes coded() {
        return Bytes.concat(Bytes.copyOf((byte) kind.code()), key.bytes());
    }

    /// The text by which verifiers are configured.
    public String text() {
        return "%s+%s+%s".formatted(name, id().toHex(), Lines.base64(coded()));
    }

    /// Reads the text; refuses an id that is not the key's.
    public static Parsed<NoteKey> parse(String text) {
        // The line feed is ours: a refusal at it stands at the end of the text.
        var whole = Bytes.ofUtf8(text);
        return switch (Lines.parse(Bytes.concat(whole, Bytes.ofUtf8("\n")), TEXT_BYTES_MAX, NoteKey::read)) {
            case Parsed.Ok<NoteKey> good -> good;
            case Parsed.Malformed<NoteKey>(var offset, var expected) ->
                new Parsed.Malformed<>(Math.min(offset, whole.length()), expected);
        };
    }

    private static NoteKey read(Lines lines) throws MalformedInput {
        var parts = lines.line("note key").split("\\+", 3);
        if (parts.length != 3 || !isName(parts[0])) throw lines.malformed("name+id+key");
        var coded = lines.base64(parts[2], "key");
        if (coded.length() != 1 + VerifyKey.LENGTH_BYTES) throw lines.malformed("key of 33 bytes");
        var kind = kind(coded.at(0), lines);
        if (!(VerifyKey.parse(coded.slice(1, coded.length())) instanceof Parsed.Ok<VerifyKey>(var key)))
            throw lines.malformed("an ed25519 key");
        var note = new NoteKey(parts[0], kind, key);
        if (!HexFormat.of().formatHex(note.id().toArray()).equals(parts[1])) throw lines.malformed("the key's own id");
        return note;
    }

    private static Kind kind(int code, Lines lines) throws MalformedInput {
        for (var kind : Kind.values()) if (kind.code == code) return kind;
        throw lines.malformed("key of kind 1 or 4");
    }
}

package tallystick.node.kek;

import tallystick.crypto.codec.Bytes;
import tallystick.crypto.codec.MalformedInput;
import tallystick.crypto.codec.Reader;
import tallystick.crypto.codec.Writer;

/// Which key-encryption key sealed a file; public.
///
/// **Form** u8 kind ‖ u32 length ‖ identification, 1..64 bytes: of a passphrase its salt, of a token's key its
/// `CKA_ID`, of a key sealed by a TPM the name of the sealed object.
public record KekName(KekKind kind, Bytes id) {
    private static final int ID_BYTES_MAX = 64;

    /// @throws IllegalArgumentException if the identification is empty or too long: the caller's fault
    public KekName {
        if (id.length() < 1 || id.length() > ID_BYTES_MAX)
            throw new IllegalArgumentException("kek identification of %d bytes not in 1..64".formatted(id.length()));
    }

    /// Writes it.
    public void write(Writer writer) {
        writer.u8(kind.code()).variable(id);
    }

    /// Reads it; a kind nobody knows is malformed.
    public static KekName read(Reader reader) throws MalformedInput {
        var at = reader.position();
        var kind = KekKind.ofCode(reader.u8("kek kind")).orElseThrow(() -> new MalformedInput(at, "kek kind 1..3"));
        var idAt = reader.position();
        var id = reader.variable(ID_BYTES_MAX, "kek identification");
        if (id.length() == 0) throw new MalformedInput(idAt, "kek identification of 1..64 bytes");
        return new KekName(kind, id);
    }

    @Override
    public String toString() {
        return "%s %s".formatted(kind, id.slice(0, Math.min(8, id.length())));
    }
}

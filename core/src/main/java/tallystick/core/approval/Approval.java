package tallystick.core.approval;

import tallystick.crypto.codec.Bytes;
import tallystick.crypto.codec.MalformedInput;
import tallystick.crypto.codec.Parsed;
import tallystick.crypto.codec.Reader;
import tallystick.crypto.codec.Writer;
import tallystick.crypto.hash.Digest32;

/// Somebody's answer with its proof, not yet verified.
///
/// **Form** version byte 1 ‖ statement ‖ key id (32) ‖ proof; at most 4096 bytes; `docs/spec/approval.md`.
///
/// @param statement what is said
/// @param keyId by which key, [tallystick.core.people.PersonKey#id]
/// @param proof that it is that key's
public record Approval(ApprovalStatement statement, Digest32 keyId, Proof proof) {
    /// The longest canonical form.
    public static final int LENGTH_BYTES_MAX = 4096;

    private static final Bytes VERSION = Bytes.copyOf((byte) 1);

    /// The canonical bytes.
    /// @spec docs/spec/approval.md#AP-3 approval
    public Bytes encode() {
        var writer = new Writer();
        write(writer);
        return writer.toBytes();
    }

    /// Writes the canonical bytes into a larger form.
    public void write(Writer writer) {
        statement.write(writer.raw(VERSION));
        proof.write(writer.raw(keyId.bytes()));
    }

    /// Reads the canonical bytes and nothing else; does not verify.
    public static Parsed<Approval> parse(Bytes encoded) {
        return Reader.parse(encoded, Approval::read);
    }

    /// Reads the canonical bytes out of a larger form.
    public static Approval read(Reader reader) throws MalformedInput {
        reader.expect(VERSION, "approval version 1");
        return new Approval(ApprovalStatement.read(reader), Digest32.read(reader, "key id"), Proof.read(reader));
    }
}

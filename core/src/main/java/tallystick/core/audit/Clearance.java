package tallystick.core.audit;

import tallystick.core.tlog.SignedCheckpoint;
import tallystick.core.tlog.SignedNote;
import tallystick.core.tlog.TreeHead;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.codec.MalformedInput;
import tallystick.crypto.codec.Parsed;
import tallystick.crypto.codec.Reader;
import tallystick.crypto.codec.Writer;
import tallystick.crypto.hash.Digest32;
import tallystick.crypto.hash.Transcript;
import tallystick.crypto.seal.IdentityKey;
import tallystick.crypto.seal.Signature64;

/// An operator's signed word that a node whose log shrank or changed may take part again, from a checkpoint the
/// operator has looked at.
///
/// **Form** `"tallystick-clearance"` ‖ u8 1 ‖ peer ‖ operator ‖ reason ‖ the remembered head ‖ u32 length
/// ‖ checkpoint
/// ‖ 64-byte signature; texts after a u32 length. `docs/spec/audit-log.md`.
///
/// @param draft what is signed
/// @param signature by the operator
public record Clearance(Draft draft, Signature64 signature) {
    private static final Bytes MAGIC = Bytes.ofUtf8("tallystick-clearance");
    private static final Bytes VERSION = Bytes.copyOf((byte) 1);

    /// What an operator fills in.
    ///
    /// @param peer the node's name
    /// @param operator the operator's name in the roster
    /// @param reason in the operator's words; goes into the log
    /// @param remembered what the witness remembered when it refused the node: the clearance is for that one
    /// refusal
    /// @param from the node's own signed checkpoint from which its log is believed again
    public record Draft(String peer, String operator, String reason, TreeHead remembered, SignedCheckpoint from) {
        /// Signs.
        public Clearance sign(IdentityKey key) {
            return new Clearance(this, key.sign(statement()));
        }

        Bytes encode() {
            var writer = new Writer().raw(MAGIC).raw(VERSION);
            AuditText.write(writer, peer);
            AuditText.write(writer, operator);
            AuditText.write(writer, reason);
            return writer.u64(remembered.size())
                    .raw(remembered.root().bytes())
                    .variable(from.encode())
                    .toBytes();
        }

        Digest32 statement() {
            return Transcript.of("tallystick/log/v1/clearance")
                    .add("clearance", encode())
                    .digest();
        }
    }

    /// What the operator signs.
    public Digest32 statement() {
        return draft.statement();
    }

    /// The canonical bytes.
    public Bytes encode() {
        return Bytes.concat(draft.encode(), signature.bytes());
    }

    /// Reads the canonical bytes and nothing else; verifies no signature.
    public static Parsed<Clearance> parse(Bytes encoded) {
        return Reader.parse(encoded, reader -> {
            reader.expect(MAGIC, "clearance magic");
            reader.expect(VERSION, "clearance version 1");
            var draft = new Draft(
                    AuditText.name(reader, "peer"),
                    AuditText.name(reader, "operator"),
                    AuditText.text(reader, "reason"),
                    new TreeHead(reader.u64("remembered size"), Digest32.read(reader, "remembered root")),
                    checkpoint(reader));
            return new Clearance(draft, Signature64.read(reader, "operator signature"));
        });
    }

    private static SignedCheckpoint checkpoint(Reader reader) throws MalformedInput {
        var start = reader.position() + 4;
        return switch (SignedCheckpoint.parse(reader.variable(SignedNote.LENGTH_BYTES_MAX, "checkpoint"))) {
            case Parsed.Ok<SignedCheckpoint>(var checkpoint) -> checkpoint;
            case Parsed.Malformed<SignedCheckpoint>(var offset, var expected) ->
                throw new MalformedInput(start + offset, expected);
        };
    }
}

package tallystick.core.wire;

import java.util.List;
import tallystick.core.chain.ChainSignature;
import tallystick.core.chain.RecoverableSignature;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.codec.MalformedInput;
import tallystick.crypto.codec.Parsed;
import tallystick.crypto.codec.Reader;
import tallystick.crypto.codec.Writer;

/// A node's answer to a [SignRequest].
public sealed interface SignReply {
    /// What stands where an ECDSA signature has its recovery id.
    int PLAIN = 255;

    /// The signatures, one per digest, each verified under the key by the node itself.
    record Signed(List<ChainSignature> signatures) implements SignReply {
        /// Copies.
        public Signed {
            signatures = List.copyOf(signatures);
        }
    }

    /// The node would not start.
    ///
    /// @param code why, for programs
    /// @param why a lower-case phrase with the remedy
    record Refused(RefusalCode code, String why) implements SignReply {
        /// By a node of an older version, or for one.
        public Refused(String why) {
            this(RefusalCode.UNSAID, why);
        }
    }

    /// The protocol stopped; nothing was released.
    ///
    /// @param why a lower-case phrase with the culprit, if one can be named
    /// @param retry whether the same request may succeed again
    record Aborted(String why, boolean retry) implements SignReply {}

    /// The same for a caller who speaks no version that knows refusals by number.
    default SignReply withoutCode() {
        return this instanceof Refused(var _, var why) ? new Refused(why) : this;
    }

    /// The canonical bytes.
    default Bytes encode() {
        var writer = new Writer();
        switch (this) {
            case Signed(var signatures) -> writer.u8(1).list(signatures, SignReply::write);
            case Refused(var code, var why) when code == RefusalCode.UNSAID -> Text.write(writer.u8(2), why);
            case Refused(var code, var why) -> Text.write(writer.u8(4).u16(code.number()), why);
            case Aborted(var why, var retry) -> {
                Text.write(writer.u8(3), why);
                writer.bool(retry);
            }
        }
        return writer.toBytes();
    }

    /// Reads the canonical bytes and nothing else.
    static Parsed<SignReply> parse(Bytes encoded) {
        return Reader.parse(encoded, reader -> switch (reader.u8("reply kind")) {
            case 1 -> new Signed(reader.list(1, 512, "signatures", SignReply::signature));
            case 2 -> new Refused(Text.read(reader, 4096, "why"));
            case 3 -> new Aborted(Text.read(reader, 4096, "why"), reader.bool("retry"));
            case 4 -> new Refused(code(reader), Text.read(reader, 4096, "why"));
            default -> throw reader.malformed("reply kind in 1..4");
        });
    }

    private static RefusalCode code(Reader reader) throws MalformedInput {
        var start = reader.position();
        return RefusalCode.of(reader.u16("refusal"))
                .filter(code -> code != RefusalCode.UNSAID)
                .orElseThrow(() -> new MalformedInput(start, "the number of a refusal"));
    }

    /// A recovery id in 0..3 says ECDSA; 255 says 64 bytes of another algorithm.
    private static void write(Writer writer, ChainSignature signature) {
        switch (signature) {
            case RecoverableSignature(var r, var s, var recoveryId) ->
                writer.raw(r).raw(s).u8(recoveryId);
            case ChainSignature.Plain(var value) -> writer.raw(value).u8(PLAIN);
        }
    }

    private static ChainSignature signature(Reader reader) throws MalformedInput {
        var start = reader.position();
        var value = reader.raw(64, "signature");
        var recoveryId = reader.u8("recovery id");
        if (recoveryId == PLAIN) return new ChainSignature.Plain(value);
        if (recoveryId > 3) throw new MalformedInput(start + 64, "recovery id in 0..3, or 255");
        return new RecoverableSignature(value.slice(0, 32), value.slice(32, 64), recoveryId);
    }
}

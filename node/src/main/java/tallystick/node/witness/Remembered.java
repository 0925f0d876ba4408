package tallystick.node.witness;

import java.util.Optional;
import tallystick.core.tlog.SignedCheckpoint;
import tallystick.core.tlog.SignedNote;
import tallystick.core.tlog.TreeHead;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.codec.MalformedInput;
import tallystick.crypto.codec.Parsed;
import tallystick.crypto.codec.Reader;
import tallystick.crypto.codec.Writer;

/// What a witness remembers of one log.
///
/// **Form** magic ‖ version 1 ‖ u32 length ‖ signed checkpoint ‖ flag ‖ if set, reason and the checkpoint
/// shown, each after a u32 length.
///
/// @param newest the largest checkpoint ever cosigned
/// @param quarantine why nothing more is believed, if so
record Remembered(SignedCheckpoint newest, Optional<Quarantine> quarantine) {
    private static final Bytes MAGIC = Bytes.ofUtf8("tallystick-witness");
    private static final Bytes VERSION = Bytes.copyOf((byte) 1);
    private static final int REASON_BYTES_MAX = 1024;

    /// @param shown what the log signed that does not fit
    record Quarantine(String reason, SignedCheckpoint shown) {}

    TreeHead head() {
        return newest.head();
    }

    Bytes encode() {
        var writer = new Writer().raw(MAGIC).raw(VERSION).variable(newest.encode());
        writer.bool(quarantine.isPresent());
        quarantine.ifPresent(each -> writer.variable(Bytes.ofUtf8(each.reason()))
                .variable(each.shown().encode()));
        return writer.toBytes();
    }

    static Parsed<Remembered> parse(Bytes encoded) {
        return Reader.parse(encoded, reader -> {
            reader.expect(MAGIC, "witness magic");
            reader.expect(VERSION, "witness version 1");
            var newest = checkpoint(reader);
            if (!reader.bool("quarantine")) return new Remembered(newest, Optional.empty());
            var at = reader.position();
            var said = reader.variable(REASON_BYTES_MAX, "reason");
            var reason = new String(said.toArray(), java.nio.charset.StandardCharsets.UTF_8);
            if (!Bytes.ofUtf8(reason).equals(said)) throw new MalformedInput(at, "reason as utf-8");
            return new Remembered(newest, Optional.of(new Quarantine(reason, checkpoint(reader))));
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

package tallystick.core.wire;

import java.util.Optional;
import tallystick.core.tlog.AddCheckpoint;
import tallystick.core.tlog.NoteSignature;
import tallystick.core.tlog.SignedCheckpoint;
import tallystick.core.tlog.SignedNote;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.codec.MalformedInput;
import tallystick.crypto.codec.Parsed;
import tallystick.crypto.codec.Reader;
import tallystick.crypto.codec.Writer;
import tallystick.crypto.hash.Digest32;
import tallystick.crypto.hash.Transcript;

/// What two nodes say to each other as witnesses of each other's logs. It travels as peer frames of one channel.
///
/// **Form** version byte 1 ‖ kind byte ‖ fields; `docs/spec/audit-log.md`.
public sealed interface WitnessMessage {
    /// Length of a challenge in bytes.
    int CHALLENGE_LENGTH_BYTES = 16;

    /// The channel of these messages.
    Digest32 CHANNEL = Transcript.of("tallystick/log/v1/witness-channel").digest();

    /// Asks for a cosignature.
    ///
    /// @param challenge of the conflict it answers; zeros if none
    record Submit(Bytes challenge, AddCheckpoint asked) implements WitnessMessage {}

    /// Gives it.
    record Cosigned(NoteSignature line) implements WitnessMessage {}

    /// Asks for a proof from what the witness remembers, before it believes anything more.
    ///
    /// @param challenge 16 fresh bytes, so that an answer cannot be an older message that arrives late
    /// @param remembered what the asking node once signed; empty if the witness remembers nothing of it
    record Conflict(Bytes challenge, Optional<SignedCheckpoint> remembered) implements WitnessMessage {}

    /// Takes no part in anything with the asking node any more.
    ///
    /// @param remembered what the asking node had signed before
    record Refused(String why, SignedCheckpoint remembered) implements WitnessMessage {}

    /// The canonical bytes.
    /// @spec docs/spec/audit-log.md#AL-5 audit-log
    default Bytes encode() {
        var writer = new Writer().u8(1);
        switch (this) {
            case Submit(var challenge, var asked) -> writer.u8(1).raw(challenge).variable(asked.encode());
            case Cosigned(var line) -> writer.u8(2).variable(Bytes.ofUtf8(line.line()));
            case Conflict(var challenge, var remembered) -> {
                writer.u8(3).raw(challenge).bool(remembered.isPresent());
                remembered.ifPresent(checkpoint -> writer.variable(checkpoint.encode()));
            }
            case Refused(var why, var remembered) -> {
                Text.write(writer.u8(4), why);
                writer.variable(remembered.encode());
            }
        }
        return writer.toBytes();
    }

    /// Reads the canonical bytes and nothing else; verifies no signature.
    static Parsed<WitnessMessage> parse(Bytes encoded) {
        return Reader.parse(encoded, reader -> {
            reader.expect(Bytes.copyOf((byte) 1), "witness message version 1");
            return switch (reader.u8("witness message kind")) {
                case 1 ->
                    new Submit(
                            reader.raw(CHALLENGE_LENGTH_BYTES, "challenge"),
                            good(reader, SignedNote.LENGTH_BYTES_MAX + 4096, AddCheckpoint::parse));
                case 2 -> new Cosigned(good(reader, 4096, NoteSignature::parse));
                case 3 ->
                    new Conflict(
                            reader.raw(CHALLENGE_LENGTH_BYTES, "challenge"),
                            reader.bool("remembered")
                                    ? Optional.of(good(reader, SignedNote.LENGTH_BYTES_MAX, SignedCheckpoint::parse))
                                    : Optional.empty());
                case 4 ->
                    new Refused(
                            Text.read(reader, 1024, "why"),
                            good(reader, SignedNote.LENGTH_BYTES_MAX, SignedCheckpoint::parse));
                default -> throw reader.malformed("witness message kind in 1..4");
            };
        });
    }

    private static <T> T good(Reader reader, int lengthBytesMax, java.util.function.Function<Bytes, Parsed<T>> parser)
            throws MalformedInput {
        var start = reader.position() + 4;
        return switch (parser.apply(reader.variable(lengthBytesMax, "text"))) {
            case Parsed.Ok<T>(var value) -> value;
            case Parsed.Malformed<T>(var offset, var expected) -> throw new MalformedInput(start + offset, expected);
        };
    }
}

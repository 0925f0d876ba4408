package tallystick.core.veil;

import java.time.Instant;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.codec.MalformedInput;
import tallystick.crypto.codec.Parsed;
import tallystick.crypto.codec.Reader;
import tallystick.crypto.codec.Writer;
import tallystick.crypto.hash.Digest32;

/// What opens a veil: the text and the salt. It is kept beside the log, never in it, and can be erased.
///
/// **Form** u64 milliseconds since 1970 ‖ commitment (32) ‖ salt (32) ‖ text of at most 1,024 bytes.
/// `docs/spec/redaction.md`.
///
/// @param at when the text was veiled, for whoever keeps texts so long and no longer; proven by nothing
/// @param veil which it says it opens
/// @param salt drawn for this text alone
/// @param text what stood there
public record Opening(Instant at, Veil veil, Digest32 salt, String text) {
    /// The longest text.
    public static final int TEXT_BYTES_MAX = 1024;

    /// Cuts the time to milliseconds.
    public Opening {
        at = Instant.ofEpochMilli(at.toEpochMilli());
    }

    /// Veils a text; one that is too long is cut.
    ///
    /// @param salt drawn for this text alone
    public static Opening of(Instant at, Digest32 salt, String text) {
        var kept = text;
        while (Bytes.ofUtf8(kept).length() > TEXT_BYTES_MAX) kept = kept.substring(0, kept.length() * 3 / 4);
        return new Opening(at, Veil.of(salt, kept), salt, kept);
    }

    /// Whether it opens the veil that it names.
    /// @spec docs/spec/redaction.md#RD-4 redaction
    public boolean opens() {
        return Veil.of(salt, text).equals(veil);
    }

    /// The canonical bytes.
    /// @spec docs/spec/redaction.md#RD-2 redaction
    public Bytes encode() {
        return new Writer()
                .u64(at.toEpochMilli())
                .raw(veil.commitment().bytes())
                .raw(salt.bytes())
                .text(text)
                .toBytes();
    }

    /// Reads the canonical bytes and nothing else; whether it opens its veil is not asked.
    public static Parsed<Opening> parse(Bytes encoded) {
        return Reader.parse(encoded, Opening::read);
    }

    static Opening read(Reader reader) throws MalformedInput {
        return new Opening(
                reader.milli("moment"),
                new Veil(Digest32.read(reader, "commitment")),
                Digest32.read(reader, "salt"),
                reader.text(TEXT_BYTES_MAX, "text"));
    }
}

package tallystick.core.veil;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.codec.MalformedInput;
import tallystick.crypto.codec.Parsed;
import tallystick.crypto.codec.Reader;
import tallystick.crypto.codec.Writer;

/// A file of openings, in the order they came.
///
/// **Form** "tallystick-openings" ‖ u8 1 ‖ openings, each after its length as a u32; at most 32 MiB and 100,000 of
/// them. `docs/spec/redaction.md`.
///
/// @param all no veil twice
public record Openings(List<Opening> all) {
    /// The longest file.
    public static final int LENGTH_BYTES_MAX = 32 * 1024 * 1024;

    private static final Bytes BEGINNING =
            new Writer().raw(Bytes.ofUtf8("tallystick-openings")).u8(1).toBytes();
    private static final int COUNT_MAX = 100_000;
    private static final int OPENING_BYTES_MAX = 2048;

    /// Copies.
    public Openings {
        all = List.copyOf(all);
    }

    /// What a file begins with.
    public static Bytes beginning() {
        return BEGINNING;
    }

    /// One opening as it is appended.
    public static Bytes encode(Opening opening) {
        return new Writer().variable(opening.encode()).toBytes();
    }

    /// The canonical bytes.
    /// @spec docs/spec/redaction.md#RD-2 redaction
    public Bytes encode() {
        var writer = new Writer().raw(BEGINNING);
        all.forEach(opening -> writer.raw(encode(opening)));
        return writer.toBytes();
    }

    /// Reads the canonical bytes and nothing else.
    public static Parsed<Openings> parse(Bytes encoded) {
        if (encoded.length() > LENGTH_BYTES_MAX) return new Parsed.Malformed<>(0, "openings of at most 32 MiB");
        return Reader.parse(encoded, Openings::read);
    }

    private static Openings read(Reader reader) throws MalformedInput {
        reader.expect(BEGINNING, "openings, format 1");
        var all = new ArrayList<Opening>();
        var veils = new HashSet<Veil>();
        while (reader.remaining() > 0) {
            if (all.size() == COUNT_MAX) throw reader.malformed("at most 100000 openings");
            var start = reader.position();
            var opening =
                    switch (Opening.parse(reader.variable(OPENING_BYTES_MAX, "opening"))) {
                        case Parsed.Ok<Opening>(var good) -> good;
                        case Parsed.Malformed<Opening>(var offset, var expected) ->
                            throw new MalformedInput(start + Integer.BYTES + offset, expected);
                    };
            if (!veils.add(opening.veil())) throw new MalformedInput(start, "a veil once");
            all.add(opening);
        }
        return new Openings(all);
    }

    /// How much of a file that is being written is whole: what a crash cut off is none of it.
    public static int wholeBytes(Bytes file) {
        if (file.length() < BEGINNING.length()) return 0;
        var whole = BEGINNING.length();
        while (file.length() - whole >= Integer.BYTES) {
            var length = 0L;
            for (var i = 0; i < Integer.BYTES; i++) length = length << Byte.SIZE | file.at(whole + i);
            if (length > file.length() - whole - Integer.BYTES) break;
            whole += Integer.BYTES + (int) length;
        }
        return whole;
    }
}

package tallystick.core.chain.bitcoin;

import tallystick.crypto.codec.Bytes;
import tallystick.crypto.codec.MalformedInput;
import tallystick.crypto.codec.Reader;
import tallystick.crypto.codec.Writer;

/// Bitcoin's own numbers: little-endian, and counts in as few bytes as they need.
///
/// @spec https://github.com/bitcoin/bips/blob/master/bip-0174.mediawiki#specification BIP-174 (compact size)
public final class LittleEndian {
    private static final int TWO_BYTES = 0xfd;
    private static final int FOUR_BYTES = 0xfe;

    private LittleEndian() {}

    /// Four bytes, 0..2^32-1.
    public static long u32(Reader reader, String field) throws MalformedInput {
        return number(reader.raw(4, field));
    }

    /// Eight bytes, 0..2^63-1; larger is malformed.
    public static long u64(Reader reader, String field) throws MalformedInput {
        var start = reader.position();
        var value = number(reader.raw(8, field));
        if (value < 0) throw new MalformedInput(start, field + " below 2^63");
        return value;
    }

    /// A count in its shortest form, 0..`max`.
    public static int count(Reader reader, int max, String field) throws MalformedInput {
        var start = reader.position();
        var first = reader.u8(field);
        var value =
                switch (first) {
                    case TWO_BYTES -> number(reader.raw(2, field));
                    case FOUR_BYTES -> number(reader.raw(4, field));
                    case 0xff -> throw new MalformedInput(start, "%s in 0..%d".formatted(field, max));
                    default -> first;
                };
        if (first == TWO_BYTES && value < TWO_BYTES || first == FOUR_BYTES && value <= 0xffff)
            throw new MalformedInput(start, field + " in the fewest bytes");
        if (value > max) throw new MalformedInput(start, "%s in 0..%d".formatted(field, max));
        return (int) value;
    }

    /// A count and that many bytes, at most `lengthBytesMax`.
    public static Bytes variable(Reader reader, int lengthBytesMax, String field) throws MalformedInput {
        return reader.raw(count(reader, lengthBytesMax, field + " length"), field);
    }

    /// Writes four bytes.
    ///
    /// @param value 0..2^32-1
    public static Writer u32(Writer writer, long value) {
        return number(writer, value, 4);
    }

    /// Writes eight bytes.
    public static Writer u64(Writer writer, long value) {
        return number(writer, value, 8);
    }

    /// Writes a count in its shortest form.
    public static Writer count(Writer writer, int value) {
        if (value < 0) throw new IllegalArgumentException("count %d negative".formatted(value));
        if (value < TWO_BYTES) return writer.u8(value);
        return value <= 0xffff ? number(writer.u8(TWO_BYTES), value, 2) : number(writer.u8(FOUR_BYTES), value, 4);
    }

    /// Writes a length and the bytes.
    public static Writer variable(Writer writer, Bytes value) {
        return count(writer, value.length()).raw(value);
    }

    /// How many bytes a count takes.
    public static int countLengthBytes(int value) {
        return value < TWO_BYTES ? 1 : value <= 0xffff ? 3 : 5;
    }

    /// The same bytes from last to first: how hashes are shown.
    public static Bytes reversed(Bytes bytes) {
        var out = new byte[bytes.length()];
        for (var i = 0; i < out.length; i++) out[i] = (byte) bytes.at(out.length - 1 - i);
        return Bytes.copyOf(out);
    }

    /// The number these bytes stand for, the lowest first; at most eight.
    public static long number(Bytes bytes) {
        var value = 0L;
        for (var i = bytes.length() - 1; i >= 0; i--) value = value << 8 | bytes.at(i);
        return value;
    }

    private static Writer number(Writer writer, long value, int lengthBytes) {
        var bytes = new byte[lengthBytes];
        for (var i = 0; i < lengthBytes; i++) bytes[i] = (byte) (value >>> 8 * i);
        return writer.raw(Bytes.copyOf(bytes));
    }
}

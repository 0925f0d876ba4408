package tallystick.crypto.codec;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/// Reads a canonical binary form from the front to the end, and refuses anything that is not canonical.
///
/// **Form** integers are big-endian and unsigned; a variable part carries its length before it. Every read is bounded
/// before memory is taken. [#parse] refuses bytes left over.
///
/// **Threads** one reader, one thread.
public final class Reader {
    /// Reads one value of a format.
    ///
    /// @param <T> the value's type
    @FunctionalInterface
    public interface Body<T> {
        /// @throws MalformedInput if the bytes are not canonical: the sender's fault
        T read(Reader reader) throws MalformedInput;
    }

    /// The last second of the year 9999.
    private static final long SECONDS_MAX = 253_402_300_799L;

    private static final int NANOS = 1_000_000_000;
    private static final long MILLIS = 1000;

    private final Bytes input;
    private int position;

    private Reader(Bytes input) {
        this.input = input;
    }

    /// Reads all of `input` with `body`; trailing bytes are malformed.
    /// @spec docs/spec/encoding.md#EN-1 encoding
    public static <T> Parsed<T> parse(Bytes input, Body<T> body) {
        var reader = new Reader(input);
        try {
            var value = body.read(reader);
            if (reader.position != input.length())
                return new Parsed.Malformed<>(reader.position, "end of input, found trailing bytes");
            return new Parsed.Ok<>(value);
        } catch (MalformedInput malformed) {
            return new Parsed.Malformed<>(malformed.offsetBytes(), malformed.expected());
        }
    }

    /// Where the next byte stands, from 0.
    public int position() {
        return position;
    }

    /// How many bytes are left.
    public int remaining() {
        return input.length() - position;
    }

    /// A refusal at the current position, to be thrown by the caller.
    public MalformedInput malformed(String expected) {
        return new MalformedInput(position, expected);
    }

    /// One byte, 0..255.
    public int u8(String field) throws MalformedInput {
        need(1, field);
        return input.at(position++);
    }

    /// Two bytes, 0..65535.
    public int u16(String field) throws MalformedInput {
        need(2, field);
        return u8(field) << 8 | u8(field);
    }

    /// Four bytes, 0..2^31-1; larger is malformed.
    public int u32(String field) throws MalformedInput {
        need(4, field);
        var start = position;
        var value = (long) u16(field) << 16 | u16(field);
        if (value > Integer.MAX_VALUE) throw new MalformedInput(start, field + " below 2^31");
        return (int) value;
    }

    /// Eight bytes, 0..2^63-1; larger is malformed.
    public long u64(String field) throws MalformedInput {
        need(8, field);
        var start = position;
        var value = 0L;
        for (var i = 0; i < 8; i++) value = value << 8 | u8(field);
        if (value < 0) throw new MalformedInput(start, field + " below 2^63");
        return value;
    }

    /// A moment as a u64 of whole seconds since 1970, before the year 10000.
    ///
    /// **Why** arithmetic with a moment at the end of what the library can hold throws, wherever that is done; so
    /// far behind any that somebody can mean, none is read.
    /// @spec docs/spec/encoding.md#EN-5 encoding
    public Instant second(String field) throws MalformedInput {
        return Instant.ofEpochSecond(bounded(field, SECONDS_MAX));
    }

    /// A moment as a u64 of seconds and a u32 of nanoseconds below a second, before the year 10000.
    public Instant moment(String field) throws MalformedInput {
        var second = bounded(field, SECONDS_MAX);
        var start = position;
        var nano = u32(field);
        if (nano >= NANOS) throw new MalformedInput(start, field + " with nanoseconds below a second");
        return Instant.ofEpochSecond(second, nano);
    }

    /// A moment as a u64 of milliseconds since 1970, before the year 10000.
    public Instant milli(String field) throws MalformedInput {
        return Instant.ofEpochMilli(bounded(field, SECONDS_MAX * MILLIS + MILLIS - 1));
    }

    private long bounded(String field, long max) throws MalformedInput {
        var start = position;
        var value = u64(field);
        if (value > max) throw new MalformedInput(start, field + " before the year 10000");
        return value;
    }

    /// One byte that is 0 or 1.
    public boolean bool(String field) throws MalformedInput {
        var start = position;
        var value = u8(field);
        if (value > 1) throw new MalformedInput(start, field + " as 0 or 1");
        return value == 1;
    }

    /// Exactly `lengthBytes` bytes.
    public Bytes raw(int lengthBytes, String field) throws MalformedInput {
        need(lengthBytes, field);
        var value = input.slice(position, position + lengthBytes);
        position += lengthBytes;
        return value;
    }

    /// A u32 length and that many bytes, at most `lengthBytesMax`.
    public Bytes variable(int lengthBytesMax, String field) throws MalformedInput {
        var start = position;
        var length = u32(field + " length");
        if (length > lengthBytesMax)
            throw new MalformedInput(start, "%s of at most %d bytes".formatted(field, lengthBytesMax));
        return raw(length, field);
    }

    /// A u32 length and that many bytes of UTF-8, at most `lengthBytesMax`; what is no UTF-8 is malformed.
    public String text(int lengthBytesMax, String field) throws MalformedInput {
        var start = position;
        var bytes = variable(lengthBytesMax, field);
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes.toArray()))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new MalformedInput(start, field + " as utf-8");
        }
    }

    /// A u16 count and that many items, between `countMin` and `countMax`.
    public <T> List<T> list(int countMin, int countMax, String field, Body<T> item) throws MalformedInput {
        var start = position;
        var count = u16(field + " count");
        if (count < countMin || count > countMax)
            throw new MalformedInput(start, "%s count in %d..%d".formatted(field, countMin, countMax));
        var items = new ArrayList<T>(count);
        for (var i = 0; i < count; i++) items.add(item.read(this));
        return List.copyOf(items);
    }

    /// These exact bytes: a format's magic and version.
    public void expect(Bytes exactly, String field) throws MalformedInput {
        var start = position;
        if (!raw(exactly.length(), field).equals(exactly)) throw new MalformedInput(start, field);
    }

    private void need(int lengthBytes, String field) throws MalformedInput {
        if (lengthBytes > remaining())
            throw new MalformedInput(position, "%s, %d bytes, found %d".formatted(field, lengthBytes, remaining()));
    }
}

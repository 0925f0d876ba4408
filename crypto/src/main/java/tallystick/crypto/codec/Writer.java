package tallystick.crypto.codec;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import java.util.List;
import java.util.function.BiConsumer;

/// Writes the canonical binary form that [Reader] reads.
///
/// **Form** integers big-endian; variable parts after a u32 length; lists after a u16 count.
///
/// **Threads** one writer, one thread. Public bytes only.
public final class Writer {
    private byte[] buffer;
    private int length;

    /// Begins with nothing.
    public Writer() {
        this(128);
    }

    /// Begins with nothing and room for `lengthBytes`: exactly filled, the bytes are never copied again.
    public Writer(int lengthBytes) {
        buffer = new byte[lengthBytes];
    }

    /// One byte, 0..255.
    public Writer u8(int value) {
        if (value < 0 || value > 0xff) throw new IllegalArgumentException("u8 %d not in 0..255".formatted(value));
        room(1);
        buffer[length++] = (byte) value;
        return this;
    }

    /// Two bytes, 0..65535.
    public Writer u16(int value) {
        if (value < 0 || value > 0xffff) throw new IllegalArgumentException("u16 %d not in 0..65535".formatted(value));
        return u8(value >>> 8).u8(value & 0xff);
    }

    /// Four bytes, 0..2^31-1.
    public Writer u32(int value) {
        if (value < 0) throw new IllegalArgumentException("u32 %d negative".formatted(value));
        return u16(value >>> 16).u16(value & 0xffff);
    }

    /// Eight bytes, 0..2^63-1.
    public Writer u64(long value) {
        if (value < 0) throw new IllegalArgumentException("u64 %d negative".formatted(value));
        return u32((int) (value >>> 32)).u16((int) (value >>> 16) & 0xffff).u16((int) value & 0xffff);
    }

    /// One byte, 0 or 1.
    public Writer bool(boolean value) {
        return u8(value ? 1 : 0);
    }

    /// The bytes as they are, for fields of a fixed length.
    public Writer raw(Bytes value) {
        room(value.length());
        value.copyTo(buffer, length);
        length += value.length();
        return this;
    }

    /// Public bytes that stand in memory of any kind, as they are.
    public Writer raw(MemorySegment value) {
        var lengthBytes = Math.toIntExact(value.byteSize());
        room(lengthBytes);
        MemorySegment.copy(value, ValueLayout.JAVA_BYTE, 0, buffer, length, lengthBytes);
        length += lengthBytes;
        return this;
    }

    /// A u32 length and the bytes.
    public Writer variable(Bytes value) {
        return u32(value.length()).raw(value);
    }

    /// A u32 length and the text's UTF-8.
    public Writer text(String value) {
        return variable(Bytes.ofUtf8(value));
    }

    /// A u16 count and each item as `item` writes it.
    public <T> Writer list(List<? extends T> items, BiConsumer<Writer, ? super T> item) {
        u16(items.size());
        for (var each : items) item.accept(this, each);
        return this;
    }

    /// All that was written.
    public Bytes toBytes() {
        // What was written is never written over, and the next byte would begin a larger buffer.
        return length == buffer.length ? Bytes.owning(buffer) : Bytes.copyOf(buffer, 0, length);
    }

    private void room(int lengthBytes) {
        if (length + lengthBytes > buffer.length)
            buffer = Arrays.copyOf(buffer, Math.max(buffer.length * 2, length + lengthBytes));
    }
}

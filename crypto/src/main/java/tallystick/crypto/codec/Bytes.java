package tallystick.crypto.codec;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Objects;

/// A fixed string of public bytes that nobody can change.
///
/// **Why** arrays are mutable and compare by identity, so they appear in no record and no public signature. Never put a
/// secret in here: secrets live off the heap (`tallystick.crypto.secret`).
///
/// **Form** any length from 0 on. Compares and orders lexicographically by unsigned byte. Prints as hex.
///
/// **Threads** immutable. **Timing** `equals` is not constant time: public values only.
public final class Bytes implements Comparable<Bytes> {
    private static final Bytes EMPTY = new Bytes(new byte[0]);

    /// From this length on a part shares the memory of the whole; a shorter one does not keep the whole alive.
    private static final int SHARED_BYTES_MIN = 4096;

    private final byte[] value;
    private final int from;
    private final int length;

    private Bytes(byte[] value) {
        this(value, 0, value.length);
    }

    private Bytes(byte[] value, int from, int length) {
        this.value = value;
        this.from = from;
        this.length = length;
    }

    /// Takes over an array that nobody will change any more.
    static Bytes owning(byte[] value) {
        return new Bytes(value);
    }

    /// The string of no bytes.
    public static Bytes empty() {
        return EMPTY;
    }

    /// A copy of `source`.
    public static Bytes copyOf(byte... source) {
        return source.length == 0 ? EMPTY : new Bytes(source.clone());
    }

    /// A copy of `lengthBytes` bytes of `source` from `offsetBytes` on.
    public static Bytes copyOf(byte[] source, int offsetBytes, int lengthBytes) {
        return new Bytes(Arrays.copyOfRange(source, offsetBytes, offsetBytes + lengthBytes));
    }

    /// A copy of public bytes that stand in memory of any kind.
    public static Bytes copyOf(MemorySegment source) {
        return new Bytes(source.toArray(ValueLayout.JAVA_BYTE));
    }

    /// The bytes written as hex digits, two a byte, either case, nothing between.
    ///
    /// @throws IllegalArgumentException if it is not hex: the caller's fault; for strangers' text use a parser
    public static Bytes ofHex(String hex) {
        return new Bytes(HexFormat.of().parseHex(hex));
    }

    /// The UTF-8 form of `text`.
    public static Bytes ofUtf8(String text) {
        return new Bytes(text.getBytes(java.nio.charset.StandardCharsets.UTF_8));
    }

    /// All parts, one after the other, with nothing between: injective only if all lengths are fixed by a standard.
    public static Bytes concat(Bytes... parts) {
        var writer = new Writer();
        for (var part : parts) writer.raw(part);
        return writer.toBytes();
    }

    /// How many bytes.
    public int length() {
        return length;
    }

    /// The byte at `index` as 0..255.
    public int at(int index) {
        return value[from + Objects.checkIndex(index, length)] & 0xff;
    }

    /// The bytes from `fromIndex` up to but without `toIndex`.
    public Bytes slice(int fromIndex, int toIndex) {
        Objects.checkFromToIndex(fromIndex, toIndex, length);
        if (toIndex - fromIndex >= SHARED_BYTES_MIN) return new Bytes(value, from + fromIndex, toIndex - fromIndex);
        return new Bytes(Arrays.copyOfRange(value, from + fromIndex, from + toIndex));
    }

    /// A fresh array with these bytes.
    public byte[] toArray() {
        return Arrays.copyOfRange(value, from, from + length);
    }

    /// Copies all bytes to `target` at `offsetBytes`.
    public void copyTo(byte[] target, int offsetBytes) {
        System.arraycopy(value, from, target, offsetBytes, length);
    }

    /// The bytes where they stand, read-only: for bulk work that needs no copy.
    public MemorySegment memory() {
        return MemorySegment.ofArray(value).asSlice(from, length).asReadOnly();
    }

    /// Lower-case hex, two digits a byte.
    public String toHex() {
        return HexFormat.of().formatHex(value, from, from + length);
    }

    @Override
    public int compareTo(Bytes other) {
        return Arrays.compareUnsigned(value, from, from + length, other.value, other.from, other.from + other.length);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Bytes that
                && Arrays.equals(value, from, from + length, that.value, that.from, that.from + that.length);
    }

    @Override
    public int hashCode() {
        var hash = 1;
        for (var i = from; i < from + length; i++) hash = 31 * hash + value[i];
        return hash;
    }

    @Override
    public String toString() {
        return toHex();
    }
}

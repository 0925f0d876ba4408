package tallystick.crypto.codec;

import java.util.Arrays;
import java.util.HexFormat;

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

    private final byte[] value;

    private Bytes(byte[] value) {
        this.value = value;
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
        return value.length;
    }

    /// The byte at `index` as 0..255.
    public int at(int index) {
        return value[index] & 0xff;
    }

    /// The bytes from `fromIndex` up to but without `toIndex`.
    public Bytes slice(int fromIndex, int toIndex) {
        return new Bytes(Arrays.copyOfRange(value, fromIndex, toIndex));
    }

    /// A fresh array with these bytes.
    public byte[] toArray() {
        return value.clone();
    }

    /// Copies all bytes to `target` at `offsetBytes`.
    public void copyTo(byte[] target, int offsetBytes) {
        System.arraycopy(value, 0, target, offsetBytes, value.length);
    }

    /// Lower-case hex, two digits a byte.
    public String toHex() {
        return HexFormat.of().formatHex(value);
    }

    @Override
    public int compareTo(Bytes other) {
        return Arrays.compareUnsigned(value, other.value);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Bytes that && Arrays.equals(value, that.value);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(value);
    }

    @Override
    public String toString() {
        return toHex();
    }
}

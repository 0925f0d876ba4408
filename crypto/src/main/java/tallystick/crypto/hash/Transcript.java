package tallystick.crypto.hash;

import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.List;
import tallystick.crypto.codec.Bytes;

/// The one way this project hashes: a purpose, then fields, each with its label and length, so that two different lists
/// of fields never give the same input.
///
/// **Why** protocols broke because `("a", "bc")` and `("ab", "c")` hashed alike (TSSHOCK, CVE-2022-47931). Here every
/// label and value is length-prefixed, lists carry their count, and the purpose is bound first.
///
/// **Form** SHA-256 over: u32 length ‖ purpose, then for each field tag byte ‖ u32 length ‖ label ‖ u64 length
/// ‖ value. Specified in `docs/spec/transcript.md`.
///
/// **Threads** one transcript, one thread. A transcript is a value: `add` returns this same object, `fork` a copy.
/// Public values only; secrets are hashed by [SecretHash].
public final class Transcript {
    static final byte FIELD = 1;
    private static final byte LIST = 2;
    private static final int COPIED_BYTES_MAX = 1024;
    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

    private final MessageDigest sha256;

    private Transcript(MessageDigest sha256) {
        this.sha256 = sha256;
    }

    /// Begins a transcript for one purpose.
    ///
    /// @param purpose `tallystick/<protocol>/v<n>/<purpose>`
    public static Transcript of(String purpose) {
        var transcript = new Transcript(FreshDigest.sha256());
        var bytes = purpose.getBytes(StandardCharsets.UTF_8);
        transcript.u32(bytes.length);
        transcript.sha256.update(bytes);
        return transcript;
    }

    /// Appends one field.
    /// @spec docs/spec/transcript.md#TR-1 transcript
    public Transcript add(String label, Bytes value) {
        header(FIELD, label, value.length());
        value(value);
        return this;
    }

    /// Appends public bytes that stand in native memory, as a field of those bytes.
    public Transcript add(String label, MemorySegment value) {
        header(FIELD, label, value.byteSize());
        sha256.update(value.asByteBuffer());
        return this;
    }

    /// Appends a digest.
    public Transcript add(String label, Digest32 value) {
        return add(label, value.bytes());
    }

    /// Appends a number as eight bytes, big-endian, two's complement.
    public Transcript add(String label, long value) {
        header(FIELD, label, 8);
        u64(value);
        return this;
    }

    /// Appends text as UTF-8.
    public Transcript add(String label, String value) {
        return add(label, Bytes.ofUtf8(value));
    }

    /// Appends a list: its count, then each value with its length.
    public Transcript add(String label, List<Bytes> values) {
        header(LIST, label, values.size());
        for (var value : values) {
            u64(value.length());
            value(value);
        }
        return this;
    }

    /// An independent copy of all that was added so far.
    public Transcript fork() {
        return new Transcript(FreshDigest.copy(sha256));
    }

    /// The hash of all that was added; the transcript stays usable.
    public Digest32 digest() {
        return new Digest32(Bytes.copyOf(fork().sha256.digest()));
    }

    /// Sixty-four bytes from the hash: two blocks with a counter, for reduction to a scalar without bias.
    /// @spec docs/spec/transcript.md#TR-2 transcript
    public Bytes wide() {
        var seed = digest();
        var first = Transcript.of("tallystick/transcript/v1/wide")
                .add("seed", seed)
                .add("block", 0)
                .digest();
        var second = Transcript.of("tallystick/transcript/v1/wide")
                .add("seed", seed)
                .add("block", 1)
                .digest();
        return Bytes.concat(first.bytes(), second.bytes());
    }

    /// The hash takes arrays faster, and long values from where they stand.
    private void value(Bytes value) {
        if (value.length() < COPIED_BYTES_MAX) sha256.update(value.toArray());
        else sha256.update(value.memory().asByteBuffer());
    }

    /// Tag, label, and what comes behind every label: a length or a count.
    private void header(byte tag, String label, long number) {
        var bytes = label.getBytes(StandardCharsets.UTF_8);
        var header = new byte[1 + 4 + bytes.length + 8];
        header[0] = tag;
        INT.set(header, 1, bytes.length);
        System.arraycopy(bytes, 0, header, 5, bytes.length);
        LONG.set(header, 5 + bytes.length, number);
        sha256.update(header);
    }

    private void u32(int value) {
        var bytes = new byte[4];
        INT.set(bytes, 0, value);
        sha256.update(bytes);
    }

    private void u64(long value) {
        var bytes = new byte[8];
        LONG.set(bytes, 0, value);
        sha256.update(bytes);
    }
}

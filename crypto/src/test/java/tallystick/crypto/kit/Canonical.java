package tallystick.crypto.kit;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.codec.Parsed;
import tallystick.crypto.curve.SecretScalar;
import tallystick.crypto.secret.SecretBytes;

/// What holds for every parser, whatever the input: it answers; what it takes prints again as it was; a refusal stands
/// within the input; and it takes no more memory than an input of that length is worth.
public final class Canonical {
    private static final ThreadMXBean THREAD = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    /// What any call may take, and what the fuzzer's instruments take themselves.
    private static final long MEMORY_BYTES_MAX = 8L * 1024 * 1024;
    private static final long MEMORY_BYTES_PER_BYTE_MAX = 4096;

    private Canonical() {}

    /// Reads bytes.
    ///
    /// @return the value, if it was taken
    public static <T> Optional<T> bytes(
            byte[] input, Function<Bytes, Parsed<T>> parser, Function<? super T, Bytes> printer) {
        var bytes = Bytes.copyOf(input);
        var read = within(bytes.length(), () -> parser.apply(bytes));
        read.ifPresent(value -> assertThat(printer.apply(value)).isEqualTo(bytes));
        return read;
    }

    /// Reads text, whose offsets count characters or the bytes of its UTF-8.
    ///
    /// @return the value, if it was taken
    public static <T> Optional<T> text(
            String input, Function<String, Parsed<T>> parser, Function<? super T, String> printer) {
        var read = within(Bytes.ofUtf8(input).length(), () -> parser.apply(input));
        read.ifPresent(value -> assertThat(printer.apply(value)).isEqualTo(input));
        return read;
    }

    /// Reads what has no print of its own.
    ///
    /// @param length of the input, in the units of the parser's offsets
    /// @return the value, if it was taken
    public static <T> Optional<T> within(int length, Supplier<? extends Parsed<T>> parser) {
        var read = frugally(length, parser);
        return switch (read) {
            case Parsed.Ok<T>(var value) -> Optional.of(value);
            case Parsed.Malformed<T>(var offset, var expected) -> {
                assertThat(offset).as("offset of: " + expected).isBetween(0, length);
                assertThat(expected).isNotBlank();
                yield Optional.empty();
            }
        };
    }

    /// The first call of all also pays for the classes it loads, so what is dear is called a second time.
    private static <T> Parsed<T> frugally(int length, Supplier<? extends Parsed<T>> parser) {
        var most = MEMORY_BYTES_MAX + MEMORY_BYTES_PER_BYTE_MAX * length;
        var before = THREAD.getCurrentThreadAllocatedBytes();
        var read = parser.get();
        if (THREAD.getCurrentThreadAllocatedBytes() - before < most) return read;
        before = THREAD.getCurrentThreadAllocatedBytes();
        var again = parser.get();
        assertThat(THREAD.getCurrentThreadAllocatedBytes() - before)
                .as("memory taken for %d bytes", length)
                .isLessThan(most);
        if (again instanceof Parsed.Ok<T>(SecretBytes secret)) secret.close();
        if (again instanceof Parsed.Ok<T>(SecretScalar secret)) secret.close();
        return read;
    }
}

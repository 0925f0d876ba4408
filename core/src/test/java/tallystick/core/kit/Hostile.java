package tallystick.core.kit;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.function.Function;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.codec.Parsed;

/// Ten megabytes made to cost a reader more than they are worth, and what they do cost.
public final class Hostile {
    /// How long all of them are.
    public static final int LENGTH_BYTES = 10_000_000;

    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private Hostile() {}

    /// Ten megabytes of one text again and again.
    public static Bytes repeated(String text) {
        return repeated(Bytes.empty(), text.getBytes(StandardCharsets.UTF_8));
    }

    /// These bytes, then others again and again until there are ten megabytes.
    public static Bytes repeated(Bytes first, byte... then) {
        var bytes = Arrays.copyOf(first.toArray(), LENGTH_BYTES);
        for (var i = first.length(); i < bytes.length; i++) bytes[i] = then[(i - first.length()) % then.length];
        return Bytes.copyOf(bytes);
    }

    /// Holds a reader to refusing with at most `timesMax` the input's length allocated on the way.
    public static void refused(String what, Function<Bytes, Parsed<?>> reader, Bytes input, int timesMax) {
        assertThat(allocated(() -> assertThat(reader.apply(input)).as(what).isInstanceOf(Parsed.Malformed.class)))
                .as("%s: bytes allocated", what)
                .isLessThan((long) timesMax * input.length());
    }

    /// How many bytes this thread allocates for it.
    public static long allocated(Runnable work) {
        var before = THREADS.getCurrentThreadAllocatedBytes();
        work.run();
        return THREADS.getCurrentThreadAllocatedBytes() - before;
    }
}

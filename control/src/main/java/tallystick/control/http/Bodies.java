package tallystick.control.http;

import jakarta.servlet.http.HttpServletRequest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.function.BooleanSupplier;
import org.springframework.stereotype.Component;
import tallystick.control.answer.Problem;
import tallystick.control.answer.Problem.Code;
import tallystick.crypto.codec.Bytes;

/// Reads bodies whole, before anybody knows whose they are: a signature covers all of it.
///
/// **Why** bounds: whoever reaches control may send one. Somebody unknown has a little room, who shows a key or a
/// session that there is has more, and of that much only a few are read at once; nobody holds a thread by a byte now
/// and then.
///
/// **Threads** any. **Timing** a body is there within twenty seconds, or is not read.
@Component
final class Bodies {
    /// Of who shows neither key nor session.
    static final int STRANGERS_BYTES_MAX = 64 * 1024;
    /// Of anybody.
    static final int BYTES_MAX = 1024 * 1024;
    /// How many that are larger than those of strangers.
    static final int LARGE_AT_ONCE = 8;

    private static final Duration LIMIT = Duration.ofSeconds(20);
    private static final int PART_BYTES = 8192;

    private final Semaphore large = new Semaphore(LARGE_AT_ONCE);

    /// The request with its body.
    ///
    /// @param isKnown whether it shows a key or a session that there is; asked only of a large one
    /// @throws Problem if it is too large or too slow, or too many large ones come at once
    Requested read(HttpServletRequest request, BooleanSupplier isKnown) throws IOException {
        var read = new ByteArrayOutputStream();
        var in = request.getInputStream();
        var endsNanos = System.nanoTime() + LIMIT.toNanos();
        fill(read, in, STRANGERS_BYTES_MAX + 1, endsNanos);
        if (read.size() > STRANGERS_BYTES_MAX) rest(read, in, endsNanos, isKnown);
        return new Requested(request, Bytes.copyOf(read.toByteArray()));
    }

    private void rest(ByteArrayOutputStream read, InputStream in, long endsNanos, BooleanSupplier isKnown)
            throws IOException {
        if (!isKnown.getAsBoolean())
            throw Problem.of(Code.LARGE, "more than %d bytes of somebody unknown".formatted(STRANGERS_BYTES_MAX));
        if (!large.tryAcquire())
            throw Problem.of(Code.BUSY, "%d large bodies are read already".formatted(LARGE_AT_ONCE));
        try {
            fill(read, in, BYTES_MAX + 1, endsNanos);
        } finally {
            large.release();
        }
        if (read.size() > BYTES_MAX) throw Problem.of(Code.LARGE, "more than %d bytes".formatted(BYTES_MAX));
    }

    /// Until there are so many, or no more.
    ///
    /// @param endsNanos as [System#nanoTime] has it
    /// @throws Problem if that moment passes first
    static void fill(ByteArrayOutputStream read, InputStream in, int bytesMax, long endsNanos) throws IOException {
        var part = new byte[PART_BYTES];
        while (read.size() < bytesMax) {
            var count = in.read(part, 0, Math.min(part.length, bytesMax - read.size()));
            if (count < 0) return;
            read.write(part, 0, count);
            if (System.nanoTime() - endsNanos > 0)
                throw Problem.of(Code.SLOW, "a body that takes more than %d s".formatted(LIMIT.toSeconds()));
        }
    }
}

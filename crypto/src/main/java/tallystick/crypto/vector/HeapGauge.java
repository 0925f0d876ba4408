package tallystick.crypto.vector;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import org.jspecify.annotations.Nullable;

/// How many bytes of the heap the calling thread has taken since it began.
final class HeapGauge {
    private static final @Nullable ThreadMXBean THREADS = threads();

    private HeapGauge() {}

    private static @Nullable ThreadMXBean threads() {
        if (!(ManagementFactory.getThreadMXBean() instanceof ThreadMXBean threads)) return null;
        return threads.isThreadAllocatedMemorySupported() && threads.isThreadAllocatedMemoryEnabled() ? threads : null;
    }

    /// Negative where that is not known: of a virtual thread, and on a virtual machine that does not count.
    static long bytes() {
        return THREADS == null ? -1 : THREADS.getCurrentThreadAllocatedBytes();
    }
}

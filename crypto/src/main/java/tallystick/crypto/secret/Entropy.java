package tallystick.crypto.secret;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import tallystick.crypto.codec.Bytes;

/// Where chance comes from. Production hands in the operating system's generator, tests and the simulator a seeded
/// one.
///
/// **Why** the pure modules take chance as an argument, so that a whole fleet runs from one seed.
///
/// **Threads** implementations are safe for use by many threads.
public interface Entropy {
    /// Fills all of `target` (native memory) with unpredictable bytes. Never partly filled.
    void fill(MemorySegment target);

    /// Fresh bytes that need not stay secret: salts, session contributions, nonces of envelopes.
    default Bytes bytes(int lengthBytes) {
        try (var arena = Arena.ofConfined()) {
            var target = arena.allocate(lengthBytes);
            fill(target);
            return Bytes.copyOf(target.toArray(ValueLayout.JAVA_BYTE));
        }
    }
}

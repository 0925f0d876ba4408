package tallystick.crypto.secret;

import java.lang.foreign.MemorySegment;
import tallystick.crypto.nativelib.Libc;

/// The kernel's generator, written straight into native memory by getrandom(2): no copy is ever on the heap.
///
/// **Threads** safe. It waits once, early at boot, until the kernel has gathered enough.
public final class SystemEntropy implements Entropy {
    @Override
    public void fill(MemorySegment target) {
        if (!Libc.random(target)) throw new AssertionError("the kernel gave no random bytes");
    }
}

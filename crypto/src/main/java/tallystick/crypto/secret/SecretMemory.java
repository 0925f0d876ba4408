package tallystick.crypto.secret;

import java.lang.foreign.MemorySegment;

/// Off-heap memory for secrets: locked into RAM, kept out of core dumps, zeroed when given back.
///
/// **Why** the garbage collector copies heap objects and never wipes the old place. One slab lives as long as a key or a
/// pool (opening a shared arena costs 5 µs).
///
/// **Threads** any thread may take and give back.
public final class SecretMemory implements AutoCloseable {
    /// Opens a slab that grows on demand in locked pages.
    public static SecretMemory open() {
        throw new UnsupportedOperationException();
    }

    /// Lends `lengthBytes` zeroed bytes until the returned handle is closed.
    public SecretBytes allocate(int lengthBytes) {
        throw new UnsupportedOperationException();
    }

    /// Bytes lent now: for tests that nothing stays open.
    public long lentBytes() {
        throw new UnsupportedOperationException();
    }

    /// Zeroes and frees everything; handles still open become unusable.
    @Override
    public void close() {
        throw new UnsupportedOperationException();
    }

    /// The slab's raw memory of one handle, for arithmetic in this module and `mpc` bulk code.
    static MemorySegment unsupported() {
        throw new UnsupportedOperationException();
    }
}

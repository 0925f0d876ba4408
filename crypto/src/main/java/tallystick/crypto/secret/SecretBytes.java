package tallystick.crypto.secret;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import java.lang.foreign.MemorySegment;
import java.util.Arrays;

/// A handle on secret bytes off the heap. Closing zeroes them; use after close throws `IllegalStateException` (our
/// bug). No `equals`, no `hashCode` of content, a fixed `toString`.
///
/// **Threads** may be handed on; not to be closed by one thread while another reads it. **Timing** constant.
public final class SecretBytes implements AutoCloseable {
    private final SecretMemory home;
    private final MemorySegment slot;
    private final MemorySegment memory;
    private volatile boolean closed;

    SecretBytes(SecretMemory home, MemorySegment slot, MemorySegment memory) {
        this.home = home;
        this.slot = slot;
        this.memory = memory;
    }

    /// How many bytes.
    public int length() {
        return (int) memory().byteSize();
    }

    /// The memory itself, native, valid until close. Never copied to the heap except through [#reveal].
    public MemorySegment memory() {
        if (isClosed()) throw new IllegalStateException("secret used after close");
        return memory;
    }

    /// Whether they are gone: closed, or their memory is.
    public boolean isClosed() {
        return closed || home.isClosed();
    }

    /// The slab these bytes were lent from.
    public SecretMemory home() {
        return home;
    }

    /// Fresh random bytes in `home`.
    public static SecretBytes random(int lengthBytes, Entropy entropy, SecretMemory home) {
        try (var held = new Held()) {
            var bytes = held.hold(home.allocate(lengthBytes));
            entropy.fill(bytes.memory);
            return held.release(bytes);
        }
    }

    /// The bytes of `source`, which is zeroed in any case: for what a primitive of the platform left on the heap.
    public static SecretBytes takeFrom(byte[] source, SecretMemory home) {
        try {
            var bytes = home.allocate(source.length);
            MemorySegment.copy(source, 0, bytes.memory, JAVA_BYTE, 0, source.length);
            return bytes;
        } finally {
            Arrays.fill(source, (byte) 0);
        }
    }

    /// A second handle with the same bytes, in `target`.
    public SecretBytes copyTo(SecretMemory target) {
        var copy = target.allocate(length());
        copy.memory.copyFrom(memory());
        return copy;
    }

    /// Constant-time comparison; bytes of different lengths (which are public) differ.
    public boolean sameAs(SecretBytes other) {
        MemorySegment a = memory(), b = other.memory();
        if (a.byteSize() != b.byteSize()) return false;
        var difference = 0;
        for (var i = 0L; i < a.byteSize(); i++) difference |= a.get(JAVA_BYTE, i) ^ b.get(JAVA_BYTE, i);
        return difference == 0;
    }

    /// A heap copy, which the caller zeroes.
    ///
    /// @param access why: so that one search finds every reader
    public byte[] reveal(SecretAccess access) {
        java.util.Objects.requireNonNull(access);
        return memory().toArray(JAVA_BYTE);
    }

    @Override
    public void close() {
        synchronized (this) {
            if (closed) return;
            closed = true;
            home.takeBack(slot, memory);
        }
    }

    @Override
    public String toString() {
        return "SecretBytes";
    }
}

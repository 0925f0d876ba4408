package tallystick.crypto.secret;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import java.lang.foreign.MemorySegment;

/// Repeatable chance from a seed, for tests and the simulator. **Never in production**: whoever knows the seed knows
/// every key.
///
/// **Form** the SplitMix64 sequence, eight bytes at a time, little-endian. **Threads** safe; a run is repeatable
/// only if its threads ask in the same order.
public final class SeededEntropy implements Entropy {
    private static final long GOLDEN = 0x9e3779b97f4a7c15L;

    private long state;

    /// @param seed any number; equal seeds give equal bytes
    public SeededEntropy(long seed) {
        this.state = seed;
    }

    /// An independent stream, drawn from this one.
    public synchronized SeededEntropy split() {
        return new SeededEntropy(next() ^ GOLDEN);
    }

    @Override
    public synchronized void fill(MemorySegment target) {
        for (var at = 0L; at < target.byteSize(); at += 8) {
            var bits = next();
            for (var i = at; i < Math.min(at + 8, target.byteSize()); i++, bits >>>= 8)
                target.set(JAVA_BYTE, i, (byte) bits);
        }
    }

    private long next() {
        state += GOLDEN;
        var z = state;
        z = (z ^ z >>> 30) * 0xbf58476d1ce4e5b9L;
        z = (z ^ z >>> 27) * 0x94d049bb133111ebL;
        return z ^ z >>> 31;
    }
}

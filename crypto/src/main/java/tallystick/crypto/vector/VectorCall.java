package tallystick.crypto.vector;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.function.LongConsumer;

/// One call of a method with vectors, all of whose memory is there before it begins.
///
/// **Why** so it leaves not a byte on the heap where its vectors leave none: handles of memory would hide a few. And
/// secrets take the same way into it as the zeros of practice, so that what the compiler made for these serves both.
///
/// **Threads** one.
///
/// @param scratchBytes how much memory beside its inputs and outputs it wants
/// @param work makes the call; must not take anything from the heap itself
public record VectorCall(long scratchBytes, Work work) {
    private static final int ALIGNMENT_BYTES = 64;

    /// What is done in scratch memory.
    @FunctionalInterface
    public interface Work {
        /// @param scratch zeros, aligned to the longest vector, wiped afterwards
        void in(MemorySegment scratch);
    }

    /// Makes the call, whatever it leaves.
    public void make() {
        make(_ -> {});
    }

    /// @param left told what it took from the heap, also where it throws; negative where that is not known
    void make(LongConsumer left) {
        try (var arena = Arena.ofConfined()) {
            var scratch = arena.allocate(scratchBytes, ALIGNMENT_BYTES);
            var before = HeapGauge.bytes();
            try {
                work.in(scratch);
            } finally {
                var after = HeapGauge.bytes();
                scratch.fill((byte) 0);
                left.accept(before < 0 || after < 0 ? -1 : after - before);
            }
        }
    }
}

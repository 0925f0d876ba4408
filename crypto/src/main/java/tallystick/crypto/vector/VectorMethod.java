package tallystick.crypto.vector;

import java.lang.foreign.MemorySegment;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import tallystick.crypto.secret.SecretBytes;
import tallystick.crypto.secret.SecretMemory;

/// One method that can be computed with vectors or without, and whether vectors may hold secrets in it now.
///
/// **Why** a vector is an object on the heap, with all it holds, whenever the virtual machine runs code that its
/// compiler has not taken yet, has given up on, or has thrown away again. Nobody wipes it. So a method is practised
/// on zeros until calls are seen to leave nothing there. Until then the portable way serves, and again from the first
/// call that leaves more than [#LEFT_BYTES_MAX].
///
/// **Threads** any. What a call leaves is known of the thread that makes it, and of no virtual thread: there the
/// portable way serves always.
public final class VectorMethod {
    /// Bytes that a call may leave on the heap: handles of memory, but not a vector for each group of rows.
    public static final int LEFT_BYTES_MAX = 2048;
    /// What [#begin] says where the portable way is to be taken.
    public static final long PORTABLE = -1;

    /// Bytes of memory for each row of an exercise.
    private static final int ROW_BYTES = 6 * 32;
    private static final int CALLS_IN_A_ROW = 32;
    private static final int CALLS_MAX = 20_000;

    /// A call with vectors on numbers that are worth nothing.
    @FunctionalInterface
    public interface Exercise {
        /// What makes one call.
        ///
        /// @param zeros 192 bytes for each row, lent as long as the calls are made
        /// @param count rows, a multiple of 16, at least 16
        Runnable over(MemorySegment zeros, int count);
    }

    /// How a method stands.
    ///
    /// @param name says what it computes
    /// @param open whether vectors are taken
    /// @param leftBytes what the last call of practice left, or one with secrets that left too much; negative
    /// before
    public record Status(String name, boolean open, long leftBytes) {}

    /// Calls with secrets that left more than they may.
    ///
    /// @param name of the method
    /// @param leftBytes what they left together
    public record Spill(String name, long leftBytes) {}

    private final String name;
    private final Exercise exercise;
    private final AtomicLong spiltBytes = new AtomicLong();
    private volatile boolean shown;
    private volatile boolean open;
    private volatile long leftBytes = -1;

    /// @param name says what it computes
    public VectorMethod(String name, Exercise exercise) {
        this.name = name;
        this.exercise = exercise;
    }

    /// Asked before each call with secrets.
    ///
    /// @return for [#end] if vectors may be used, else [#PORTABLE]
    /// @spec docs/spec/vole.md#VO-16 vole
    public long begin() {
        return open ? HeapGauge.bytes() : PORTABLE;
    }

    /// Told after each call with vectors, on the same thread.
    /// @spec docs/spec/vole.md#VO-19 vole
    public void end(long begun) {
        var left = HeapGauge.bytes() - begun;
        if (left <= LEFT_BYTES_MAX) return;
        open = false;
        leftBytes = left;
        spiltBytes.addAndGet(left);
    }

    /// What calls with secrets left since this was last asked, where it was more than it may be.
    public Optional<Spill> takeSpill() {
        var bytes = spiltBytes.getAndSet(0);
        return bytes == 0 ? Optional.empty() : Optional.of(new Spill(name, bytes));
    }

    /// How it stands now.
    public Status status() {
        return new Status(name, open, leftBytes);
    }

    /// Makes one call of practice: vectors are taken from now on if it leaves nothing, and not if it does. Nothing
    /// changes before practice has shown what a call leaves, nor where that is not known.
    ///
    /// **Why** compiled code is thrown away again, for instance if it has not been used for long: one call on a few
    /// rows of zeros finds that out before secrets do.
    ///
    /// @param count as in [Exercise]
    /// @spec docs/spec/vole.md#VO-18 vole
    public void check(SecretMemory home, int count) {
        if (!shown || HeapGauge.bytes() < 0) return;
        try (var zeros = home.allocate(ROW_BYTES * count)) {
            open = leaves(exercise.over(zeros.memory(), count)) <= LEFT_BYTES_MAX;
        }
    }

    private long leaves(Runnable call) {
        var before = HeapGauge.bytes();
        if (before < 0) return Long.MAX_VALUE;
        call.run();
        leftBytes = HeapGauge.bytes() - before;
        return leftBytes;
    }

    /// Begins to practise.
    ///
    /// @param count as in [Exercise]: as many as in what is to come
    public Practice practise(SecretMemory home, int count) {
        return new Practice(home.allocate(ROW_BYTES * count), count);
    }

    /// Calls on zeros, one after the other, on one thread.
    public final class Practice implements AutoCloseable {
        private final SecretBytes zeros;
        private final Runnable call;
        private int calls;
        private int inARow;

        private Practice(SecretBytes zeros, int count) {
            this.zeros = zeros;
            this.call = exercise.over(zeros.memory(), count);
        }

        /// Makes one call.
        ///
        /// @return whether there is nothing more to practise: calls leave nothing, or were given up
        /// @spec docs/spec/vole.md#VO-17 vole
        public boolean goOn() {
            if (!isOver()) {
                calls++;
                inARow = leaves(call) <= LEFT_BYTES_MAX ? inARow + 1 : 0;
            }
            if (inARow >= CALLS_IN_A_ROW) {
                shown = true;
                open = true;
            }
            return isOver();
        }

        private boolean isOver() {
            return inARow >= CALLS_IN_A_ROW || calls >= CALLS_MAX;
        }

        @Override
        public void close() {
            zeros.close();
        }
    }
}

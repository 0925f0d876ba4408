package tallystick.crypto.vector;

import java.lang.foreign.MemorySegment;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import tallystick.crypto.secret.SecretBytes;
import tallystick.crypto.secret.SecretMemory;

/// One method that can be computed with vectors or without, and whether vectors may hold secrets in it now.
///
/// **Why** a vector is an object on the heap, with all it holds, whenever the virtual machine runs code that its
/// compiler has not taken yet, has given up on, or has thrown away again. Nobody wipes it, and one alone may give an
/// item away: three sums of limbs are enough for all its choice bits. So a method is practised on zeros until calls
/// are seen to leave nothing there, not a byte. Until then the portable way serves, and again from the first call that
/// leaves something.
///
/// **Threads** any. What a call leaves is known of the thread that makes it, and of no virtual thread: there the
/// portable way serves always.
public final class VectorMethod {
    /// Bytes of memory for each row of an exercise.
    private static final int ROW_BYTES = 6 * 32;
    private static final int CALLS_IN_A_ROW = 32;
    private static final int CALLS_MAX = 20_000;

    /// A call with vectors on numbers that are worth nothing.
    @FunctionalInterface
    public interface Exercise {
        /// @param zeros 192 bytes for each row, lent as long as the call is made
        /// @param count rows, a multiple of 16, at least 16
        VectorCall over(MemorySegment zeros, int count);
    }

    /// How a method stands.
    ///
    /// @param name says what it computes
    /// @param open whether vectors are taken
    /// @param leftBytes what the last call on zeros left, or one with secrets since; negative before
    public record Status(String name, boolean open, long leftBytes) {}

    /// Calls with secrets that left something.
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
    private long spills;

    /// @param name says what it computes
    public VectorMethod(String name, Exercise exercise) {
        this.name = name;
        this.exercise = exercise;
    }

    /// Makes a call with secrets, if vectors may hold them now.
    ///
    /// @return whether it was made; if not, the portable way is to be taken
    /// @spec docs/spec/vole.md#VO-16 vole
    public boolean make(VectorCall call) {
        if (!open || HeapGauge.bytes() < 0) return false;
        call.make(this::measured);
        return true;
    }

    /// @spec docs/spec/vole.md#VO-19 vole
    private void measured(long left) {
        if (left == 0) return;
        synchronized (this) {
            open = false;
            spills++;
        }
        leftBytes = left;
        spiltBytes.addAndGet(Math.max(left, 0));
    }

    /// What calls with secrets left since this was last asked, if they left something.
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
        var before = spillsSoFar();
        try (var zeros = home.allocate(ROW_BYTES * count)) {
            exercise.over(zeros.memory(), count).make(left -> shows(left, before));
        }
    }

    private synchronized long spillsSoFar() {
        return spills;
    }

    /// What zeros have shown says nothing about a call with secrets that ended meanwhile.
    private synchronized void shows(long left, long spillsBefore) {
        leftBytes = left;
        open = left == 0 && spills == spillsBefore;
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
        private final VectorCall call;
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
            if (isOver()) return true;
            calls++;
            var before = spillsSoFar();
            call.make(left -> practised(left, before));
            return isOver();
        }

        private void practised(long left, long spillsBefore) {
            leftBytes = left;
            inARow = left == 0 ? inARow + 1 : 0;
            if (inARow < CALLS_IN_A_ROW) return;
            shown = true;
            shows(left, spillsBefore);
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

package tallystick.crypto.kit;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Random;

/// A secret in one place, taken from a pool of random values or from one of as many equal ones: copying it there costs
/// the same for both, and what is measured always reads the same place.
public final class TimedInput {
    private static final int POOL = 64;

    private final MemorySegment place;
    private final MemorySegment fixedPool;
    private final MemorySegment randomPool;
    private int next;

    /// @param place where the operation reads its secret
    /// @param fixed every byte of the fixed class
    public TimedInput(MemorySegment place, Arena arena, byte fixed) {
        this.place = place;
        var lengthBytes = place.byteSize();
        fixedPool = arena.allocate(POOL * lengthBytes, 64);
        randomPool = arena.allocate(POOL * lengthBytes, 64);
        fixedPool.fill(fixed);
        var bytes = new byte[(int) randomPool.byteSize()];
        new Random(18).nextBytes(bytes);
        MemorySegment.copy(bytes, 0, randomPool, ValueLayout.JAVA_BYTE, 0, bytes.length);
    }

    /// The operation on the secret.
    public TimingProbe.Subject doing(Runnable operation) {
        return new TimingProbe.Subject() {
            @Override
            public void prepare(boolean fixed) {
                next = (next + 1) % POOL;
                MemorySegment.copy(fixed ? fixedPool : randomPool, next * place.byteSize(), place, 0, place.byteSize());
            }

            @Override
            public void run() {
                operation.run();
            }
        };
    }
}

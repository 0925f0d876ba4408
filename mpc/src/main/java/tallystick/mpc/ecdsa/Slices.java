package tallystick.mpc.ecdsa;

import java.lang.foreign.MemorySegment;

/// Cuts one workspace into parts, front to back.
final class Slices {
    private final MemorySegment whole;
    private long used;

    Slices(MemorySegment whole) {
        this.whole = whole;
    }

    MemorySegment next(long lengthBytes) {
        var part = whole.asSlice(used, lengthBytes);
        used += lengthBytes;
        return part;
    }
}

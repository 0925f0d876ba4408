package tallystick.crypto.curve;

import static tallystick.crypto.curve.SecpScalars.LITTLE;
import static tallystick.crypto.curve.SecpScalars.hi;
import static tallystick.crypto.curve.SecpScalars.limb0;
import static tallystick.crypto.curve.SecpScalars.limb1;
import static tallystick.crypto.curve.SecpScalars.limb2;
import static tallystick.crypto.curve.SecpScalars.limb3;
import static tallystick.crypto.curve.SecpScalars.limb4;
import static tallystick.crypto.curve.SecpScalars.lo;

import java.lang.foreign.MemorySegment;

/// The unreduced sum of products behind [SecpScalars#accumulate]: ten columns of 52 bits in native memory, carried
/// after each product.
final class SecpAccumulator {
    private static final long LIMB = (1L << 52) - 1;

    private SecpAccumulator() {}

    static void addProduct(MemorySegment a, long aAt, MemorySegment b, long bAt, MemorySegment sum, long sumAt) {
        long w0 = a.get(LITTLE, aAt), w1 = a.get(LITTLE, aAt + 8);
        long w2 = a.get(LITTLE, aAt + 16), w3 = a.get(LITTLE, aAt + 24);
        long a0 = limb0(w0), a1 = limb1(w0, w1), a2 = limb2(w1, w2), a3 = limb3(w2, w3), a4 = limb4(w3);
        w0 = b.get(LITTLE, bAt);
        w1 = b.get(LITTLE, bAt + 8);
        w2 = b.get(LITTLE, bAt + 16);
        w3 = b.get(LITTLE, bAt + 24);
        long b0 = limb0(w0), b1 = limb1(w0, w1), b2 = limb2(w1, w2), b3 = limb3(w2, w3), b4 = limb4(w3);
        var c = sum.get(LITTLE, sumAt) + lo(a0, b0);
        sum.set(LITTLE, sumAt, c & LIMB);
        c = sum.get(LITTLE, sumAt + 8) + hi(a0, b0) + lo(a0, b1) + lo(a1, b0) + (c >>> 52);
        sum.set(LITTLE, sumAt + 8, c & LIMB);
        c = sum.get(LITTLE, sumAt + 16) + hi(a0, b1) + hi(a1, b0) + lo(a0, b2) + lo(a1, b1) + lo(a2, b0) + (c >>> 52);
        sum.set(LITTLE, sumAt + 16, c & LIMB);
        c = sum.get(LITTLE, sumAt + 24) + hi(a0, b2) + hi(a1, b1) + hi(a2, b0) + (c >>> 52);
        c += lo(a0, b3) + lo(a1, b2) + lo(a2, b1) + lo(a3, b0);
        sum.set(LITTLE, sumAt + 24, c & LIMB);
        c = sum.get(LITTLE, sumAt + 32) + hi(a0, b3) + hi(a1, b2) + hi(a2, b1) + hi(a3, b0) + (c >>> 52);
        c += lo(a0, b4) + lo(a1, b3) + lo(a2, b2) + lo(a3, b1) + lo(a4, b0);
        sum.set(LITTLE, sumAt + 32, c & LIMB);
        c = sum.get(LITTLE, sumAt + 40) + hi(a0, b4) + hi(a1, b3) + hi(a2, b2) + hi(a3, b1) + hi(a4, b0) + (c >>> 52);
        c += lo(a1, b4) + lo(a2, b3) + lo(a3, b2) + lo(a4, b1);
        sum.set(LITTLE, sumAt + 40, c & LIMB);
        c = sum.get(LITTLE, sumAt + 48) + hi(a1, b4) + hi(a2, b3) + hi(a3, b2) + hi(a4, b1) + (c >>> 52);
        c += lo(a2, b4) + lo(a3, b3) + lo(a4, b2);
        sum.set(LITTLE, sumAt + 48, c & LIMB);
        c = sum.get(LITTLE, sumAt + 56) + hi(a2, b4) + hi(a3, b3) + hi(a4, b2) + lo(a3, b4) + lo(a4, b3) + (c >>> 52);
        sum.set(LITTLE, sumAt + 56, c & LIMB);
        c = sum.get(LITTLE, sumAt + 64) + hi(a3, b4) + hi(a4, b3) + lo(a4, b4) + (c >>> 52);
        sum.set(LITTLE, sumAt + 64, c & LIMB);
        sum.set(LITTLE, sumAt + 72, sum.get(LITTLE, sumAt + 72) + hi(a4, b4) + (c >>> 52));
    }

    static void reduce(MemorySegment sum, long sumAt, MemorySegment out, long outAt) {
        SecpScalars.reduce(
                sum.get(LITTLE, sumAt),
                sum.get(LITTLE, sumAt + 8),
                sum.get(LITTLE, sumAt + 16),
                sum.get(LITTLE, sumAt + 24),
                sum.get(LITTLE, sumAt + 32),
                sum.get(LITTLE, sumAt + 40),
                sum.get(LITTLE, sumAt + 48),
                sum.get(LITTLE, sumAt + 56),
                sum.get(LITTLE, sumAt + 64),
                sum.get(LITTLE, sumAt + 72),
                out,
                outAt);
        for (var i = 0L; i < SecpScalars.ACCUMULATOR_BYTES; i += 8) sum.set(LITTLE, sumAt + i, 0L);
    }
}
